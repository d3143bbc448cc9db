# A parameter stands in the host twice.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "Twice" {
  name          = "Twice"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { n = { type = "String", allowedPattern = "^[a-c]$" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "{{ n }}.{{ n }}.internal" } })
}
