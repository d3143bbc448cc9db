# In YAML, and the port is free.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "dev" {
  name            = "DevTunnel"
  document_type   = "Session"
  document_format = "YAML"
  content         = <<-EOT
    ---
    schemaVersion: '1.0'
    description: Development tunnel
    sessionType: Port
    parameters:
      port:
        type: String
        description: the port on the instance
    properties:
      type: LocalPortForwarding
      portNumber: "{{ port }}"
  EOT
}
