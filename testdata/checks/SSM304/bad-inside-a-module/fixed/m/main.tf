variable "policy" {
  type    = string
  default = null
}
variable "endpoints" {
  type = any
  default = {
    ssm         = { private_dns_enabled = true }
    ssmmessages = { private_dns_enabled = true }
    ec2messages = { private_dns_enabled = true }
  }
}
resource "aws_vpc" "v" {
  cidr_block           = "10.9.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "s" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.9.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "e" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.9.0.0/16"]
  }
}
resource "aws_security_group" "i" {
  vpc_id = aws_vpc.v.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each            = var.endpoints
  vpc_id              = aws_vpc.v.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.s.id]
  security_group_ids  = [aws_security_group.e.id]
  private_dns_enabled = try(each.value.private_dns_enabled, null)
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "p" {
  name = "p"
  role = aws_iam_role.r.name
}
resource "aws_instance" "i" {
  ami                    = "ami-0abcdef1234567890"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.i.id]
  iam_instance_profile   = aws_iam_instance_profile.p.name
  depends_on             = [aws_iam_role_policy_attachment.a, aws_vpc_endpoint.e]
}
