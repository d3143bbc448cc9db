# A permission set names a policy of the account by name and path: one of the same name in another path is another policy.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_policy" "sessions" {
  name   = "ops-sessions"
  path   = "/ops/"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}

locals {
  paths = { Same = "/ops/", Other = "/" }
}

resource "aws_ssoadmin_permission_set" "of" {
  for_each = local.paths

  name         = each.key
  instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "of" {
  for_each = local.paths

  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.of[each.key].arn

  customer_managed_policy_reference {
    name = aws_iam_policy.sessions.name
    path = each.value
  }
}

# Without a path, the one at the root is meant.
resource "aws_ssoadmin_permission_set" "default" {
  name         = "Default"
  instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "default" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.default.arn

  customer_managed_policy_reference {
    name = "ops-sessions"
  }
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
