variable "subnet" {}
variable "group" {}
variable "role" {}
variable "profile" {
  default = null
}
variable "create" {
  default = true
}
resource "aws_iam_instance_profile" "this" {
  count = var.create ? 1 : 0
  role  = var.role
}
resource "aws_instance" "this" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = var.subnet
  vpc_security_group_ids = compact([var.group, ""])
  iam_instance_profile   = var.create ? aws_iam_instance_profile.this[0].name : var.profile
}
