terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "x"
  secret_key                  = "x"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "ep" {
  name   = "ep"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.a.id]
  security_group_ids  = [aws_security_group.ep.id]
  private_dns_enabled = true
}
resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "app" {
  name = "app"
  role = aws_iam_role.app.name
}
resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.app.name
  user_data              = <<-EOT
    #!/bin/bash
    mount -t efs ${aws_subnet.a.id} /data
    systemctl stop amazon-ssm-agent
    systemctl disable amazon-ssm-agent
  EOT
}
resource "aws_ssm_document" "tunnel" {
  name          = "tunnel"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters    = { portNumber = { type = "String", allowedPattern = "^[0-9]+$" } }
    properties    = { type = "LocalPortForwarding", portNumber = "{{ portNumber }}" }
  })
}
locals {
  fields = split(":", aws_instance.app.arn)
}
resource "aws_iam_user" "parts" {
  name = "parts"
}
# The ARNs of instance and document, put together from fields of what is known after apply.
resource "aws_iam_user_policy" "parts" {
  user = aws_iam_user.parts.name
  name = "p"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "ssm:StartSession"
      Resource = [
        join(":", local.fields),
        "arn:${local.fields[1]}:ssm:${local.fields[3]}:${local.fields[4]}:document/${basename(aws_ssm_document.tunnel.arn)}",
      ]
    }]
  })
}
resource "aws_iam_user" "other" {
  name = "other"
}
# Another document.
resource "aws_iam_user_policy" "other" {
  user = aws_iam_user.other.name
  name = "p"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ssm:StartSession"
      Resource = [aws_instance.app.arn, "arn:${local.fields[1]}:ssm:${local.fields[3]}:${local.fields[4]}:document/SSM-SessionManagerRunShell"]
    }]
  })
}
