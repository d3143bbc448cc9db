# A composite alarm tells for the one on the metric, and a query of an alarm names the metric.
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

resource "aws_ssm_document" "Composed" {
  name          = "Composed"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Composed" {
  name = "Composed"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Composed" {
  name = "sessions"
  role = aws_iam_role.Composed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Composed"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Composed" {
  name           = "Composed"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Composed\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Composed"
    namespace = "ssm"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "Composed" {
  alarm_name          = "alarm-Composed"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 60
  statistic           = "Sum"
  metric_name         = "Composed"
  namespace           = "ssm"
}

resource "aws_cloudwatch_composite_alarm" "Composed" {
  alarm_name    = "Composed"
  alarm_rule    = "ALARM(${aws_cloudwatch_metric_alarm.Composed.alarm_name}) OR ALARM(other)"
  alarm_actions = [aws_sns_topic.security.arn]
}

resource "aws_ssm_document" "Nested" {
  name          = "Nested"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Nested" {
  name = "Nested"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Nested" {
  name = "sessions"
  role = aws_iam_role.Nested.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Nested"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Nested" {
  name           = "Nested"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Nested\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Nested"
    namespace = "ssm"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "Nested" {
  alarm_name          = "alarm-Nested"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 60
  statistic           = "Sum"
  metric_name         = "Nested"
  namespace           = "ssm"
}

resource "aws_cloudwatch_composite_alarm" "Nested" {
  alarm_name    = "Nested"
  alarm_rule    = "ALARM(alarm-Nested)"
}

resource "aws_cloudwatch_composite_alarm" "outer" {
  alarm_name    = "outer"
  alarm_rule    = "ALARM(Nested)"
  alarm_actions = [aws_sns_topic.security.arn]
}

resource "aws_ssm_document" "Queried" {
  name          = "Queried"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "Queried" {
  name = "Queried"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "Queried" {
  name = "sessions"
  role = aws_iam_role.Queried.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Queried"] },
    ]
  })
}

resource "aws_cloudwatch_log_metric_filter" "Queried" {
  name           = "Queried"
  pattern        = "{ ($.eventName = \"StartSession\") && ($.requestParameters.documentName = \"*Queried\") }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "Queried"
    namespace = "ssm"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "Queried" {
  alarm_name          = "alarm-Queried"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  metric_query {
    id          = "m1"
    return_data = true
    metric {
      metric_name = "Queried"
      namespace   = "ssm"
      period      = 60
      stat        = "Sum"
    }
  }
  alarm_actions       = [aws_sns_topic.security.arn]
}
