# The patterns leave addresses of one network, or names of one domain.
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
    private = "^10([.][0-9]{1,3}){3}$"
    domain = "^[a-z0-9-]+[.]prod[.]internal$"
    own = "^[a-z0-9-]+[.]example[.]com$"
    short = "^[a-z]+-db$"
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
