# The plan keeps of the runbook that it names a role, and not what it runs: the sources tell.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "automation" {
  name = "automation"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ssm.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "automation" {
  role = aws_iam_role.automation.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ssm:SendCommand", "ssm:CreateAssociation"], Resource = "*" },
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = "arn:aws:ssm:*:123456789012:automation-definition/*" },
    ]
  })
}

locals {
  books = {
    run = { commands = { type = "StringList" } }
  }
}

resource "aws_ssm_document" "book" {
  name          = "book-run"
  document_type = "Automation"
  content = jsonencode({
    schemaVersion = "0.3"
    assumeRole    = aws_iam_role.automation.arn
    parameters    = { commands = { type = "StringList" } }
    mainSteps     = [{ name = "run", action = "aws:runCommand", inputs = { DocumentName = "AWS-RunShellScript", Parameters = { commands = "{{ commands }}" } } }]
  })
}


resource "aws_iam_role" "by" {
  for_each = local.books
  name     = "by-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "by" {
  for_each = local.books
  role     = aws_iam_role.by[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = ["arn:aws:ssm:*:123456789012:automation-definition/book-${each.key}:*", "arn:aws:ssm:*:123456789012:document/book-${each.key}", "arn:aws:ssm:*:123456789012:automation-execution/*"] },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/automation*" },
    ]
  })
}
