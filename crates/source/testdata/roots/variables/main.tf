variable "text" {
  type = string
}

variable "number" {
  type = number
}

variable "flags" {
  type = map(bool)
}

variable "any" {
  type    = any
  default = { a = [1, "x"] }
}

variable "set" {
  type = set(string)
}

variable "tuple" {
  type    = tuple([string, number])
  default = [1, "2"]
}

variable "objects" {
  type = map(object({
    cidr = string
    tags = optional(map(string), { made = "by default" })
    port = optional(number)
  }))
}

variable "secret" {
  type      = string
  sensitive = true
  default   = "hidden"
}

variable "none" {
  type    = string
  default = null
}

resource "terraform_data" "values" {
  input = {
    text    = "${var.text}/${var.number}"
    flags   = var.flags
    any     = var.any.a
    set     = [for x in var.set : x]
    tuple   = var.tuple
    objects = { for key, object in var.objects : key => merge(object.tags, { cidr = object.cidr, port = coalesce(object.port, 80) }) }
    none    = var.none == null
    choice  = var.flags["on"] ? "on" : "off"
    sum     = var.number + 1
  }
}
