# The terms of the filter are of calls with one document, and those with the other have them not.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
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
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/*-tunnel"] },
    ]
  })
}

resource "aws_ssm_document" "orders" {
  name          = "orders-tunnel"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    properties    = { portNumber = "5432", type = "LocalPortForwarding" }
  })
}

resource "aws_ssm_document" "payments" {
  name          = "payments-tunnel"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    properties    = { portNumber = "5432", type = "LocalPortForwarding" }
  })
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}
resource "aws_cloudwatch_log_metric_filter" "tunnels" {
  name           = "tunnels"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "\"StartSession\" \"orders-tunnel\""
  metric_transformation {
    name      = "tunnels"
    namespace = "security"
    value     = "1"
  }
}
resource "aws_cloudwatch_metric_alarm" "tunnels" {
  alarm_name          = "tunnels"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  period              = 60
  statistic           = "Sum"
  threshold           = 1
  metric_name         = "tunnels"
  namespace           = "security"
  alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:security"]
}
