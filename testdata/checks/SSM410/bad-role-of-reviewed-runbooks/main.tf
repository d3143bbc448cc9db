# A role that sends commands is for runbooks alone that send what is reviewed; others may send nothing.
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

resource "aws_iam_role" "other" {
  for_each = { automation_reads = "ssm.amazonaws.com", automation_untrusted = "ec2.amazonaws.com" }
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = each.value } }]
  })
}

resource "aws_iam_role_policy" "reads" {
  role   = aws_iam_role.other["automation_reads"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:Describe*", Resource = "*" }] })
}

resource "aws_iam_role_policy" "untrusted" {
  role   = aws_iam_role.other["automation_untrusted"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:SendCommand", Resource = "*" }] })
}

locals {
  role = "arn:aws:iam::123456789012:role/automation"
  free = { commands = { type = "StringList" } }
  run  = { DocumentName = "AWS-RunShellScript", Parameters = { commands = "{{ commands }}" } }
  runs = [{ name = "run", action = "aws:runCommand", inputs = local.run }]
  books = {
    fixed = { assumeRole = local.role, parameters = local.free, mainSteps = [{ name = "run", action = "aws:runCommand", inputs = { DocumentName = "AWS-RunShellScript", Parameters = { commands = ["uptime"] } } }] }
    held = { assumeRole = local.role, parameters = { unit = { type = "String", allowedValues = ["web", "app"] } }, mainSteps = [
      { name = "run", action = "aws:runCommand", inputs = { DocumentName = "AWS-RunShellScript", Parameters = { commands = ["systemctl restart {{ unit }}"] } } }
    ] }
    patch = { assumeRole = local.role, parameters = { what = { type = "String" } }, mainSteps = [
      { name = "run", action = "aws:runCommand", inputs = { DocumentName = "AWS-RunPatchBaseline", Parameters = { Operation = "{{ what }}" } } }
    ] }
    # What an earlier step found is nothing that the caller says.
    found = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "look", action = "aws:executeAwsApi", inputs = { Service = "ssm", Api = "GetParameter", Name = "commands" } },
      { name = "run", action = "aws:runCommand", inputs = { DocumentName = "AWS-RunShellScript", Parameters = { commands = ["{{ look.Value }}"] } } },
    ] }
    # Of another service.
    other = { assumeRole = local.role, parameters = local.free, mainSteps = [{ name = "run", action = "aws:executeAwsApi", inputs = merge(local.run, { Service = "other", Api = "SendCommand" }) }] }
    # With the permissions of whoever starts it, who has none.
    caller = { parameters = local.free, mainSteps = local.runs }
    # The role may not send commands, or Systems Manager may not have it.
    reads     = { assumeRole = "arn:aws:iam::123456789012:role/automation_reads", parameters = local.free, mainSteps = local.runs }
    untrusted = { assumeRole = "arn:aws:iam::123456789012:role/automation_untrusted", parameters = local.free, mainSteps = local.runs }
    # None of the roles that it may name sends commands.
    named = { assumeRole = "{{ Role }}", parameters = merge(local.free, { Role = { type = "String", allowedValues = ["arn:aws:iam::123456789012:role/automation_reads"] } }), mainSteps = local.runs }
    outer = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeAutomation", inputs = { DocumentName = "book-caller", RuntimeParameters = { commands = ["uptime"] } } }
    ] }
    script = { assumeRole = local.role, parameters = local.free, mainSteps = [
      { name = "run", action = "aws:executeScript", inputs = { Runtime = "python3.11", Handler = "run", InputPayload = { commands = "{{ commands }}" }, Script = "def run(events, context):\n  return len(events['commands'])" } }
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
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/automation*" },
    ]
  })
}

# It may start a runbook that sends what is typed, but for an explicit deny.
resource "aws_ssm_document" "denied" {
  name          = "denied"
  document_type = "Automation"
  content       = jsonencode({ schemaVersion = "0.3", assumeRole = local.role, parameters = local.free, mainSteps = local.runs })
}

resource "aws_iam_role" "denied" {
  name = "denied"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "denied" {
  role = aws_iam_role.denied.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = ["arn:aws:ssm:*:123456789012:automation-definition/*", "arn:aws:ssm:*:123456789012:document/*", "arn:aws:ssm:*:123456789012:automation-execution/*"] },
      { Effect = "Deny", Action = "ssm:StartAutomationExecution", Resource = "arn:aws:ssm:*:123456789012:document/denied" },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/automation" },
    ]
  })
}
