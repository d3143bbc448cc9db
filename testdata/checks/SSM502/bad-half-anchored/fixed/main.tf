provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "https" {
  name          = "https"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      portNumber = {
        type           = "String"
        allowedPattern = "^(443)$"
      }
    }
    properties = {
      portNumber = "{{ portNumber }}"
      type       = "LocalPortForwarding"
    }
  })
}
