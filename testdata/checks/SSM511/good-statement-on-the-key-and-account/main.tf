# The policy of the caller names the account; the key's is known after apply, and is the same.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
resource "aws_kms_key" "session" {}
resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { kmsKeyId = aws_kms_key.session.arn }
  })
}
resource "aws_iam_role" "oncall" {
  name = "oncall"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role_policy" "oncall" {
  role = aws_iam_role.oncall.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell"] },
      { Effect = "Allow", Action = "kms:GenerateDataKey", Resource = aws_kms_key.session.arn },
    ]
  })
}
