# A grant that has ended grants nothing, and a refusal that began in the past refuses for ever.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "ended" {
  name = "ended"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ended" {
  name = "sessions"
  role = aws_iam_role.ended.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { DateLessThan = { "aws:CurrentTime" = "2023-01-01T00:00:00Z" } } }
    ]
  })
}

resource "aws_iam_role" "began" {
  name = "began"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "began" {
  name = "sessions"
  role = aws_iam_role.began.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "*", Condition = { DateGreaterThan = { "aws:CurrentTime" = "2023-01-01T00:00:00Z" } } }
    ]
  })
}

resource "aws_iam_role" "never" {
  name = "never"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "never" {
  name = "sessions"
  role = aws_iam_role.never.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { DateGreaterThan = { "aws:CurrentTime" = "2999-01-01T00:00:00Z" }, DateLessThan = { "aws:CurrentTime" = "2998-01-01T00:00:00Z" } } }
    ]
  })
}

resource "aws_iam_role" "epoch" {
  name = "epoch"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "epoch" {
  name = "sessions"
  role = aws_iam_role.epoch.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { NumericLessThan = { "aws:EpochTime" = "1600000000" } } }
    ]
  })
}
