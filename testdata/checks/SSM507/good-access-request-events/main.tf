# The role of tokens may open a tunnel, and whoever approves is told of each request.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "web", Environment = "dev" }
}

resource "aws_ssm_document" "manual" {
  name          = "nodes"
  document_type = "ManualApprovalPolicy"
  content = jsonencode({
    schemaVersion      = "1.0"
    accessDuration     = { maxAccessDuration = "2" }
    approvalDurationHours = 4
    approvers          = [{ minimumApprovals = 1, type = "SSO_GROUP", id = "11112222-3333-4444-5555-666677778888" }]
    targets            = [{ type = "Tag", key = "Environment", values = ["dev"] }]
  })
}

# The role of the tokens may open a tunnel too.
resource "aws_iam_role" "token" {
  name               = "SSM-JustInTimeAccessTokenRole"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:SetContext", "sts:TagSession"], Principal = { Service = "justintimeaccess.ssm.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "token" {
  name   = "sessions"
  role   = aws_iam_role.token.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-StartPortForwardingSession"] }] })
}

resource "aws_sns_topic" "requests" {
  name = "requests"
}

resource "aws_cloudwatch_event_rule" "requests" {
  name          = "requests"
  event_pattern = jsonencode({ source = ["aws.ssm"], "detail-type" = ["Approver Access Request Status Update"] })
}

resource "aws_cloudwatch_event_target" "requests" {
  rule = aws_cloudwatch_event_rule.requests.name
  arn  = aws_sns_topic.requests.arn
}
