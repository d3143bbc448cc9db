# A parameter is a part of the host or the port, and the rest is fixed.
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

resource "aws_ssm_document" "Held" {
  name          = "Held"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { n = { type = "String", allowedPattern = "^[a-c]$" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "{{ n }}.prod.internal" } })
}

resource "aws_ssm_document" "Below" {
  name          = "Below"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { n = { type = "String" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "{{ n }}.prod.internal" } })
}

resource "aws_ssm_document" "Two" {
  name          = "Two"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { n = { type = "String", allowedPattern = "^(db|cache)$" }, s = { type = "String", allowedPattern = "^prod$|^test$" } }, properties = { type = "LocalPortForwarding", portNumber = "5432", host = "{{ n }}.{{ s }}.internal" } })
}

resource "aws_ssm_document" "Ports" {
  name          = "Ports"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { p = { type = "String", allowedPattern = "^[0-9]$" } }, properties = { type = "LocalPortForwarding", portNumber = "543{{ p }}", host = "db.prod.internal" } })
}
