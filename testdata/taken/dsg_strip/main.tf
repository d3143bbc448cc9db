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
  vpc_security_group_ids = [var.default_sg]
  iam_instance_profile = "dsg_strip_p"
}
resource "aws_default_security_group" "d" {
  vpc_id = var.vpc
}
