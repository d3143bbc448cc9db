# nc -z only looks whether a port answers.
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
  document_type = "Command"
  content = jsonencode({
    schemaVersion = "2.2"
    description   = "Run"
    parameters = {
      target = { type = "String" }
      port   = { type = "String" }
    }
    mainSteps = [{
      action = "aws:runShellScript"
      name   = "run"
      inputs = { runCommand = ["nc -z {{ target }} {{ port }}"] }
    }]
  })
}
