provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

data "aws_iam_policy_document" "ops" {
  statement {
    sid       = "SystemsManager"
    actions   = ["ssm:*", "ssmmessages:*"]
    resources = ["*"]
  }

  statement {
    actions   = ["logs:*"]
    resources = ["*"]
  }

  statement {
    effect = "Deny"
    actions = [
      "ssm:StartSession",
      "ssm:SendCommand",
      "ssm:CreateAssociation",
      "ssm:CreateAssociationBatch",
      "ssm:UpdateAssociation",
    ]
    resources = [
      "arn:aws:ssm:*:*:document/AWS-StartInteractiveCommand",
      "arn:aws:ssm:*:*:document/AWS-StartNonInteractiveCommand",
      "arn:aws:ssm:*:*:document/AWS-RunShellScript",
      "arn:aws:ssm:*:*:document/AWS-RunPowerShellScript",
      "arn:aws:ssm:*:*:document/AWS-RunRemoteScript",
      "arn:aws:ssm:*:*:document/AWS-RunDocument",
      "arn:aws:ssm:*:*:document/AWS-InstallPowerShellModule",
      "arn:aws:ssm:*:*:document/AWS-InstallApplication",
      "arn:aws:ssm:*:*:document/AWS-ApplyAnsiblePlaybooks",
      "arn:aws:ssm:*:*:document/AWS-RunSaltState",
      "arn:aws:ssm:*:*:document/AWS-ApplyChefRecipes",
    ]
  }

  statement {
    effect    = "Deny"
    actions   = ["ssm:StartAutomationExecution"]
    resources = ["arn:aws:ssm:*:*:automation-definition/AWS*", "arn:aws:ssm:*:*:document/AWS*"]
  }

  statement {
    effect    = "Deny"
    actions   = ["ssm:RegisterTaskWithMaintenanceWindow", "ssm:UpdateMaintenanceWindowTask"]
    resources = ["arn:aws:ssm:*:*:maintenancewindow/*"]
  }
}

resource "aws_iam_role_policy" "ops" {
  name   = "ops"
  role   = aws_iam_role.ops.id
  policy = data.aws_iam_policy_document.ops.json
}
