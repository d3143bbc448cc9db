locals {
  subnets = {
    public  = { cidr = "10.0.0.0/24", public = true }
    private = { cidr = "10.0.1.0/24", public = false }
  }
}

resource "terraform_data" "subnet" {
  for_each = local.subnets
  input    = merge(each.value, { name = each.key })
}

resource "terraform_data" "chained" {
  for_each = terraform_data.subnet
  input    = { id = each.value.id, cidr = each.value.input.cidr, key = each.key }
}

resource "terraform_data" "set" {
  for_each = toset(["x", "y"])
  input    = { same = each.key == each.value, cidr = terraform_data.subnet[each.key == "x" ? "public" : "private"].input.cidr }
}

resource "terraform_data" "values" {
  input = {
    ids     = values(terraform_data.subnet)[*].id
    keyed   = { for key, subnet in terraform_data.subnet : key => subnet.id }
    public  = [for key, subnet in local.subnets : terraform_data.subnet[key].id if subnet.public]
    names   = keys(terraform_data.subnet)
    private = terraform_data.subnet["private"].input.name
    self    = terraform_data.set["x"].input
    missing = try(terraform_data.subnet["none"].id, "none")
    has     = contains(keys(terraform_data.subnet), "public")
  }
}

resource "terraform_data" "filtered" {
  for_each = { for key, subnet in local.subnets : key => subnet if !subnet.public }
  input    = each.value.cidr
}
