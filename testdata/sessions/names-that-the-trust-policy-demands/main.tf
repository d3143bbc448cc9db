# What a trust policy demands of the name and the source identity of a session is not the caller's choice.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  # What the trust policy demands, and when the deny holds.
  roles = {
    # Every name is denied.
    named      = { trust = { StringLike = { "sts:RoleSessionName" = "dev-*" } }, deny = { StringLike = { "aws:userid" = "*:dev-*" } } }
    exact      = { trust = { StringEquals = { "sts:RoleSessionName" = "ci" } }, deny = { StringLike = { "aws:userid" = "AROA*:ci" } } }
    one_of     = { trust = { StringLike = { "sts:RoleSessionName" = ["dev-*", "qa-*"] } }, deny = { StringLike = { "aws:userid" = ["*:dev-*", "*:qa-*"] } } }
    not_admin  = { trust = { StringLike = { "sts:RoleSessionName" = "dev-*" } }, deny = { StringNotLike = { "aws:userid" = "*:adm-*" } } }
    identified = { trust = { StringLike = { "sts:SourceIdentity" = "adm-*" } }, deny = { StringLike = { "aws:SourceIdentity" = "*" } } }
    not_root   = { trust = { StringLike = { "sts:SourceIdentity" = "adm-*" } }, deny = { StringNotEquals = { "aws:SourceIdentity" = "root" } } }
    # One is left.
    other_name = { trust = { StringLike = { "sts:RoleSessionName" = ["dev-*", "adm-*"] } }, deny = { StringLike = { "aws:userid" = "*:dev-*" } } }
    any_name   = { trust = {}, deny = { StringLike = { "aws:userid" = "*:dev-*" } } }
    other_id   = { trust = { StringLike = { "sts:SourceIdentity" = "adm-*" } }, deny = { StringLike = { "aws:SourceIdentity" = "adm-a*" } } }
  }
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_iam_role" "all" {
  for_each = local.roles
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = each.value.trust
    }]
  })
}

resource "aws_iam_role_policy" "all" {
  for_each = local.roles
  name     = "sessions"
  role     = aws_iam_role.all[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/AWS-*", Condition = each.value.deny },
    ]
  })
}
