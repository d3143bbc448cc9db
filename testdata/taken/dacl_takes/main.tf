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
  iam_instance_profile = "dacl_takes_p"
}
resource "aws_default_network_acl" "d" {
  default_network_acl_id = var.default_acl
  subnet_ids = [var.subnet]
  ingress {
    rule_no = 100
    action = "allow"
    protocol = "-1"
    from_port = 0
    to_port = 0
    cidr_block = "0.0.0.0/0"
  }
  egress {
    rule_no = 100
    action = "allow"
    protocol = "-1"
    from_port = 0
    to_port = 0
    cidr_block = "0.0.0.0/0"
  }
}
