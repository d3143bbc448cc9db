provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "run" {
  name          = "run"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      port = { type = "String", allowedPattern = "^(5432)$" }
    }
    properties = {
      portNumber = "{{ port }}"
      type       = "LocalPortForwarding"
    }
  })
}
