# The agent reads `00022` as port 22.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "Zero" {
  name          = "Zero"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { p = { type = "String", allowedPattern = "^0[0-9]{3}$" } }, properties = { portNumber = "{{ p }}", type = "LocalPortForwarding" } })
}

resource "aws_ssm_document" "Five" {
  name          = "Five"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { p = { type = "String", allowedPattern = "^[0-9]{5}$" } }, properties = { portNumber = "{{ p }}", type = "LocalPortForwarding" } })
}

resource "aws_ssm_document" "Few" {
  name          = "Few"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Port", parameters = { p = { type = "String", allowedPattern = "^(0?443|08443)$" } }, properties = { portNumber = "{{ p }}", type = "LocalPortForwarding" } })
}
