terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
# aclr
resource "aws_vpc" "aclr" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "aclr" {
  vpc_id            = aws_vpc.aclr.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "aclr_e" {
  vpc_id            = aws_vpc.aclr.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "aclr" {
  name   = "aclr"
  vpc_id = aws_vpc.aclr.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "aclr_ep" {
  name   = "aclr_ep"
  vpc_id = aws_vpc.aclr.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "aclr" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.aclr.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.aclr_e.id]
  security_group_ids  = [aws_security_group.aclr_ep.id]
}
resource "aws_instance" "aclr" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.aclr.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.aclr.id]
}
resource "aws_network_acl" "aclr" {
  vpc_id = aws_vpc.aclr.id
  subnet_ids = [aws_subnet.aclr.id]
}
resource "aws_network_acl_rule" "aclr0" {
  network_acl_id = aws_network_acl.aclr.id
  egress = true
  rule_number = 50
  rule_action = "deny"
  protocol = "tcp"
  from_port = 0
  to_port = 65535
  cidr_block = "0.0.0.0/0"
}
resource "aws_network_acl_rule" "aclr1" {
  network_acl_id = aws_network_acl.aclr.id
  egress = true
  rule_number = 100
  rule_action = "allow"
  protocol = "-1"
  cidr_block = "0.0.0.0/0"
}
resource "aws_network_acl_rule" "aclr2" {
  network_acl_id = aws_network_acl.aclr.id
  egress = false
  rule_number = 100
  rule_action = "allow"
  protocol = "-1"
  cidr_block = "0.0.0.0/0"
}
