# The policy document allows the channels and not ssm:UpdateInstanceInformation.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "mailer" {
  name = "mailer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

data "aws_iam_policy_document" "channels" {
  statement {
    sid       = "Channels"
    actions   = ["ssmmessages:*", "ec2messages:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["ssm:GetParameter"]
    resources = ["arn:aws:ssm:eu-west-1:123456789012:parameter/mailer/*"]
  }
}

resource "aws_iam_role_policy" "mailer" {
  name   = "mailer"
  role   = aws_iam_role.mailer.id
  policy = data.aws_iam_policy_document.channels.json
}

resource "aws_iam_instance_profile" "mailer" {
  name = "mailer"
  role = aws_iam_role.mailer.name
}

resource "aws_instance" "mailer" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.mailer.name
}
