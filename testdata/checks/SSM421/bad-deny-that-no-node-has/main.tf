# The deny-access policy is for "prod", the instance is "production": nothing is kept from automatic approval.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "prod" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "prod", Environment = "production" }
}

resource "aws_ssm_document" "deny" {
  name            = "SSM-JustInTimeAccessDenyAccessOrgPolicy"
  document_type   = "AutoApprovalPolicy"
  document_format = "TEXT"
  content         = <<-EOT
    forbid (
      principal,
      action == AWS::SSM::Action::"getTokenForInstanceAccess",
      resource
    )
    when { resource.hasTag("Environment") && resource.getTag("Environment") == "prod" };
  EOT
}
