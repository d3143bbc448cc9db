# Commands are run by associations, tasks of maintenance windows and runbooks, too.
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

resource "aws_iam_role" "batch" {
  name               = "batch"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "batch" {
  name = "sessions"
  role = aws_iam_role.batch.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:CreateAssociationBatch", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-RunShellScript"] },
    ])
  })
}

resource "aws_iam_role" "associate" {
  name               = "associate"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "associate" {
  name = "sessions"
  role = aws_iam_role.associate.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:CreateAssociation", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-RunShellScript", "arn:aws:ssm:*:123456789012:association/*"] },
    ])
  })
}

resource "aws_iam_role" "change" {
  name               = "change"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "change" {
  name = "sessions"
  role = aws_iam_role.change.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:UpdateAssociation", "ssm:DescribeAssociation"], Resource = "*" },
    ])
  })
}

resource "aws_iam_role" "window" {
  name               = "window"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "window" {
  name = "sessions"
  role = aws_iam_role.window.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:RegisterTaskWithMaintenanceWindow", Resource = "arn:aws:ssm:*:123456789012:maintenancewindow/*" },
    ])
  })
}

resource "aws_iam_role" "task" {
  name               = "task"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "task" {
  name = "sessions"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:UpdateMaintenanceWindowTask", Resource = "*" },
    ])
  })
}

resource "aws_iam_role" "runbook" {
  name               = "runbook"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "runbook" {
  name = "sessions"
  role = aws_iam_role.runbook.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = ["arn:aws:ssm:*::document/AWS-*", "arn:aws:ssm:*:123456789012:automation-execution/*"] },
    ])
  })
}

resource "aws_iam_role" "half_closed" {
  name               = "half_closed"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "half_closed" {
  name = "sessions"
  role = aws_iam_role.half_closed.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = "ssm:StartAutomationExecution", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartAutomationExecution", Resource = "arn:aws:ssm:*:*:automation-definition/AWS*" },
    ])
  })
}
