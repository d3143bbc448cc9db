# What the caller gives is held, or comes into no script.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "Fixed" {
  name          = "Fixed"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = {}, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-UpdateSSMAgent" } }] })
}

resource "aws_ssm_document" "Held" {
  name          = "Held"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { unit = { type = "String", allowedPattern = "^[a-z]+$" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-RunShellScript", documentParameters = { commands = ["systemctl status {{ unit }}"] } } }] })
}

resource "aws_ssm_document" "Values" {
  name          = "Values"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { c = { type = "String", allowedValues = ["uptime", "df"] } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-RunShellScript", documentParameters = { commands = "{{ c }}" } } }] })
}

resource "aws_ssm_document" "Time" {
  name          = "Time"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { t = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-RunShellScript", documentParameters = { commands = ["uptime"], executionTimeout = "{{ t }}" } } }] })
}

resource "aws_ssm_document" "Listed" {
  name          = "Listed"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { d = { type = "String", allowedValues = ["AWS-UpdateSSMAgent", "AWS-GatherSoftwareInventory"] } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "{{ d }}" } }] })
}

resource "aws_ssm_document" "Inner" {
  name          = "Inner"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { arg = { type = "String", default = "syslog" } }, mainSteps = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["tail -F {{ arg }}"] } }] })
}

resource "aws_ssm_document" "Outer" {
  name          = "Outer"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { file = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "Inner", documentParameters = { other = "{{ file }}" } } }] })
}

resource "aws_ssm_document" "OnNode" {
  name          = "OnNode"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { d = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "LocalPath", documentPath = "/etc/reviewed/{{ d }}" } }] })
}

resource "aws_iam_role" "fixed" {
  name = "fixed"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "fixed" {
  name = "sessions"
  role = aws_iam_role.fixed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Fixed"] },
    ]
  })
}

resource "aws_iam_role" "held" {
  name = "held"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "held" {
  name = "sessions"
  role = aws_iam_role.held.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Held"] },
    ]
  })
}

resource "aws_iam_role" "values" {
  name = "values"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "values" {
  name = "sessions"
  role = aws_iam_role.values.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Values"] },
    ]
  })
}

resource "aws_iam_role" "time" {
  name = "time"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "time" {
  name = "sessions"
  role = aws_iam_role.time.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Time"] },
    ]
  })
}

resource "aws_iam_role" "listed" {
  name = "listed"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "listed" {
  name = "sessions"
  role = aws_iam_role.listed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Listed"] },
    ]
  })
}

resource "aws_iam_role" "outer" {
  name = "outer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "outer" {
  name = "sessions"
  role = aws_iam_role.outer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Outer"] },
    ]
  })
}

resource "aws_iam_role" "onnode" {
  name = "onnode"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "onnode" {
  name = "sessions"
  role = aws_iam_role.onnode.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/OnNode"] },
    ]
  })
}
