# A pattern in YAML ends nowhere.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "db" {
  name            = "Databases"
  document_type   = "Session"
  document_format = "YAML"
  content = yamlencode({
    schemaVersion = "1.0"
    description   = "Databases"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^(5432|3306)", default = "5432" }
      host       = { type = "String", allowedPattern = "^db\\.internal$", default = "db.internal" }
    }
    properties = { portNumber = "{{ portNumber }}", host = "{{ host }}", type = "LocalPortForwarding" }
  })
}
