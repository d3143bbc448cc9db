variable "cidr" {}
variable "services" {}
locals {
  vpc_id = aws_vpc.this.id
}
resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
}
resource "aws_subnet" "this" {
  vpc_id     = local.vpc_id
  cidr_block = cidrsubnet(var.cidr, 8, 1)
}
resource "aws_security_group" "this" {
  vpc_id = local.vpc_id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [var.cidr]
  }
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [var.cidr]
  }
}
resource "aws_vpc_endpoint" "this" {
  for_each            = toset(var.services)
  vpc_id              = local.vpc_id
  service_name        = "com.amazonaws.eu-west-1.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.this.id]
  security_group_ids  = [aws_security_group.this.id]
}
output "subnet" {
  value = aws_subnet.this.id
}
output "group" {
  value = aws_security_group.this.id
}
