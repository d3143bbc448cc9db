variable "mode" {
  type    = string
  default = "b"
}

variable "create" {
  type    = bool
  default = true
}

locals {
  one   = var.mode == "a" ? "is a" : var.mode == "b" ? "is b" : "other"
  mixed = var.create ? 1 : "one"
  maps  = var.create ? { a = 1, b = "x" } : {}
  lists = var.create ? ["a", 2] : []
  same  = var.create ? { a = 1 } : { a = "s" }
  none  = var.create ? null : "x"
  obj   = var.create ? { a = [1], b = "x" } : null
}

resource "terraform_data" "values" {
  input = {
    one   = local.one
    mixed = local.mixed
    maps  = local.maps
    lists = local.lists
    same  = local.same
    none  = local.none
    obj   = local.obj
    logic = (var.create && var.mode != "a") || !var.create
    order = 1 + 2 * 3 - 4 / 2 % 3 == 5
    cmp   = 1 < 2 == true
    neg   = -(-3)
  }
}

resource "terraform_data" "maybe" {
  count = var.create ? 1 : 0
  input = "made"
}

resource "terraform_data" "never" {
  count = var.create ? 0 : 1
  input = "not made"
}

resource "terraform_data" "which" {
  input = {
    made    = var.create ? terraform_data.maybe[0].input : terraform_data.never[0].input
    one     = one(terraform_data.maybe[*].input)
    nothing = one(terraform_data.never[*].input)
    try     = try(terraform_data.never[0].input, terraform_data.maybe[0].input)
    joined  = join("", concat(terraform_data.maybe[*].input, terraform_data.never[*].input))
    length  = length(terraform_data.never)
  }
}

resource "terraform_data" "id" {
  input = var.create ? terraform_data.maybe[0].id : "none"
}

resource "terraform_data" "unknown" {
  input = terraform_data.values.id == "x" ? "a" : "b"
}
