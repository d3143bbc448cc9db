# Whether the other alarm is raised at the same time is not known.
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

resource "aws_ssm_document" "Both" {
  name          = "Both"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Both" {
  name = "Both"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Both" {
  name = "sessions"
  role = aws_iam_role.Both.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Both"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Both" {
  name           = "Both"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Both\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Both"
    namespace = "ssm"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "Both" {
  alarm_name          = "alarm-Both"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 60
  statistic           = "Sum"
  metric_name         = "Both"
  namespace           = "ssm"
}

resource "aws_cloudwatch_composite_alarm" "Both" {
  alarm_name    = "Both"
  alarm_rule    = "ALARM(alarm-Both) AND ALARM(other)"
  alarm_actions = [aws_sns_topic.security.arn]
}
