# Nothing but control policies: one never matches, one refuses nothing it should not.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_organizations_policy" "dead" {
  name    = "dead"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/AWS-StartPortForwardingSession*" }] })
}

resource "aws_organizations_policy_attachment" "dead" {
  policy_id = aws_organizations_policy.dead.id
  target_id = "r-abcd"
}

resource "aws_organizations_policy" "key" {
  name    = "key"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "ssm:PortNumber" = "22" } } }] })
}

resource "aws_organizations_policy_attachment" "key" {
  policy_id = aws_organizations_policy.key.id
  target_id = "r-abcd"
}

resource "aws_organizations_policy" "fine" {
  name    = "fine"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}

resource "aws_organizations_policy_attachment" "fine" {
  policy_id = aws_organizations_policy.fine.id
  target_id = "r-abcd"
}

resource "aws_organizations_policy" "except" {
  name    = "except"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/breakglass" } } }] })
}

resource "aws_organizations_policy_attachment" "except" {
  policy_id = aws_organizations_policy.except.id
  target_id = "r-abcd"
}
