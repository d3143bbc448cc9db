resource "terraform_data" "a" {
  input = "known"
}

resource "terraform_data" "many" {
  for_each = toset(["x", "y"])
  input    = each.key
}

locals {
  map = { a = terraform_data.a.id, x = terraform_data.many["x"].id }
}

resource "terraform_data" "symbols" {
  input = {
    coalesce = coalesce(terraform_data.a.id, "other")
    compact  = compact([terraform_data.a.id, "", null])
    try      = try(terraform_data.many["z"].id, terraform_data.a.id)
    join     = join(",", [for one in terraform_data.many : one.id])
    split    = split(",", "${terraform_data.a.id},b")
    format   = format("%s/%s", terraform_data.a.id, "x")
    lookup   = lookup(local.map, "a", "none")
    element  = element([terraform_data.a.id, "b"], 0)
    concat   = concat([terraform_data.a.id], ["b"])
    decode   = jsondecode(jsonencode({ id = terraform_data.a.id })).id
    set      = toset([terraform_data.a.id])
    flat     = flatten([[terraform_data.a.id], ["c"]])
    zip      = zipmap(["k"], [terraform_data.a.id])
  }
}

resource "terraform_data" "known" {
  input = {
    element = element([terraform_data.a.id, "b"], 1)
    input   = terraform_data.a.input
    keys    = keys(local.map)
    length  = length([terraform_data.a.id])
    values  = { for key, one in terraform_data.many : key => one.input }
    after   = split(",", "b,c")[1]
  }
}
