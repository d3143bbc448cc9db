# The preferences are a local value, and log nowhere.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  preferences = {
    schemaVersion = "1.0"
    description   = "Session preferences"
    sessionType   = "Standard_Stream"
    inputs = {
      # An hour at most.
      maxSessionDuration = "60"
      idleSessionTimeout = "20"
    }
  }
}

resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content       = jsonencode(local.preferences)
}
