# The host is a literal.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "orders" {
  name          = "orders"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "d"
    sessionType   = "Port"
    properties = {
      host       = "orders.db.example.com"
      portNumber = "5432"
      type       = "LocalPortForwarding"
    }
  })
}
