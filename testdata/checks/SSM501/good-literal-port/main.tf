# The port is a literal.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "postgres" {
  name          = "postgres"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      localPortNumber = {
        type           = "String"
        default        = "0"
        allowedPattern = "^[0-9]{1,5}$"
      }
    }
    properties = {
      portNumber      = "5432"
      localPortNumber = "{{ localPortNumber }}"
      type            = "LocalPortForwarding"
    }
  })
}
