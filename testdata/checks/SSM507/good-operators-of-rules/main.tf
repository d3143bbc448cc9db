# Each role has a rule of its own, which tells of the document that the roles start, each by another operator.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  document = "AWS-StartPortForwardingSession"
  rules = {
    exact        = local.document
    beginning    = { prefix = "AWS-StartPort" }
    end          = { suffix = "Session" }
    case         = { equals-ignore-case = "aws-STARTportforwardingsession" }
    begin-case   = { prefix = { equals-ignore-case = "aws-start" } }
    stars        = { wildcard = "AWS-*Forwarding*" }
    other        = { anything-but = "AWS-StartSSHSession" }
    others       = { anything-but = ["AWS-StartSSHSession", "AWS-StartInteractiveCommand"] }
    other-begin  = { anything-but = { prefix = "SSM-" } }
    other-begins = { anything-but = { prefix = ["SSM-", "Company-"] } }
    other-end    = { anything-but = { suffix = "Shell" } }
    there        = { exists = true }
  }
}

resource "aws_sns_topic" "sec" { name = "sec" }

resource "aws_cloudwatch_event_rule" "r" {
  for_each = local.rules
  name     = each.key
  event_pattern = jsonencode({
    source      = ["aws.ssm"]
    detail-type = ["AWS API Call via CloudTrail"]
    detail = {
      eventName         = ["StartSession"]
      requestParameters = { documentName = [each.value] }
      userIdentity      = { sessionContext = { sessionIssuer = { userName = [each.key] } } }
    }
  })
}

resource "aws_cloudwatch_event_target" "r" {
  for_each   = local.rules
  rule       = each.key
  arn        = aws_sns_topic.sec.arn
  depends_on = [aws_cloudwatch_event_rule.r]
}

resource "aws_iam_role" "r" {
  for_each = local.rules
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "r" {
  for_each = local.rules
  name     = "sessions"
  role     = aws_iam_role.r[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/${local.document}"] }
    ]
  })
}
