variable "environment" {
  default = "prod"
}

locals {
  name   = "app-${var.environment}"
  base   = { name = local.name, size = 1 }
  merged = merge(local.base, { size = 2, tags = local.tags })
  tags   = merge({ Name = local.name }, var.environment == "prod" ? { Tier = "gold" } : {})
  sizes = {
    prod = { count = 3, types = ["a", "b"] }
    dev  = { count = 1, types = [] }
  }
  chosen   = local.sizes[var.environment]
  inverted = { for k, v in local.sizes : v.count => k }
  ids      = { first = terraform_data.first.id, known = "k" }
}

resource "terraform_data" "first" {
  input = local.merged
}

resource "terraform_data" "second" {
  input = {
    chosen   = local.chosen
    types    = local.chosen["types"]
    inverted = local.inverted
    lookup   = lookup(local.sizes, "none", local.sizes.dev).count
    deep     = local.sizes["dev"]["types"]
    id       = local.ids["first"]
    known    = local.ids.known
    keys     = keys(local.ids)
  }
}
