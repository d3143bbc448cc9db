# The nodes on which sessions may be started are those that no approval policy is for.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "web", Environment = "dev" }
}

resource "aws_instance" "prod" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "prod", Environment = "production" }
}

resource "aws_ssm_document" "all" {
  name            = "all-approval"
  document_type   = "ManualApprovalPolicy"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion   = "0.3"
    accessDuration  = 7200
    accessTokenRole = "SSM-JustInTimeAccessTokenRole"
    targets         = [{ Key = "tag:Environment", Values = ["production"] }]
    mainSteps = [
      { name = "Level1", action = "aws:approve", timeoutSeconds = 604800, inputs = { Message = "Please approve", MinRequiredApprovals = 1, EnhancedApprovals = { Approvers = [{ approver = "99998888-7777-4666-8555-444433332222", type = "SSOGroup" }] } } }
    ]
  })
}

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}

resource "aws_iam_role_policy" "ops" {
  name   = "sessions"
  role   = aws_iam_role.ops.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Environment" = "dev" } } }, { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" }] })
}
