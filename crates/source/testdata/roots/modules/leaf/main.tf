variable "name" {
  type = string
}

variable "size" {
  type    = number
  default = 1
}

variable "parent" {
  type    = string
  default = null
}

variable "list" {
  type    = list(string)
  default = []
}

variable "config" {
  type = object({
    size   = optional(number, 5)
    label  = optional(string, "none")
    absent = optional(string)
    nested = optional(object({ on = bool, level = optional(number, 2) }), { on = false })
    many   = optional(list(object({ x = string, y = optional(string, "why") })), [{ x = 1 }])
  })
  default = {}
}

variable "fixed" {
  type     = string
  default  = "fixed"
  nullable = false
}

resource "terraform_data" "this" {
  input = {
    name   = var.name
    size   = var.size
    config = var.config
    list   = var.list
    parent = var.parent == null ? "no" : "yes"
    fixed  = var.fixed
    path   = path.module
    root   = path.root
  }
}

output "id" {
  value = terraform_data.this.id
}

output "name" {
  value = terraform_data.this.input.name
}

output "path" {
  value = path.module
}

output "summary" {
  value = { name = var.name, size = var.size + 1, text = "${var.size}" }
}
