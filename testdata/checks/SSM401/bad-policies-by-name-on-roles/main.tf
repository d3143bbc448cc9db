# Roles that exist get policies by their names: one may open tunnels from now on, one has a guard, one loses its guard.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  roles = toset(["admin", "guarded", "ops", "reader"])
  guard = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/*" }]
  })
}

resource "aws_iam_role" "existing" {
  for_each = local.roles
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "all" {
  name       = "all"
  role       = "admin"
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
  depends_on = [aws_iam_role.existing]
}

resource "aws_iam_role_policy" "guard" {
  for_each   = toset(["admin", "guarded"])
  name       = "guard"
  role       = each.key
  policy     = local.guard
  depends_on = [aws_iam_role.existing]
}
