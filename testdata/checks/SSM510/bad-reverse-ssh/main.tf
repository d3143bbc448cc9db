# A Command document that opens a reverse tunnel.
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
      inputs = { runCommand = ["#!/bin/bash", "ssh -N -R 2222:localhost:{{ port }} tunnel@{{ target }}"] }
    }]
  })
}
