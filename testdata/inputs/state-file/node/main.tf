variable "vpc" {}
variable "subnet" {}
variable "profile" {}
variable "size" {}
variable "owner" {}
resource "aws_security_group" "node" {
  name_prefix = "node"
  vpc_id      = var.vpc
}
resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.node.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
resource "aws_instance" "node" {
  count                  = var.size
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = var.subnet
  vpc_security_group_ids = [aws_security_group.node.id]
  iam_instance_profile   = var.profile
  tags                   = { Owner = var.owner }
}
