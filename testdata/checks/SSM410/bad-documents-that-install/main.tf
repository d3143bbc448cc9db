# Documents of one's own that install what their caller says, from where the caller says.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  from = { from = { type = "String" } }
  documents = {
    application = { schemaVersion = "2.2", parameters = local.from, mainSteps = [{ action = "aws:applications", name = "install", inputs = { action = "Install", source = "{{ from }}" } }] }
    package     = { schemaVersion = "2.2", parameters = local.from, mainSteps = [{ action = "aws:configurePackage", name = "install", inputs = { action = "Install", name = "{{ from }}" } }] }
    module      = { schemaVersion = "1.2", parameters = local.from, runtimeConfig = { "aws:psModule" = { properties = [{ id = "0.aws:psModule", runCommand = ["Import-Module Tool"], source = "{{ from }}" }] } } }
    # A script from elsewhere, by a document of AWS.
    script = { schemaVersion = "2.2", parameters = local.from, mainSteps = [{ action = "aws:runDocument", name = "run", inputs = {
      documentType = "SSMDocument", documentPath = "AWS-RunRemoteScript", documentParameters = { sourceType = "S3", sourceInfo = "{{ from }}", commandLine = "setup.sh" }
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
