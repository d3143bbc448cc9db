# What the questions of rows.py ask of: values that only the apply tells.

variable "hidden" {
  description = "What the values that are not known turn out to be."
  type        = string
  default     = "{}"
}

resource "terraform_data" "a" {}

resource "terraform_data" "b" {}

resource "terraform_data" "many" {
  for_each = toset(["x", "y"])
  input    = each.key
}

resource "terraform_data" "counted" {
  count = 2
  input = count.index
}

resource "terraform_data" "whole" {
  input = { text = local.text, known = "k" }
}

locals {
  # An id has 36 characters: of the rest nothing is known before the apply, whatever it is.
  hidden  = substr("${terraform_data.a.id}${var.hidden}", 36, -1)
  any     = jsondecode(local.hidden).any
  text    = tostring(jsondecode(local.hidden).text)
  number  = tonumber(jsondecode(local.hidden).number)
  bool    = tobool(jsondecode(local.hidden).bool)
  list    = split(",", jsondecode(local.hidden).list)
  set     = toset(local.list)
  map     = zipmap(local.list, local.list)
  nothing = jsondecode(local.hidden).nothing
}
