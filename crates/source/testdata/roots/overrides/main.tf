variable "size" {
  default = 1
}

locals {
  kept     = "kept"
  replaced = "before"
}

resource "terraform_data" "this" {
  input            = "before"
  triggers_replace = local.replaced
}

resource "terraform_data" "other" {
  input = { size = var.size, kept = local.kept }
}
