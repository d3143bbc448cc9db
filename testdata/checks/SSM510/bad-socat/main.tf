# A Command document that opens a tunnel with socat to what the caller says.
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
      inputs = { runCommand = ["socat TCP-LISTEN:8080,fork TCP:{{ target }}:{{ port }}"] }
    }]
  })
}
