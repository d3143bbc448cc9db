provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "tunnel" {
  name          = "Payments-Tunnel"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "d"
    sessionType   = "Port"
    properties = {
      portNumber = "443"
      type       = "LocalPortForwarding"
    }
  })
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops_sessions" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:123456789012:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/Payments-Tunnel" }
    ]
  })
}

resource "aws_cloudwatch_event_rule" "tunnels" {
  name          = "tunnels"
  event_pattern = jsonencode({ detail = { requestParameters = { documentName = [{ wildcard = "*Payments-Tunnel" }] } } })
}

resource "aws_sns_topic" "tunnels" {
  name = "tunnels"
}

resource "aws_cloudwatch_event_target" "tunnels" {
  rule = aws_cloudwatch_event_rule.tunnels.name
  arn  = aws_sns_topic.tunnels.arn
}
