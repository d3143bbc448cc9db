# What is pasted is held by a list, a pattern or the environment.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "List" {
  name          = "List"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "InteractiveCommands", parameters = { cmd = { type = "String", allowedValues = ["a", "b"] } }, properties = { linux = { commands = "tail -F {{ cmd }}" } } })
}

resource "aws_ssm_document" "Held" {
  name          = "Held"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "InteractiveCommands", parameters = { cmd = { type = "String", allowedPattern = "^[a-z0-9/._-]+$" } }, properties = { linux = { commands = "tail -F {{ cmd }}" } } })
}

resource "aws_ssm_document" "Fixed" {
  name          = "Fixed"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "InteractiveCommands", properties = { linux = { commands = "uptime" } } })
}

resource "aws_ssm_document" "Sent" {
  name          = "Sent"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { cmd = { type = "String", allowedPattern = "^[a-z0-9.-]+$" } }, mainSteps = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["systemctl status {{ cmd }}"] } }] })
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", aws_ssm_document.List.arn, aws_ssm_document.Held.arn, aws_ssm_document.Fixed.arn] },
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", aws_ssm_document.Sent.arn] }
    ]
  })
}
