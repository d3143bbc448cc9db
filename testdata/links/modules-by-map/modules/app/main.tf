variable "subnet" {}
variable "group" {}
variable "profile" {}
resource "aws_instance" "this" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = var.subnet
  vpc_security_group_ids = [var.group]
  iam_instance_profile   = var.profile
}
