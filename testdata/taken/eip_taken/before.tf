resource "aws_instance" "w" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = var.xsubnet
  vpc_security_group_ids = [var.xsg]
  iam_instance_profile = "p"
}
resource "aws_instance" "z" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = var.xsubnet
  vpc_security_group_ids = [var.xsg]
  iam_instance_profile = "p"
}
resource "aws_internet_gateway_attachment" "x" {
  vpc_id = var.xvpc
  internet_gateway_id = var.xigw
}
resource "aws_eip_association" "x" {
  allocation_id = var.xeip
  instance_id = aws_instance.w.id
}
