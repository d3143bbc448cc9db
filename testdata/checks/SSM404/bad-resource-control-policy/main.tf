# Resource control policies do not apply to Systems Manager: this one guards nothing.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  access_key                  = "test"
  secret_key                  = "test"
}

resource "aws_organizations_policy" "sessions" {
  name = "sessions"
  type = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NoPortForwarding"
      Effect    = "Deny"
      Principal = "*"
      Action    = "ssm:StartSession"
      Resource  = "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*"
    }]
  })
}

resource "aws_organizations_policy_attachment" "sessions" {
  policy_id = aws_organizations_policy.sessions.id
  target_id = "r-abcd"
}
