# Subnets of another account. EC2 refuses its default group to whom they are shared with, and its other groups unless these are shared too;
# nothing shows that two of the subnets are shared at all: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
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
  for_each          = toset(["shared", "of-another", "kept"])
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${index(["shared", "of-another", "kept"], each.key)}.0/24"
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
resource "aws_ram_resource_share" "other" {
  provider = aws.owner
  name     = "other"
}
resource "aws_ram_resource_association" "other" {
  provider           = aws.owner
  resource_arn       = aws_subnet.main["of-another"].arn
  resource_share_arn = aws_ram_resource_share.other.arn
}
resource "aws_ram_principal_association" "other" {
  provider           = aws.owner
  principal          = "333333333333"
  resource_share_arn = aws_ram_resource_share.other.arn
}

resource "aws_instance" "default" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["shared"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_instance" "owners" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["shared"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.endpoints.id]
}

resource "aws_instance" "shared_with_another" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["of-another"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.node.id]
}

resource "aws_instance" "not_shared" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main["kept"].id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.node.id]
}
