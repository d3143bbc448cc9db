# The list of a role adds a policy that an exclusive resource does not name, and takes away the one that it names. The exclusive resource does
# not change, so this plan leaves each role what its list says; the next one takes that away.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  core  = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  agent = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "gains" {
  name                = "gains"
  assume_role_policy  = local.trust
  managed_policy_arns = [local.core]
}

resource "aws_iam_role_policy_attachments_exclusive" "gains" {
  role_name   = aws_iam_role.gains.name
  policy_arns = [local.agent]
}

resource "aws_iam_instance_profile" "gains" {
  name = "gains"
  role = aws_iam_role.gains.name
}

resource "aws_instance" "gains" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.gains.name
}

resource "aws_iam_role" "loses" {
  name                = "loses"
  assume_role_policy  = local.trust
  managed_policy_arns = [local.agent]
}

resource "aws_iam_role_policy_attachments_exclusive" "loses" {
  role_name   = aws_iam_role.loses.name
  policy_arns = [local.core]
}

resource "aws_iam_instance_profile" "loses" {
  name = "loses"
  role = aws_iam_role.loses.name
}

resource "aws_instance" "loses" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.loses.name
}
