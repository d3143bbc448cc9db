# The role, the user and the group are of another root: whoever they are gets what these policies allow.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role_policy" "inline" {
  name = "sessions"
  role = "developer"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }]
  })
}

resource "aws_iam_group_policy_attachment" "of_aws" {
  group      = "operators"
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMFullAccess"
}

resource "aws_iam_policy" "own" {
  name = "own"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }]
  })
}

resource "aws_iam_user_policy_attachment" "own" {
  user       = "bob"
  policy_arn = aws_iam_policy.own.arn
}
