# Of each call that runs commands, something that it is authorised on is not allowed.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
  shell = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"] }]
}

resource "aws_iam_role" "batch_denied" {
  name               = "batch_denied"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "batch_denied" {
  name = "sessions"
  role = aws_iam_role.batch_denied.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:CreateAssociation*", "ssm:UpdateAssociation", "ssm:DescribeAssociation"], Resource = "*" },
      { Effect = "Deny", Action = ["ssm:CreateAssociation*", "ssm:UpdateAssociation"], Resource = "arn:aws:ssm:*:*:document/AWS-*" },
    ])
  })
}

resource "aws_iam_role" "no_association" {
  name               = "no_association"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "no_association" {
  name = "sessions"
  role = aws_iam_role.no_association.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:CreateAssociation", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-RunShellScript"] },
    ])
  })
}

resource "aws_iam_role" "blind_change" {
  name               = "blind_change"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "blind_change" {
  name = "sessions"
  role = aws_iam_role.blind_change.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:UpdateAssociation", Resource = "*" },
    ])
  })
}

resource "aws_iam_role" "task_alone" {
  name               = "task_alone"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "task_alone" {
  name = "sessions"
  role = aws_iam_role.task_alone.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:UpdateMaintenanceWindowTask", Resource = "arn:aws:ssm:*:123456789012:windowtask/*" },
    ])
  })
}

resource "aws_iam_role" "window_denied" {
  name               = "window_denied"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "window_denied" {
  name = "sessions"
  role = aws_iam_role.window_denied.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:*MaintenanceWindow*", Resource = "*" },
      { Effect = "Deny", Action = ["ssm:RegisterTaskWithMaintenanceWindow", "ssm:UpdateMaintenanceWindowTask"], Resource = "arn:aws:ssm:*:*:maintenancewindow/*" },
    ])
  })
}

resource "aws_iam_role" "runbook_denied" {
  name               = "runbook_denied"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "runbook_denied" {
  name = "sessions"
  role = aws_iam_role.runbook_denied.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartAutomationExecution", Resource = "arn:aws:ssm:*:*:document/AWS*" },
    ])
  })
}

resource "aws_iam_role" "no_execution" {
  name               = "no_execution"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "no_execution" {
  name = "sessions"
  role = aws_iam_role.no_execution.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = "arn:aws:ssm:*::document/AWS-*" },
    ])
  })
}
