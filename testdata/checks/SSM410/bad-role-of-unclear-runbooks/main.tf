# What runbooks send rests on what no page and no input says.
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
  free = { commands = { type = "StringList" }, word = { type = "String" } }
  run  = { DocumentName = "AWS-RunShellScript", Parameters = { commands = "{{ commands }}" } }
  runs = [{ name = "run", action = "aws:runCommand", inputs = local.run }]
  books = {
    # The role may not be passed by whoever starts it, and the runbook names it itself.
    unpassed = { assumeRole = "arn:aws:iam::123456789012:role/automation", parameters = local.free, mainSteps = local.runs }
    # A role that is not in the inputs.
    outside = { assumeRole = "arn:aws:iam::123456789012:role/of-others", parameters = local.free, mainSteps = local.runs }
    # Scripts.
    sends = { assumeRole = "arn:aws:iam::123456789012:role/automation", parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeScript", inputs = { Runtime = "python3.11", Handler = "run", InputPayload = { commands = "{{ commands }}" }, Script = "import boto3\ndef run(events, context):\n  boto3.client('ssm').send_command(DocumentName='AWS-RunShellScript', Parameters=events)" } }
    ] }
    pasted = { assumeRole = "arn:aws:iam::123456789012:role/automation", parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeScript", inputs = { Runtime = "python3.11", Handler = "run", Script = "def run(events, context):\n  return {{ word }}" } }
    ] }
  }
}

resource "aws_ssm_document" "book" {
  for_each      = local.books
  name          = "book-${each.key}"
  document_type = "Automation"
  content       = jsonencode(merge({ schemaVersion = "0.3" }, each.value))
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
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/nobody" },
    ]
  })
}
