# The rule sees what a trail records; the one of the plan is off, and another may be managed elsewhere.
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

resource "aws_sns_topic" "tunnels" {
  name = "tunnels"
}

resource "aws_cloudwatch_event_rule" "tunnels" {
  name = "tunnels"
  event_pattern = jsonencode({
    source        = ["aws.ssm"]
    "detail-type" = ["AWS API Call via CloudTrail"]
    detail        = { eventName = ["StartSession"] }
  })
}

resource "aws_cloudwatch_event_target" "tunnels" {
  rule = aws_cloudwatch_event_rule.tunnels.name
  arn  = aws_sns_topic.tunnels.arn
}

resource "aws_cloudtrail" "all" {
  name                  = "all"
  s3_bucket_name        = "trail-of-all-calls"
  is_multi_region_trail = true
  enable_logging        = false
}