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
  skip_requesting_account_id  = false
  s3_use_path_style           = true
}

resource "aws_vpc" "w" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}
resource "aws_subnet" "w" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "w" {
  name   = "w"
  vpc_id = aws_vpc.w.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_internet_gateway" "w" { vpc_id = aws_vpc.w.id }
resource "aws_subnet" "w_pub" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.0.100.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "w_pub" { vpc_id = aws_vpc.w.id }
resource "aws_route" "w_pub" {
  route_table_id         = aws_route_table.w_pub.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.w.id
}
resource "aws_route_table_association" "w_pub" {
  subnet_id      = aws_subnet.w_pub.id
  route_table_id = aws_route_table.w_pub.id
}

resource "aws_eip" "w" { domain = "vpc" }
resource "aws_nat_gateway" "w" {
  allocation_id = aws_eip.w.id
  subnet_id     = aws_subnet.w_pub.id
  depends_on    = [aws_internet_gateway.w]
}

resource "aws_route_table" "w" { vpc_id = aws_vpc.w.id }
resource "aws_route" "w" {
  route_table_id         = aws_route_table.w.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.w.id
}

resource "aws_route_table_association" "w" {
  subnet_id      = aws_subnet.w.id
  route_table_id = aws_route_table.w.id
}

resource "aws_iam_role" "ok" {
  name               = "ok"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "ok" {
  name = "ok"
  role = aws_iam_role.ok.name
}

resource "aws_iam_role_policy_attachment" "ok" {
  role       = aws_iam_role.ok.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role" "batch" {
  name               = "batch"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "batch.amazonaws.com" } }] })
}


resource "aws_launch_template" "breaks" {
  name      = "breaks"
  user_data = base64encode("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"==B==\"\n\n--==B==\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/bash\necho ok\n\n--==B==--\n")
}

resource "aws_batch_compute_environment" "breaks" {
  compute_environment_name = "breaks"
  type                     = "MANAGED"
  service_role             = aws_iam_role.batch.arn
  compute_resources {
    type               = "EC2"
    instance_role      = aws_iam_instance_profile.ok.arn
    instance_type      = ["c5.large"]
    min_vcpus          = 0
    max_vcpus          = 4
    subnets            = [aws_subnet.w.id]
    security_group_ids = [aws_security_group.w.id]
    launch_template {
      launch_template_id = aws_launch_template.breaks.id
      version            = "$Latest"
    }
  }
}

resource "aws_launch_template" "mends" {
  name      = "mends"
  user_data = base64encode("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"==B==\"\n\n--==B==\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/bash\nsystemctl disable --now amazon-ssm-agent\n\n--==B==--\n")
}

resource "aws_batch_compute_environment" "mends" {
  compute_environment_name = "mends"
  type                     = "MANAGED"
  service_role             = aws_iam_role.batch.arn
  compute_resources {
    type               = "EC2"
    instance_role      = aws_iam_instance_profile.ok.arn
    instance_type      = ["c5.large"]
    min_vcpus          = 0
    max_vcpus          = 4
    subnets            = [aws_subnet.w.id]
    security_group_ids = [aws_security_group.w.id]
    launch_template {
      launch_template_id = aws_launch_template.mends.id
      version            = "$Latest"
    }
  }
}

resource "aws_launch_template" "numbered" {
  name      = "numbered"
  user_data = base64encode("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"==B==\"\n\n--==B==\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/bash\necho ok\n\n--==B==--\n")
}

resource "aws_batch_compute_environment" "numbered" {
  compute_environment_name = "numbered"
  type                     = "MANAGED"
  service_role             = aws_iam_role.batch.arn
  compute_resources {
    type               = "EC2"
    instance_role      = aws_iam_instance_profile.ok.arn
    instance_type      = ["c5.large"]
    min_vcpus          = 0
    max_vcpus          = 4
    subnets            = [aws_subnet.w.id]
    security_group_ids = [aws_security_group.w.id]
    launch_template {
      launch_template_id = aws_launch_template.numbered.id
      version            = aws_launch_template.numbered.latest_version
    }
  }
}
