# A comment.
// Another.
/* And a
   block. */
locals { one_line = "x" }

locals {
  quoted = { "a b" = 1, "c-d" : 2, (upper("e")) = 3, "${"f"}g" = 4 }
  multi = [
    1, # one
    2,
  ]
  call = max(
    1,
    2,
  )
  grün   = "ü"
  parens = (
    1 + 2
  )
  chained = { a = { b = [{ c = "deep" }] } }.a.b[0].c
  compare = 1 != 2 && !(3 <= 2) || false
  modulo  = 10 % 4 * 2
  exp     = 1.5e2
  under   = { a_b-c = 1 }
}

resource "terraform_data" "all" {
  input = {
    one_line = local.one_line
    quoted   = local.quoted
    multi    = local.multi
    call     = local.call
    unicode  = local.grün
    parens   = local.parens
    chained  = local.chained
    compare  = local.compare
    modulo   = local.modulo
    exp      = local.exp
    under    = local.under.a_b-c
    legacy   = local.multi.1
    index    = local.quoted["a b"]
    workspace = terraform.workspace
    root      = path.root
  }

  lifecycle {
    ignore_changes = [triggers_replace]
  }
}

check "health" {
  assert {
    condition     = terraform_data.all.input != null
    error_message = "no"
  }
}

moved {
  from = terraform_data.old
  to   = terraform_data.all
}
