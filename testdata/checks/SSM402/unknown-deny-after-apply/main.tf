# What the deny covers is a document name that is only known after apply.
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

data "aws_ssm_parameter" "forbidden" {
  name       = "/platform/forbidden"
  depends_on = [terraform_data.release]
}

data "aws_iam_policy_document" "sessions" {
  statement {
    actions   = ["ssm:StartSession"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ssm:*:*:document/${data.aws_ssm_parameter.forbidden.insecure_value}"]
  }
}

resource "aws_iam_policy" "sessions" {
  name   = "sessions"
  policy = data.aws_iam_policy_document.sessions.json
}

resource "aws_iam_role_policy_attachment" "sessions" {
  role       = aws_iam_role.developer.name
  policy_arn = aws_iam_policy.sessions.arn
}
