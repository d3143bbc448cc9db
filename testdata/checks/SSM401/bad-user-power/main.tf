# PowerUserAccess allows every document.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_user" "kim" {
  name = "kim"
}

resource "aws_iam_user_policy_attachment" "kim" {
  user       = aws_iam_user.kim.name
  policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
}
