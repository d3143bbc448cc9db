# The alarm is on what a search finds, which may be the metric.
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
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }
    ]
  })
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudwatch_log_metric_filter" "sessions" {
  name           = "sessions"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ ($.eventSource = ssm.amazonaws.com) && ($.eventName = \"StartSession\") }"
  metric_transformation {
    name      = "sessions"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "sessions" {
  alarm_name          = "sessions"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:security"]
  metric_query {
    id          = "sum"
    expression  = "SUM(SEARCH('{security} sessions', 'Sum'))"
    return_data = true
    period      = 60
  }
}

resource "aws_cloudtrail" "all" {
  name                  = "all"
  s3_bucket_name        = "trail-of-all-calls"
  is_multi_region_trail = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/trail"
  event_selector {
    read_write_type           = "WriteOnly"
    include_management_events = true
  }
}
