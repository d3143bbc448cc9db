# The deny-access policy is in an account that administers nothing for the organisation.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "member"
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  assume_role {
    role_arn = "arn:aws:iam::333333333333:role/terraform"
  }
}

resource "aws_organizations_organization" "main" {
  feature_set = "ALL"
}

resource "aws_organizations_delegated_administrator" "ssm" {
  account_id        = "222222222222"
  service_principal = "ssm.amazonaws.com"
  depends_on        = [aws_organizations_organization.main]
}

resource "aws_ssm_document" "deny" {
  provider        = aws.member
  name            = "SSM-JustInTimeAccessDenyAccessOrgPolicy"
  document_type   = "AutoApprovalPolicy"
  document_format = "TEXT"
  content         = <<-EOT
    forbid (principal, action == AWS::SSM::Action::"getTokenForInstanceAccess", resource)
    when { resource.hasTag("Environment") && resource.getTag("Environment") == "production" };
  EOT
}
