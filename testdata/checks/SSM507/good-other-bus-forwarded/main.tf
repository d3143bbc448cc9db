# The default bus sends the events on to the bus of the rule.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_cloudwatch_event_bus" "b" { name = "b" }

resource "aws_sns_topic" "sec" { name = "sec" }

resource "aws_cloudwatch_event_rule" "r" {
  name          = "r"
  event_bus_name = aws_cloudwatch_event_bus.b.name
  event_pattern = jsonencode({ source = ["aws.ssm"], "detail-type" = ["AWS API Call via CloudTrail"], detail = { eventName = ["StartSession"] } })
}

resource "aws_cloudwatch_event_target" "r" {
  rule = aws_cloudwatch_event_rule.r.name
  event_bus_name = aws_cloudwatch_event_bus.b.name
  arn  = aws_sns_topic.sec.arn
}

resource "aws_cloudwatch_event_rule" "forward" {
  name          = "forward"
  event_pattern = jsonencode({ source = ["aws.ssm"] })
}

resource "aws_cloudwatch_event_target" "forward" {
  rule     = aws_cloudwatch_event_rule.forward.name
  arn      = aws_cloudwatch_event_bus.b.arn
  role_arn = "arn:aws:iam::123456789012:role/events"
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
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession"] }
    ]
  })
}
