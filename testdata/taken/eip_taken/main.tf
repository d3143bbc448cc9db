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
variable "xeip" {}
variable "xigw" {}
variable "xsg" {}
variable "xsubnet" {}
variable "xvpc" {}
resource "aws_instance" "w" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = var.xsubnet
  vpc_security_group_ids = [var.xsg]
  iam_instance_profile = "eip_taken_p"
}
resource "aws_instance" "z" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = var.xsubnet
  vpc_security_group_ids = [var.xsg]
  iam_instance_profile = "eip_taken_p"
}
resource "aws_internet_gateway_attachment" "x" {
  vpc_id = var.xvpc
  internet_gateway_id = var.xigw
}
resource "aws_eip_association" "x" {
  allocation_id = var.xeip
  instance_id = aws_instance.z.id
}
