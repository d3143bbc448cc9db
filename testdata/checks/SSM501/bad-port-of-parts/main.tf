# One digit of the port is fixed, and the caller gives the rest.
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

resource "aws_ssm_document" "Begins" {
  name          = "Begins"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { p = { type = "String" } }, properties = { type = "LocalPortForwarding", portNumber = "1{{ p }}", host = "db.prod.internal" } })
}
