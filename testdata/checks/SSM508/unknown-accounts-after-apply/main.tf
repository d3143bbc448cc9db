# With whom it is shared is only known after apply.
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

data "aws_ssm_parameter" "accounts" {
  name       = "/platform/accounts"
  depends_on = [terraform_data.release]
}

resource "aws_ssm_document" "tunnel" {
  name          = "tunnel"
  document_type = "Session"
  permissions = {
    type        = "Share"
    account_ids = data.aws_ssm_parameter.accounts.insecure_value
  }
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "d"
    sessionType   = "Port"
    properties = {
      portNumber = "443"
      type       = "LocalPortForwarding"
    }
  })
}
