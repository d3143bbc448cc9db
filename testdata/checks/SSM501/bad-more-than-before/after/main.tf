# Documents that open too much before the plan, and after it more, the same or less.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "more_ports" {
  name          = "more-ports"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}

resource "aws_ssm_document" "same_ports" {
  name          = "same-ports"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^8[0-9]{3}$" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}

resource "aws_ssm_document" "fewer_ports" {
  name          = "fewer-ports"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^8[0-9]{3}$" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}

resource "aws_ssm_document" "other_ports" {
  name          = "other-ports"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^9[0-9]{3}$" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}

resource "aws_ssm_document" "more_hosts" {
  name          = "more-hosts"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^443$" }
      host       = { type = "String" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding", host = "{{ host }}" }
  })
}

resource "aws_ssm_document" "fewer_hosts" {
  name          = "fewer-hosts"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^443$" }
      host       = { type = "String", allowedPattern = "^[0-9a-z.-]+[.]com$" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding", host = "{{ host }}" }
  })
}

resource "aws_ssm_document" "stray_more" {
  name          = "stray-more"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^(80|443)$" }
      host       = { type = "String", allowedPattern = "db.example.com|db.example.org" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding", host = "{{ host }}" }
  })
}

resource "aws_ssm_document" "stray_same" {
  name          = "stray-same"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "80" }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}
