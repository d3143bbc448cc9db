# The pattern is anchored and accepts all 65535 ports: a copy of AWS's own document.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "forward" {
  name          = "forward"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      portNumber = {
        type           = "String"
        default        = "80"
        allowedPattern = "^([1-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$"
      }
      localPortNumber = {
        type           = "String"
        default        = "0"
        allowedPattern = "^([0-9]|[1-9][0-9]{1,4})$"
      }
    }
    properties = {
      portNumber      = "{{ portNumber }}"
      type            = "LocalPortForwarding"
      localPortNumber = "{{ localPortNumber }}"
    }
  })
}
