# The document runs another one, with what its caller gives.
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

resource "aws_ssm_document" "Shell" {
  name          = "Shell"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { c = { type = "StringList" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-RunShellScript", documentParameters = { commands = "{{ c }}" } } }] })
}

resource "aws_ssm_document" "Part" {
  name          = "Part"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { unit = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-RunShellScript", documentParameters = { commands = ["systemctl status {{ unit }}"] } } }] })
}

resource "aws_ssm_document" "Module" {
  name          = "Module"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { c = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "AWS-InstallPowerShellModule", documentParameters = { commands = ["{{ c }}"] } } }] })
}

resource "aws_ssm_document" "Any" {
  name          = "Any"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { d = { type = "String" }, p = { type = "StringMap", default = {} } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "{{ d }}", documentParameters = "{{ p }}" } }] })
}

resource "aws_ssm_document" "Named" {
  name          = "Named"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { d = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "{{ d }}" } }] })
}

resource "aws_ssm_document" "OfAws" {
  name          = "OfAws"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { d = { type = "String", allowedPattern = "^AWS-[A-Za-z]+$" }, p = { type = "StringMap" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "{{ d }}", documentParameters = "{{ p }}" } }] })
}

resource "aws_ssm_document" "Listed" {
  name          = "Listed"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { d = { type = "String", allowedValues = ["AWS-UpdateSSMAgent", "AWS-RunShellScript"] }, p = { type = "StringMap" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "{{ d }}", documentParameters = "{{ p }}" } }] })
}

resource "aws_ssm_document" "Inner" {
  name          = "Inner"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { arg = { type = "String" } }, mainSteps = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["tail -F {{ arg }}"] } }] })
}

resource "aws_ssm_document" "Outer" {
  name          = "Outer"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { file = { type = "String" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "Inner", documentParameters = { arg = "{{ file }}" } } }] })
}

resource "aws_ssm_document" "OuterOfAll" {
  name          = "OuterOfAll"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", parameters = { p = { type = "StringMap" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = { documentType = "SSMDocument", documentPath = "Inner", documentParameters = "{{ p }}" } }] })
}

resource "aws_iam_role" "shell" {
  name = "shell"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "shell" {
  name = "sessions"
  role = aws_iam_role.shell.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Shell"] },
    ]
  })
}

resource "aws_iam_role" "part" {
  name = "part"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "part" {
  name = "sessions"
  role = aws_iam_role.part.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Part"] },
    ]
  })
}

resource "aws_iam_role" "module" {
  name = "module"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "module" {
  name = "sessions"
  role = aws_iam_role.module.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Module"] },
    ]
  })
}

resource "aws_iam_role" "any" {
  name = "any"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "any" {
  name = "sessions"
  role = aws_iam_role.any.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Any"] },
    ]
  })
}

resource "aws_iam_role" "named" {
  name = "named"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "named" {
  name = "sessions"
  role = aws_iam_role.named.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/Named"] },
    ]
  })
}

resource "aws_iam_role" "ofaws" {
  name = "ofaws"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ofaws" {
  name = "sessions"
  role = aws_iam_role.ofaws.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/OfAws"] },
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

resource "aws_iam_role" "outerofall" {
  name = "outerofall"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "outerofall" {
  name = "sessions"
  role = aws_iam_role.outerofall.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/OuterOfAll"] },
    ]
  })
}
