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
  iam_instance_profile = "rp_frees_p"
}
resource "aws_iam_role_policy" "x" {
  name = "agent"
  role = "rp_frees_r"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
