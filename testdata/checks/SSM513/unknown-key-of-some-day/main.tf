# Whether there is a key is known after apply: it has one from 2031 on.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "terraform_data" "key" {
  input = timecmp(timestamp(), "2031-01-01T00:00:00Z") > 0 ? "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" : null
}

resource "aws_cloudwatch_log_group" "sessions" {
  name       = "/ssm/sessions"
  kms_key_id = terraform_data.key.output
}

resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Session preferences"
    sessionType   = "Standard_Stream"
    inputs = {
      cloudWatchLogGroupName      = aws_cloudwatch_log_group.sessions.name
      cloudWatchEncryptionEnabled = true
      idleSessionTimeout          = "20"
    }
  })
}
