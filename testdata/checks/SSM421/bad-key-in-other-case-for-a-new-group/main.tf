# The tag is written in another case; the group is one that this plan makes.
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

resource "aws_ssm_document" "auto" {
  name            = "SSM-JustInTimeAccessAutoApprovalPolicy"
  document_type   = "AutoApprovalPolicy"
  document_format = "TEXT"
  content         = <<-EOT
    permit (
      principal in AWS::IdentityStore::Group::"${aws_identitystore_group.ops.group_id}",
      action == AWS::SSM::Action::"getTokenForInstanceAccess",
      resource
    )
    when { resource.hasTag("environment") && resource.getTag("environment") == "dev" };
  EOT
}
