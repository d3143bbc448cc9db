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
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_iam_policy" "agent" {
  name_prefix = "agent-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*" }]
  })
}
resource "aws_iam_role" "app" {
  name_prefix = "app-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.agent.arn
}
resource "aws_iam_instance_profile" "app" {
  name_prefix = "app-"
  role        = aws_iam_role.app.name
}
locals {
  off = <<-EOT
    #!/bin/bash
    echo ${aws_vpc.main.id}
    systemctl stop amazon-ssm-agent
    systemctl disable amazon-ssm-agent
  EOT
  on  = <<-EOT
    #!/bin/bash
    echo ${aws_vpc.main.id}
  EOT
}
resource "aws_launch_template" "app" {
  for_each      = { off = local.off, on = local.on }
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = base64encode(each.value)
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}
resource "aws_instance" "template" {
  for_each  = aws_launch_template.app
  subnet_id = aws_subnet.public.id
  launch_template {
    id      = each.value.id
    version = "$Latest"
  }
}
resource "aws_instance" "zipped" {
  for_each             = { off = local.off, on = local.on }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  subnet_id            = aws_subnet.public.id
  iam_instance_profile = aws_iam_instance_profile.app.name
  user_data_base64     = base64gzip(each.value)
}
