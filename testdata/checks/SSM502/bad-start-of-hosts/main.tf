# What follows the start of an address is left open: 10.0.attacker.example is accepted.
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
        allowedPattern = "^10[.]0[.]"
      }
    }
    properties = {
      portNumber = "5432"
      host       = "{{ host }}"
      type       = "LocalPortForwarding"
    }
  })
}
