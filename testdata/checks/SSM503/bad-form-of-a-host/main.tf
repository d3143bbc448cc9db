# The patterns are those of the form of an address or a name, and any host has that.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  patterns = {
    address = "^[0-9]{1,3}([.][0-9]{1,3}){3}$"
    digits = "^[0-9.]+$"
    name = "^([a-zA-Z0-9-]+[.])+[a-zA-Z]{2,}$"
    letters = "^[a-z.]+$"
    commercial = "[.]com$"
  }
}

resource "aws_ssm_document" "tunnel" {
  for_each      = local.patterns
  name          = "tunnel-${each.key}"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters    = { host = { type = "String", allowedPattern = each.value } }
    properties    = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" }
  })
}
