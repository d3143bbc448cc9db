locals {
  list = [{ a = 1, b = [{ c = "x" }, { c = "y" }] }, { a = 2, b = [] }]
  null = null
}

resource "terraform_data" "many" {
  count = 3
  input = "v${count.index}"
}

resource "terraform_data" "all" {
  input = {
    a       = local.list[*].a
    b       = local.list[*].b[*].c
    first   = local.list[*].b
    legacy  = local.list.*.a
    null    = local.null[*]
    single  = { a = 1 }[*].a
    text    = "x"[*]
    inputs  = terraform_data.many[*].input
    last    = element(terraform_data.many[*].input, 5)
    joined  = join(",", terraform_data.many.*.input)
    legacy1 = terraform_data.many.*.input[1]
    whole   = length(terraform_data.many)
  }
}

resource "terraform_data" "ids" {
  input = terraform_data.many[*].id
}
