variable "closed" {}
variable "default_acl" {}
variable "default_rt" {}
variable "default_sg" {}
variable "eip" {}
variable "igw" {}
variable "nat" {}
variable "open" {}
variable "pub" {}
variable "role" {}
variable "rt" {}
variable "subnet" {}
variable "vpc" {}
resource "aws_instance" "w" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = var.subnet
  vpc_security_group_ids = [var.open]
  iam_instance_profile = "drt_own_p"
}
resource "aws_default_route_table" "d" {
  default_route_table_id = var.default_rt
  route {
    cidr_block = "0.0.0.0/0"
    nat_gateway_id = var.nat
  }
}
