variable "names" {
  type = set(string)
}

module "leaf" {
  source   = "../leaf"
  for_each = var.names
  name     = "middle-${each.value}"
  fixed    = null
}

output "names" {
  value = [for one in module.leaf : one.name]
}

output "ids" {
  value = { for key, one in module.leaf : key => one.id }
}
