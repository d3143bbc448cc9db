# Metrics are of one Region, and the alarm is in another.
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

provider "aws" {
  alias                       = "us"
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_sns_topic" "security" { name = "security" }
resource "aws_cloudwatch_log_group" "trail" { name = "trail" }

resource "aws_ssm_document" "Far" {
  name          = "Far"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Far" {
  name = "Far"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Far" {
  name = "sessions"
  role = aws_iam_role.Far.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Far"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Far" {
  name           = "Far"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Far\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Far"
    namespace = "ssm"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "Far" {
  alarm_name          = "alarm-Far"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 60
  statistic           = "Sum"
  metric_name         = "Far"
  namespace           = "ssm"
  alarm_actions       = [aws_sns_topic.security.arn]
  provider            = aws.us
}
