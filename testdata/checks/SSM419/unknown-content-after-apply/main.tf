# The group of the policy is known only after apply, and so is its text.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_sqs_queue" "later" {
  name = "later"
}

data "aws_ssm_parameter" "later" {
  name       = "/later"
  depends_on = [aws_sqs_queue.later]
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
  content         = nonsensitive(data.aws_ssm_parameter.later.value)
}
