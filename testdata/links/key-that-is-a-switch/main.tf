# A key that is a switch is a text to the map, and the plan leaves it out of its references.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "good" {
  name_prefix        = "good-"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}

resource "aws_iam_role_policy_attachment" "good" {
  role       = aws_iam_role.good.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "good" {
  name_prefix = "good-"
  role        = aws_iam_role.good.name
}

resource "aws_iam_role" "bad" {
  name_prefix        = "bad-"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}

resource "aws_iam_instance_profile" "bad" {
  name_prefix = "bad-"
  role        = aws_iam_role.bad.name
}

resource "aws_vpc" "lit" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "lit" {
  vpc_id            = aws_vpc.lit.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "node" {
  name_prefix = "node-"
  vpc_id      = aws_vpc.lit.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_security_group" "endpoints" {
  name_prefix = "endpoints-"
  vpc_id      = aws_vpc.lit.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    cidr_blocks     = ["10.0.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.lit.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.lit.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}

locals {
  profiles = {
    true  = aws_iam_instance_profile.good.name
    false = aws_iam_instance_profile.bad.name
  }
}

variable "is_managed" {
  default = true
}

resource "aws_instance" "web" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lit.id
  vpc_security_group_ids = [aws_security_group.node.id]
  iam_instance_profile   = local.profiles[true]
}

resource "aws_instance" "job" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lit.id
  vpc_security_group_ids = [aws_security_group.node.id]
  iam_instance_profile   = var.is_managed ? local.profiles[false] : local.profiles[true]
}
