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

resource "aws_instance" "prod" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "prod", Environment = "production" }
}

resource "aws_ssm_document" "auto" {
  name            = "SSM-JustInTimeAccessAutoApprovalPolicy"
  document_type   = "AutoApprovalPolicy"
  document_format = "TEXT"
  content         = <<-EOT
    permit (
      principal in AWS::IdentityStore::Group::"11112222-3333-4444-5555-666677778888",
      action == AWS::SSM::Action::"getTokenForInstanceAccess",
      resource
    )
    when { resource.hasTag("Environment") && resource.getTag("Environment") == "dev" };
  EOT
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
      { name = "Level1", action = "aws:approve", timeoutSeconds = 604800, inputs = { Message = "Please approve", MinRequiredApprovals = 1, EnhancedApprovals = { Approvers = [{ approver = "99998888-7777-4666-8555-444433332222", type = "SSOGroup" }] } } }
    ]
  })
}
