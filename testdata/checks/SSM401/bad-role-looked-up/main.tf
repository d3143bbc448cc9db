terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_cloudformation_stack" "roles" {
  name          = "roles"
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  template_body = jsonencode({ "Resources" : { "opsa" : { "Type" : "AWS::IAM::Role", "Properties" : { "RoleName" : "opsa", "AssumeRolePolicyDocument" : { "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRole", "Principal" : { "AWS" : "arn:aws:iam::123456789012:root" } }] } } }, "opsb" : { "Type" : "AWS::IAM::Role", "Properties" : { "RoleName" : "opsb", "AssumeRolePolicyDocument" : { "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRole", "Principal" : { "AWS" : "arn:aws:iam::123456789012:root" } }] } } }, "opsc" : { "Type" : "AWS::IAM::Role", "Properties" : { "RoleName" : "opsc", "AssumeRolePolicyDocument" : { "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRole", "Principal" : { "AWS" : "arn:aws:iam::123456789012:root" } }] } } }, "dora" : { "Type" : "AWS::IAM::User", "Properties" : { "UserName" : "dora" } } } })
}
