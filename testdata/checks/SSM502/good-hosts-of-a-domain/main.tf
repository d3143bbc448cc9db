# The pattern is the end of a domain, from a dot on: every host of it is meant.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "databases" {
  name          = "databases"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      host = {
        type           = "String"
        allowedPattern = "[.]prod[.]internal$"
      }
    }
    properties = {
      portNumber = "5432"
      host       = "{{ host }}"
      type       = "LocalPortForwarding"
    }
  })
}
