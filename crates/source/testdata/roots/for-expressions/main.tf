locals {
  users = {
    ann = { groups = ["dev", "ops"], age = 30 }
    bob = { groups = ["dev"], age = 25 }
    cid = { groups = [], age = 41 }
  }
  pairs = flatten([for name, user in local.users : [for group in user.groups : { name = name, group = group }]])
}

resource "terraform_data" "all" {
  input = {
    pairs    = local.pairs
    by_group = { for pair in local.pairs : pair.group => pair.name... }
    keyed    = { for pair in local.pairs : "${pair.name}/${pair.group}" => pair }
    adults   = [for name, user in local.users : upper(name) if user.age > 26]
    indexed  = [for i, name in keys(local.users) : "${i}:${name}"]
    nested   = { for name, user in local.users : name => { for i, group in user.groups : group => i } }
    set      = [for x in toset(["b", "a", "b"]) : x]
    empty    = [for x in [] : x]
    none     = { for k, v in {} : k => v }
    cond     = [for x in [1, 2, 3, 4] : x % 2 == 0 ? "even" : x]
    shadow   = [for local_name in ["a"] : [for local_name in ["b"] : local_name]]
    strings  = { for s in ["x=1", "y=2"] : split("=", s)[0] => split("=", s)[1] }
  }
}

resource "terraform_data" "each" {
  for_each = { for pair in local.pairs : "${pair.name}-${pair.group}" => pair }
  input    = { key = each.key, name = each.value.name, group = each.value["group"] }
}

resource "terraform_data" "ids" {
  input = [for key, one in terraform_data.each : "${key}:${one.id}"]
}

resource "terraform_data" "inputs" {
  input = { for key, one in terraform_data.each : key => one.input.group }
}
