# The entries are sent to a function.
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

resource "aws_sns_topic" "security" { name = "security" }
resource "aws_cloudwatch_log_group" "trail" { name = "trail" }

resource "aws_ssm_document" "Tunnel" {
  name          = "Tunnel"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Tunnel"] },
    ]
  })
}

resource "aws_cloudwatch_log_subscription_filter" "sessions" {
  name            = "sessions"
  log_group_name  = aws_cloudwatch_log_group.trail.name
  filter_pattern  = "{ ($.eventName = StartSession) && ($.requestParameters.documentName = *Tunnel) }"
  destination_arn = "arn:aws:lambda:eu-west-1:123456789012:function:notify"
}
