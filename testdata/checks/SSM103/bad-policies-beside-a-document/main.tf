# Policies that are put together in place, or in a local value, beside the one document of the module, which is for something else.
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

locals {
  account = "111122223333"
  trust   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
  agent = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = ["*", aws_s3_bucket.files.arn] }]
  })
  files = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = ["*", aws_s3_bucket.files.arn] }] })
}

resource "aws_s3_bucket" "files" {
  bucket_prefix = "files-"
}

data "aws_iam_policy_document" "other" {
  statement {
    actions   = ["ssmmessages:*"]
    resources = ["*", aws_s3_bucket.files.arn]
  }
}
resource "aws_iam_policy" "other" {
  name   = "other"
  policy = data.aws_iam_policy_document.other.json
}

resource "aws_iam_role" "in_place_without" {
  name               = "in_place_without"
  assume_role_policy = local.trust
}
resource "aws_iam_instance_profile" "in_place_without" {
  name = "in_place_without"
  role = aws_iam_role.in_place_without.name
}
resource "aws_iam_role_policy" "in_place_without" {
  role   = aws_iam_role.in_place_without.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = ["*", aws_s3_bucket.files.arn, "arn:aws:s3:::logs-${local.account}"] }]
  })
}
resource "aws_instance" "in_place_without" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.in_place_without.name
}

resource "aws_iam_role" "in_place_with" {
  name               = "in_place_with"
  assume_role_policy = local.trust
}
resource "aws_iam_instance_profile" "in_place_with" {
  name = "in_place_with"
  role = aws_iam_role.in_place_with.name
}
resource "aws_iam_role_policy" "in_place_with" {
  role   = aws_iam_role.in_place_with.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = ["*", aws_s3_bucket.files.arn, "arn:aws:s3:::logs-${local.account}"] }]
  })
}
resource "aws_instance" "in_place_with" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.in_place_with.name
}

resource "aws_iam_role" "local_without" {
  name               = "local_without"
  assume_role_policy = local.trust
}
resource "aws_iam_instance_profile" "local_without" {
  name = "local_without"
  role = aws_iam_role.local_without.name
}
resource "aws_iam_role_policy" "local_without" {
  role   = aws_iam_role.local_without.name
  policy = local.files
}
resource "aws_instance" "local_without" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.local_without.name
}

resource "aws_iam_role" "local_with" {
  name               = "local_with"
  assume_role_policy = local.trust
}
resource "aws_iam_instance_profile" "local_with" {
  name = "local_with"
  role = aws_iam_role.local_with.name
}
resource "aws_iam_role_policy" "local_with" {
  role   = aws_iam_role.local_with.name
  policy = local.agent
}
resource "aws_instance" "local_with" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.local_with.name
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
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

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
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
