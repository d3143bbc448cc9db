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

resource "aws_iam_policy" "ops" {
  name   = "ops"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "logs:*",
          "Resource": "*"
        },
        {
          "Effect": "Allow",
          "Action": ["ssm:*", "ssmmessages:*"],
          "Resource": "*"
        },
        {
          "Effect": "Deny",
          "Action": ["ssm:StartSession", "ssm:SendCommand", "ssm:CreateAssociation", "ssm:CreateAssociationBatch", "ssm:UpdateAssociation"],
          "Resource": ["arn:aws:ssm:*:*:document/AWS-StartInteractiveCommand", "arn:aws:ssm:*:*:document/AWS-StartNonInteractiveCommand", "arn:aws:ssm:*:*:document/AWS-RunShellScript", "arn:aws:ssm:*:*:document/AWS-RunPowerShellScript", "arn:aws:ssm:*:*:document/AWS-RunRemoteScript", "arn:aws:ssm:*:*:document/AWS-RunDocument", "arn:aws:ssm:*:*:document/AWS-InstallPowerShellModule", "arn:aws:ssm:*:*:document/AWS-InstallApplication", "arn:aws:ssm:*:*:document/AWS-ApplyAnsiblePlaybooks", "arn:aws:ssm:*:*:document/AWS-RunSaltState", "arn:aws:ssm:*:*:document/AWS-ApplyChefRecipes"]
        },
        {
          "Effect": "Deny",
          "Action": "ssm:StartAutomationExecution",
          "Resource": ["arn:aws:ssm:*:*:automation-definition/AWS*", "arn:aws:ssm:*:*:document/AWS*"]
        },
        {
          "Effect": "Deny",
          "Action": ["ssm:RegisterTaskWithMaintenanceWindow", "ssm:UpdateMaintenanceWindowTask"],
          "Resource": "arn:aws:ssm:*:*:maintenancewindow/*"
        }
      ]
    }
  EOT
}

resource "aws_iam_role_policy_attachment" "ops" {
  role       = aws_iam_role.ops.name
  policy_arn = aws_iam_policy.ops.arn
}
