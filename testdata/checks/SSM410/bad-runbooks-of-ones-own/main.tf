# Runbooks that send what their caller types, with the permissions of a role.
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
  role = "arn:aws:iam::123456789012:role/automation"
  free = { commands = { type = "StringList" }, node = { type = "String" } }
  run  = { DocumentName = "AWS-RunShellScript", InstanceIds = ["{{ node }}"], Parameters = { commands = "{{ commands }}" } }
  books = {
    run = { assumeRole = local.role, parameters = local.free, mainSteps = [{ name = "run", action = "aws:runCommand", inputs = local.run }] }
    paste = {
      assumeRole = "arn:aws:iam::{{global:ACCOUNT_ID}}:role/automation"
      parameters = { service = { type = "String" } }
      mainSteps = [{ name = "run", action = "aws:runCommand", inputs = {
        DocumentName = "AWS-RunShellScript", Targets = [{ Key = "tag:Team", Values = ["web"] }], Parameters = { commands = ["systemctl restart {{ service }}"] }
      } }]
    }
    # The caller names the role, which it may pass.
    named = {
      assumeRole = "{{ AutomationAssumeRole }}"
      parameters = merge(local.free, { AutomationAssumeRole = { type = "String", default = "" } })
      mainSteps  = [{ name = "run", action = "aws:runCommand", inputs = local.run }]
    }
    called = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeAwsApi", inputs = merge(local.run, { Service = "ssm", Api = "send_command" }) }
    ] }
    associated = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeAwsApi", inputs = { Service = "ssm", Api = "CreateAssociation", Name = "AWS-RunShellScript", Parameters = { commands = "{{ commands }}" } } }
    ] }
    # The other one runs with the role of this.
    outer = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeAutomation", inputs = { DocumentName = "book-inner", RuntimeParameters = { commands = "{{ commands }}", node = ["{{ node }}"] } } }
    ] }
    # A loop over nodes.
    loop = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "all", action = "aws:loop", inputs = { Iterators = ["i-1"], Steps = [{ name = "run", action = "aws:runCommand", inputs = local.run }] } }
    ] }
    # Any document at all.
    document = { assumeRole = local.role, parameters = { document = { type = "String" }, values = { type = "StringMap" } }, mainSteps = [
      { name = "run", action = "aws:runCommand", inputs = { DocumentName = "{{ document }}", Parameters = "{{ values }}" } }
    ] }
    # A command document of the account that inserts it into a script.
    own = { assumeRole = local.role, parameters = { unit = { type = "String" } }, mainSteps = [
      { name = "run", action = "aws:runCommand", inputs = { DocumentName = "restart", Parameters = { unit = "{{ unit }}" } } }
    ] }
    inner = { parameters = local.free, mainSteps = [{ name = "run", action = "aws:runCommand", inputs = local.run }] }
  }
}

resource "aws_ssm_document" "restart" {
  name          = "restart"
  document_type = "Command"
  content = jsonencode({
    schemaVersion = "2.2"
    parameters    = { unit = { type = "String" } }
    mainSteps     = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["systemctl restart {{ unit }}"] } }]
  })
}

# It may not start the runbook, and makes an association of it.
resource "aws_iam_role" "associates" {
  name = "associates"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "associates" {
  role = aws_iam_role.associates.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:CreateAssociation", Resource = ["arn:aws:ssm:*:123456789012:document/book-run", "arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:association/*"] },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/automation" },
    ]
  })
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
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/automation*", Condition = { StringEquals = { "iam:PassedToService" = "ssm.amazonaws.com" } } },
    ]
  })
}
