# A grant that begins later is open from then on, and a window is open while it lasts.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "later" {
  name = "later"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "later" {
  name = "sessions"
  role = aws_iam_role.later.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { DateGreaterThan = { "aws:CurrentTime" = "2998-01-01T00:00:00Z" } } }
    ]
  })
}

resource "aws_iam_role" "window" {
  name = "window"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "window" {
  name = "sessions"
  role = aws_iam_role.window.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { DateGreaterThan = { "aws:CurrentTime" = "2023-01-01T00:00:00Z" }, DateLessThan = { "aws:EpochTime" = "32503680000" } } }
    ]
  })
}
