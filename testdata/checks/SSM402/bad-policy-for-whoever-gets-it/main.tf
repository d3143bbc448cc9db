# The policy is attached to nobody yet; whoever gets it may forward to remote hosts.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_policy" "tunnel" {
  name        = "remote-tunnel"
  description = "Attached by hand when somebody needs the database"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-StartPortForwardingSessionToRemoteHost"] }
    ]
  })
}
