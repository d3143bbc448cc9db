# An exclusive list takes out what it does not name when it is made: what is attached after that stays until the next apply.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_iam_user" "attached_after" {
  name = "attached_after"
}

resource "aws_iam_user_policy_attachments_exclusive" "attached_after" {
  user_name   = aws_iam_user.attached_after.name
  policy_arns = []
}

resource "aws_iam_user_policy_attachment" "attached_after" {
  user       = aws_iam_user.attached_after.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMFullAccess"

  depends_on = [aws_iam_user_policy_attachments_exclusive.attached_after]
}

resource "aws_iam_user" "attached_before" {
  name = "attached_before"
}

resource "aws_iam_user_policy_attachments_exclusive" "attached_before" {
  user_name   = aws_iam_user.attached_before.name
  policy_arns = []

  depends_on = [aws_iam_user_policy_attachment.attached_before]
}

resource "aws_iam_user_policy_attachment" "attached_before" {
  user       = aws_iam_user.attached_before.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMFullAccess"
}

resource "aws_iam_user" "written_after" {
  name = "written_after"
}

resource "aws_iam_user_policies_exclusive" "written_after" {
  user_name    = aws_iam_user.written_after.name
  policy_names = []
}

resource "aws_iam_user_policy" "written_after" {
  name   = "sessions"
  user   = aws_iam_user.written_after.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })

  depends_on = [aws_iam_user_policies_exclusive.written_after]
}

resource "aws_iam_user" "written_before" {
  name = "written_before"
}

resource "aws_iam_user_policies_exclusive" "written_before" {
  user_name    = aws_iam_user.written_before.name
  policy_names = []

  depends_on = [aws_iam_user_policy.written_before]
}

resource "aws_iam_user_policy" "written_before" {
  name   = "sessions"
  user   = aws_iam_user.written_before.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}
