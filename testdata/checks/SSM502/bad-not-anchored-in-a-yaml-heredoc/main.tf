# A document in YAML, whose pattern has no end.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "db" {
  name            = "DatabaseTunnel"
  document_type   = "Session"
  document_format = "YAML"
  content         = <<-EOT
    schemaVersion: "1.0"
    description: Databases
    sessionType: Port
    parameters:
      portNumber:
        type: String
        allowedPattern: "^5432"
    properties:
      portNumber: "{{ portNumber }}"
      type: LocalPortForwarding
  EOT
}
