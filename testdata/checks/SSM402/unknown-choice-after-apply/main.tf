# Whether the shell or the remote-host document is allowed hangs on a value that is only known after apply.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# Read at apply only, since it waits for something new.
resource "terraform_data" "release" {
  input = "v1"
}

resource "aws_iam_role" "developer" {
  name = "developer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

data "aws_ssm_parameter" "team" {
  name       = "/platform/team"
  depends_on = [terraform_data.release]
}

data "aws_iam_policy_document" "sessions" {
  statement {
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ec2:*:123456789012:instance/*"]
  }
  statement {
    actions   = ["ssm:StartSession"]
    resources = [data.aws_ssm_parameter.team.insecure_value == "payments" ? "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell" : "arn:aws:ssm:*::document/AWS-StartPortForwardingSessionToRemoteHost"]
  }
}

resource "aws_iam_role_policy" "sessions" {
  role   = aws_iam_role.developer.id
  policy = data.aws_iam_policy_document.sessions.json
}
