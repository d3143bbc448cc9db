locals {
  x = "X"
  l = ["a", "b"]
}

resource "terraform_data" "lines" {
  input = <<EOT
start
%{for i in local.l~}
    item ${i}
%{endfor~}

   after
  ${~local.x~}

    tail
EOT
}

resource "terraform_data" "quoted" {
  input = "q \n\n  ${~local.x~} \n\n   z %{if true~} \n yes %{~else~} no %{~endif~}  \n end"
}

resource "terraform_data" "flush" {
  input = <<-EOT
    start
      %{if true~}
        deeper ${local.x}
      %{endif~}

    ${local.x}
      after ${"nested \n str"}
    $${esc} %%{esc}
    EOT
}

resource "terraform_data" "tabs" {
  input = <<-EOT
	tab
	  ${local.x} b
    EOT
}

resource "terraform_data" "under" {
  input = <<-EOT
    a
   ${local.x} under
      
     b
    EOT
}

resource "terraform_data" "column_zero" {
  input = <<-EOT
    a
${local.x} zero
      b
    EOT
}

resource "terraform_data" "blank_before" {
  input = <<EOT
a

  ${~local.x}
b


${~local.x}
EOT
}

resource "terraform_data" "small" {
  input = {
    only    = <<EOT
${local.x}
EOT
    empty   = <<EOT
EOT
    passes  = "${local.l}"
    escapes = "a\tb\\ \u00e9 \U0001F600 \" $${x} %%{y} $x %y $"
    number  = "${1 + 1}"
    nested  = "a${"b${"c${local.x}"}"}"
    empties = "${""}"
    elses   = "%{if local.x == "Y"}y%{else}${local.x}%{endif}!"
    loops   = "%{for k, v in { a = 1, b = 2 }}${k}=${v};%{endfor}"
  }
}

resource "terraform_data" "unknown_inside" {
  input = "id=${terraform_data.lines.id}, ${local.x}"
}
