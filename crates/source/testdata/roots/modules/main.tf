module "single" {
  source = "./leaf"
  name   = "single"
  size   = "3"
  config = { size = 7, extra = "dropped", nested = { on = true } }
}

module "many" {
  source   = "./leaf"
  for_each = { a = 1, b = 2 }
  name     = each.key
  size     = each.value
  parent   = module.single.id
}

module "counted" {
  source = "./leaf"
  count  = 2
  name   = "n${count.index}"
  list   = [count.index, "x"]
}

module "nested" {
  source = "./middle"
  names  = ["p", "q"]
}

module "none" {
  source = "./leaf"
  count  = 0
  name   = "none"
}

resource "terraform_data" "root" {
  input = {
    single  = module.single.summary
    many    = { for key, one in module.many : key => one.summary.name }
    b       = module.many["b"].summary
    counted = module.counted[*].name
    one     = module.counted[1].name
    nested  = module.nested.names
    none    = length(module.none)
    try     = try(module.none[0].name, "nothing")
    values  = values(module.many)[*].name
    path    = module.single.path
  }
}

resource "terraform_data" "ids" {
  input = {
    single  = module.single.id
    many    = { for key, one in module.many : key => one.id }
    key     = module.many["a"].id
    counted = module.counted[0].id
    nested  = module.nested.ids
  }
}
