# The policies of the endpoints let principals of one account in: of the own one, and of another.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  allowed_account_ids         = ["123456789012"]
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

locals {
  accounts = { own = "123456789012", other = "210987654321" }
  services = ["ssm", "ssmmessages", "ec2messages"]
  endpoints = {
    for pair in setproduct(keys(local.accounts), local.services) : join("-", pair) => { vpc = pair[0], service = pair[1] }
  }
}

resource "aws_vpc" "depot" {
  for_each             = local.accounts
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "depot" {
  for_each   = aws_vpc.depot
  vpc_id     = each.value.id
  cidr_block = "10.20.1.0/24"
}

resource "aws_security_group" "endpoints" {
  for_each = aws_vpc.depot
  name     = "endpoints"
  vpc_id   = each.value.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.20.0.0/16"]
  }
}

resource "aws_security_group" "depot" {
  for_each = aws_vpc.depot
  name     = "depot"
  vpc_id   = each.value.id

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.20.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "depot" {
  for_each            = local.endpoints
  vpc_id              = aws_vpc.depot[each.value.vpc].id
  service_name        = "com.amazonaws.eu-west-1.${each.value.service}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.depot[each.value.vpc].id]
  security_group_ids  = [aws_security_group.endpoints[each.value.vpc].id]
  private_dns_enabled = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "*", Resource = "*" },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "*"
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:PrincipalAccount" = local.accounts[each.value.vpc] } }
      },
    ]
  })
}

resource "aws_iam_role" "depot" {
  name = "depot"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "depot" {
  role       = aws_iam_role.depot.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "depot" {
  name = "depot"
  role = aws_iam_role.depot.name
}

resource "aws_instance" "depot" {
  for_each               = aws_subnet.depot
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = each.value.id
  vpc_security_group_ids = [aws_security_group.depot[each.key].id]
  iam_instance_profile   = aws_iam_instance_profile.depot.name
}
