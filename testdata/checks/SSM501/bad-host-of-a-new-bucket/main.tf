# The host is the domain name of a new bucket, so the sources alone tell the ports.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_s3_bucket" "reports" {
  bucket_prefix = "reports-"
}

resource "aws_ssm_document" "open" {
  name          = "open"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      portNumber = {
        type = "String"
      }
    }
    properties = {
      host       = aws_s3_bucket.reports.bucket_domain_name
      portNumber = "{{ portNumber }}"
      type       = "LocalPortForwarding"
    }
  })
}

resource "aws_ssm_document" "pinned" {
  name          = "pinned"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    properties = {
      host       = "${aws_s3_bucket.reports.bucket}.${aws_s3_bucket.reports.bucket_regional_domain_name}"
      portNumber = "443"
      type       = "LocalPortForwarding"
    }
  })
}
