# Another group of this plan approves.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "web", Environment = "dev" }
}

resource "aws_identitystore_group" "ops" {
  identity_store_id = "d-1234567890"
  display_name      = "ops"
}

resource "aws_identitystore_group" "leads" {
  identity_store_id = "d-1234567890"
  display_name      = "leads"
}

resource "aws_ssoadmin_permission_set" "ops" {
  name         = "ops"
  instance_arn = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "ops" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.ops.arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ssm:StartAccessRequest", "ssm:GetAccessToken"], Resource = "*" }] })
}

resource "aws_ssoadmin_account_assignment" "ops" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.ops.arn
  principal_id       = aws_identitystore_group.ops.group_id
  principal_type     = "GROUP"
  target_id          = "123456789012"
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssm_document" "all" {
  name            = "all-approval"
  document_type   = "ManualApprovalPolicy"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion   = "0.3"
    accessDuration  = 7200
    accessTokenRole = "SSM-JustInTimeAccessTokenRole"
    mainSteps = [
      { name = "Level1", action = "aws:approve", timeoutSeconds = 604800, inputs = { Message = "Please approve", MinRequiredApprovals = 1, EnhancedApprovals = { Approvers = [{ approver = aws_identitystore_group.leads.group_id, type = "SSOGroup" }] } } }
    ]
  })
}
