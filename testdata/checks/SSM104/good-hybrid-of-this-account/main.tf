# Systems Manager says for which account and Region it assumes the role of a hybrid node.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  allowed_account_ids         = ["123456789012"]
}
  resource "aws_iam_role" "hybrid" {
    name               = "hybrid-role"
    assume_role_policy = jsonencode({
  Version   = "2012-10-17"
  Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ssm.amazonaws.com" }, Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" }, ArnEquals = { "aws:SourceArn" = "arn:aws:ssm:eu-west-1:123456789012:*" } } }]
})

  }

resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.hybrid.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_ssm_activation" "site" {
  name = "site"
  iam_role = aws_iam_role.hybrid.name
  registration_limit = 5
}
