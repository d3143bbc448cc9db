# Anybody may have a name of this form, and lead it to any address.
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

resource "aws_ssm_document" "Two" {
  name          = "Two"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { a = { type = "String" }, b = { type = "String" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "{{ a }}.{{ b }}" } })
}

resource "aws_ssm_document" "Top" {
  name          = "Top"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { n = { type = "String" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "{{ n }}.com" } })
}

resource "aws_ssm_document" "Begins" {
  name          = "Begins"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { n = { type = "String" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "prod-{{ n }}" } })
}
