# A role of IAM is no principal of the schema: callers are users of the identity store.
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

resource "aws_ssm_document" "auto" {
  name            = "SSM-JustInTimeAccessAutoApprovalPolicy"
  document_type   = "AutoApprovalPolicy"
  document_format = "TEXT"
  content         = <<-EOT
    permit (
      principal == AWS::IAM::Role::"ops",
      action == AWS::SSM::Action::"getTokenForInstanceAccess",
      resource
    )
    when { resource.hasTag("Environment") && resource.getTag("Environment") == "dev" };
  EOT
}
