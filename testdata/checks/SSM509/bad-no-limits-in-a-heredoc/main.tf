# Preferences in JSON without limits of time.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "preferences" {
  name            = "SSM-SessionManagerRunShell"
  document_type   = "Session"
  content         = <<-JSON
    {
      "schemaVersion": "1.0",
      "description": "Session preferences",
      "sessionType": "Standard_Stream",
      "inputs": {
        "s3BucketName": "session-logs",
        "s3EncryptionEnabled": true
      }
    }
  JSON
}
