# Nobody may start a session: developers ask, and a token opens a shell.
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

resource "aws_iam_role_policy" "developer" {
  name = "sessions"
  role = aws_iam_role.developer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Ask", Effect = "Allow", Action = ["ssm:StartAccessRequest", "ssm:GetAccessToken"], Resource = "*" }
    ]
  })
}

# Nodes of development without asking anybody.
resource "aws_ssm_document" "auto" {
  name            = "SSM-JustInTimeAccessAutoApprovalPolicy"
  document_type   = "AutoApprovalPolicy"
  document_format = "TEXT"
  content         = <<-EOT
    permit (
      principal,
      action == AWS::SSM::Action::"getTokenForInstanceAccess",
      resource
    )
    when { resource.hasTag("Environment") && resource.getTag("Environment") == "dev" };

    // Whoever is on call, in production too.
    permit (
      principal in AWS::IdentityStore::Group::"11112222-3333-4444-5555-666677778888",
      action == AWS::SSM::Action::"getTokenForInstanceAccess",
      resource
    )
    when { resource.hasTag("Environment") && resource.getTag("Environment") == "production" };
  EOT
}

# Everybody else is let in by two people, for two hours.
resource "aws_ssm_document" "production" {
  name            = "production-approval"
  document_type   = "ManualApprovalPolicy"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion   = "0.3"
    accessDuration  = 7200
    accessTokenRole = "SSM-JustInTimeAccessTokenRole"
    targets         = [{ Key = "tag:Environment", Values = ["production"] }]
    mainSteps = [{
      name           = "ManualApproval"
      action         = "aws:approve"
      timeoutSeconds = 3600
      inputs = {
        Message              = "Access to production"
        MinRequiredApprovals = 2
        EnhancedApprovals    = { Approvers = [{ approver = "99998888-7777-4666-8555-444433332222", type = "SSOGroup" }] }
      }
    }]
  })
}
