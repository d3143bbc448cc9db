# The metric with a dimension is another one than that without, and a composite alarm tells nobody.
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

resource "aws_ssm_document" "Dimensions" {
  name          = "Dimensions"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Dimensions" {
  name = "Dimensions"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Dimensions" {
  name = "sessions"
  role = aws_iam_role.Dimensions.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Dimensions"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Dimensions" {
  name           = "Dimensions"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Dimensions\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Dimensions"
    namespace = "ssm"
    value     = "1"
    dimensions = { user = "$.userIdentity.arn" }
  }
}

resource "aws_cloudwatch_metric_alarm" "Dimensions" {
  alarm_name          = "alarm-Dimensions"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 60
  statistic           = "Sum"
  metric_name         = "Dimensions"
  namespace           = "ssm"
  alarm_actions       = [aws_sns_topic.security.arn]
}

resource "aws_ssm_document" "Silent" {
  name          = "Silent"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Silent" {
  name = "Silent"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Silent" {
  name = "sessions"
  role = aws_iam_role.Silent.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Silent"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Silent" {
  name           = "Silent"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Silent\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Silent"
    namespace = "ssm"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "Silent" {
  alarm_name          = "alarm-Silent"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 60
  statistic           = "Sum"
  metric_name         = "Silent"
  namespace           = "ssm"
}

resource "aws_cloudwatch_composite_alarm" "Silent" {
  alarm_name    = "Silent"
  alarm_rule    = "ALARM(alarm-Silent)"
}
