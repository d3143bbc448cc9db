# Subnets of another account, shared with this one and with an organizational unit that it may be in; one group is shared too:
# https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
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
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy"
  }
}
provider "aws" {
  alias                       = "owner"
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
}
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}

resource "aws_vpc" "main" {
  provider             = aws.owner
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "main" {
  provider          = aws.owner
  for_each          = toset(["shared", "with-organization"])
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${index(["shared", "with-organization"], each.key)}.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "endpoints" {
  provider = aws.owner
  name     = "endpoints"
  vpc_id   = aws_vpc.main.id
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
resource "aws_vpc_endpoint" "main" {
  provider            = aws.owner
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.main["shared"].id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
resource "aws_security_group" "node" {
  name   = "node"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ram_resource_share" "main" {
  provider = aws.owner
  name     = "main"
}
resource "aws_ram_resource_association" "main" {
  provider           = aws.owner
  resource_arn       = aws_subnet.main["shared"].arn
  resource_share_arn = aws_ram_resource_share.main.arn
}
resource "aws_ram_principal_association" "main" {
  provider           = aws.owner
  principal          = "222222222222"
  resource_share_arn = aws_ram_resource_share.main.arn
}
resource "aws_ram_resource_association" "group" {
  provider           = aws.owner
  resource_arn       = aws_security_group.endpoints.arn
  resource_share_arn = aws_ram_resource_share.main.arn
}
resource "aws_ram_resource_share" "unit" {
  provider = aws.owner
  name     = "unit"
}
resource "aws_ram_resource_association" "unit" {
  provider           = aws.owner
  resource_arn       = aws_subnet.main["with-organization"].arn
  resource_share_arn = aws_ram_resource_share.unit.arn
}
resource "aws_ram_principal_association" "unit" {
  provider           = aws.owner
  principal          = "arn:aws:organizations::111111111111:ou/o-a1b2c3d4e5/ou-ab12-11111111"
  resource_share_arn = aws_ram_resource_share.unit.arn
}

resource "aws_instance" "own" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["shared"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.node.id]
}

resource "aws_instance" "shared_group" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["shared"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.endpoints.id]
}

resource "aws_instance" "unit" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["with-organization"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.node.id]
}
