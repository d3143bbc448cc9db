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
  iam_instance_profile = "acl_takes_p"
}
resource "aws_network_acl" "n" {
  vpc_id = var.vpc
  subnet_ids = [var.subnet]
}
