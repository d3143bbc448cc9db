# A broker lets people assume a role that may open one tunnel.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

# The keys and the three skip_ lines let terraform plan run without an AWS account.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  account = "123456789012"
}

resource "aws_iam_role" "node" {
  name = "session-node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "node" {
  name = "session-node"
  role = aws_iam_role.node.name
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "server" {
  name   = "server"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}

resource "aws_security_group" "endpoints" {
  name   = "ssm-endpoints"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_instance" "server" {
  for_each               = { web = "dev", db = "production" }
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.small"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.server.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags = {
    Name        = each.key
    Environment = each.value
  }
  depends_on = [aws_iam_role_policy_attachment.node, aws_vpc_endpoint.ssm]
}

resource "aws_iam_role" "developer" {
  name = "developer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${local.account}:root" } }]
  })
}

resource "aws_ssm_document" "database" {
  name            = "Database-Tunnel"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters    = { localPortNumber = { type = "String", default = "0", allowedPattern = "^([0-9]|[1-9][0-9]{1,4})$" } }
    properties    = { type = "LocalPortForwarding", portNumber = "5432", localPortNumber = "{{ localPortNumber }}" }
  })
}

resource "aws_iam_role" "elevated" {
  name                 = "elevated"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${local.account}:role/access-broker" },
      Condition = { StringEquals = { "sts:ExternalId" = "broker-request" } }
    }]
  })
}

resource "aws_iam_role_policy" "elevated" {
  name = "sessions"
  role = aws_iam_role.elevated.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Target", Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:${local.account}:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Environment" = "production" } } },
      { Sid = "Tunnel", Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:${local.account}:document/${aws_ssm_document.database.name}" },
      { Sid = "DataChannel", Effect = "Allow", Action = "ssmmessages:OpenDataChannel", Resource = "arn:aws:ssm:*:${local.account}:session/*" }
    ]
  })
}
