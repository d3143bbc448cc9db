locals {
  crlf = <<-EOT
    a
      b
  EOT
}

resource "terraform_data" "crlf" {
  input = "x${local.crlf}"
}
