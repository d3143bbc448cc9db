# Documents of one's own that install what is reviewed.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  held = { from = { type = "String", allowedValues = ["https://example.com/tool.msi", "https://example.com/tool.zip"] } }
  documents = {
    application = { schemaVersion = "2.2", parameters = local.held, mainSteps = [{ action = "aws:applications", name = "install", inputs = { action = "Install", source = "{{ from }}" } }] }
    package     = { schemaVersion = "2.2", parameters = { version = { type = "String" } }, mainSteps = [{ action = "aws:configurePackage", name = "install", inputs = { action = "Install", name = "AmazonCloudWatchAgent", version = "{{ version }}" } }] }
    module      = { schemaVersion = "1.2", parameters = { from = { type = "String", allowedPattern = "^https://example[.]com/[a-z]+[.]zip$" } }, runtimeConfig = { "aws:psModule" = { properties = { runCommand = ["Import-Module Tool"], source = "{{ from }}" } } } }
    # One file of a bucket that the document names.
    script = { schemaVersion = "2.2", parameters = { file = { type = "String", allowedPattern = "^[a-z]+$" } }, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = {
      documentType = "SSMDocument", documentPath = "AWS-RunRemoteScript", documentParameters = { sourceType = "S3", sourceInfo = "{\"path\":\"https://s3.amazonaws.com/scripts/{{ file }}.sh\"}", commandLine = "setup.sh" }
    } }] }
  }
}

resource "aws_ssm_document" "own" {
  for_each      = local.documents
  name          = "own-${each.key}"
  document_type = "Command"
  content       = jsonencode(each.value)
}

resource "aws_iam_role" "by" {
  for_each = local.documents
  name     = "by-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "by" {
  for_each = local.documents
  role     = aws_iam_role.by[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/own-${each.key}"] }]
  })
}
