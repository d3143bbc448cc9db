# Dots escaped, both ends anchored.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "orders_db" {
  name          = "orders_db"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      host = {
        type           = "String"
        allowedPattern = "^(orders|users)\\.db\\.example\\.com$"
      }
      portNumber = {
        type           = "String"
        default        = "5432"
        allowedPattern = "^5432$"
      }
    }
    properties = {
      host       = "{{ host }}"
      portNumber = "{{ portNumber }}"
      type       = "LocalPortForwarding"
    }
  })
}
