# A parameter that nothing holds is pasted into a command line.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "Free" {
  name          = "Free"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "InteractiveCommands", parameters = { cmd = { type = "String" } }, properties = { linux = { commands = "tail -F {{ cmd }}", runAsElevated = true } } })
}

resource "aws_ssm_document" "Quoted" {
  name          = "Quoted"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "InteractiveCommands", parameters = { cmd = { type = "String", allowedPattern = "^[^;]*$" } }, properties = { linux = { commands = "tail -F {{ cmd }}", runAsElevated = true } } })
}

resource "aws_ssm_document" "Profile" {
  name          = "Profile"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", parameters = { cmd = { type = "String" } }, inputs = { shellProfile = { linux = "cd {{ cmd }}" } } })
}

resource "aws_ssm_document" "Sent" {
  name          = "Sent"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { cmd = { type = "String" } }, mainSteps = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["systemctl status {{ cmd }}"] } }] })
}

resource "aws_iam_role" "free" {
  name = "free"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "free" {
  name = "sessions"
  role = aws_iam_role.free.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Free"] }
    ]
  })
}

resource "aws_iam_role" "quoted" {
  name = "quoted"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "quoted" {
  name = "sessions"
  role = aws_iam_role.quoted.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Quoted"] }
    ]
  })
}

resource "aws_iam_role" "profile" {
  name = "profile"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "profile" {
  name = "sessions"
  role = aws_iam_role.profile.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Profile"] }
    ]
  })
}

resource "aws_iam_role" "sent" {
  name = "sent"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "sent" {
  name = "sessions"
  role = aws_iam_role.sent.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Sent"] }
    ]
  })
}
