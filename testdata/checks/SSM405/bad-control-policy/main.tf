# A control policy is meant for documents and refuses every session.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_organizations_policy" "instances" {
  name    = "instances"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession"] }] })
}

resource "aws_organizations_policy_attachment" "instances" {
  policy_id = aws_organizations_policy.instances.id
  target_id = "r-abcd"
}

resource "aws_organizations_policy" "others" {
  name    = "others"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", NotResource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" }] })
}

resource "aws_organizations_policy_attachment" "others" {
  policy_id = aws_organizations_policy.others.id
  target_id = "r-abcd"
}

resource "aws_organizations_policy" "fine" {
  name    = "fine"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", NotResource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:managed-instance/*", "arn:aws:ecs:*:*:task/*", "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell"] }] })
}

resource "aws_organizations_policy_attachment" "fine" {
  policy_id = aws_organizations_policy.fine.id
  target_id = "r-abcd"
}
