# The pattern is only known after apply.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# Read at apply only, since it waits for something new.
resource "terraform_data" "release" {
  input = "v1"
}

data "aws_ssm_parameter" "port" {
  name       = "/platform/port"
  depends_on = [terraform_data.release]
}

resource "aws_ssm_document" "tunnel" {
  name            = "tunnel"
  document_type   = "Session"
  document_format = "YAML"
  content = yamlencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = {
        type           = "String"
        allowedPattern = "^${jsondecode(data.aws_ssm_parameter.port.insecure_value)}$"
      }
    }
    properties = {
      portNumber = "{{ portNumber }}"
      type       = "LocalPortForwarding"
    }
  })
}
