# Identity Center makes a role of a permission set in the accounts that it is assigned in, and in no other: it opens nothing elsewhere.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_caller_identity" "here" {}

locals {
  sessions = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}

resource "aws_ssoadmin_permission_set" "elsewhere" {
  name         = "Elsewhere"
  instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "elsewhere" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.elsewhere.arn
  inline_policy      = local.sessions
}

resource "aws_ssoadmin_account_assignment" "elsewhere" {
  for_each = toset(["210987654321", "210987654322"])

  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.elsewhere.arn
  principal_id       = "90670dc4-1111-2222-3333-444455556666"
  principal_type     = "GROUP"
  target_id          = each.value
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_permission_set" "here" {
  name         = "Here"
  instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "here" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.here.arn
  inline_policy      = local.sessions
}

resource "aws_ssoadmin_account_assignment" "here" {
  for_each = toset([data.aws_caller_identity.here.account_id])

  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.here.arn
  principal_id       = "90670dc4-1111-2222-3333-444455556666"
  principal_type     = "GROUP"
  target_id          = each.value
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_permission_set" "both" {
  name         = "Both"
  instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "both" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.both.arn
  inline_policy      = local.sessions
}

resource "aws_ssoadmin_account_assignment" "both" {
  for_each = toset(["210987654321", data.aws_caller_identity.here.account_id])

  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.both.arn
  principal_id       = "90670dc4-1111-2222-3333-444455556666"
  principal_type     = "GROUP"
  target_id          = each.value
  target_type        = "AWS_ACCOUNT"
}

# Who has it, and where, is decided elsewhere.
resource "aws_ssoadmin_permission_set" "unassigned" {
  name         = "Unassigned"
  instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "unassigned" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.unassigned.arn
  inline_policy      = local.sessions
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
