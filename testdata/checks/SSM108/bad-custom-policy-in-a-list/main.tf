# The role lists a policy of one's own that the agent works by.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_iam_policy_document" "agent" {
  statement {
    actions = [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "agent" {
  name   = "agent"
  policy = data.aws_iam_policy_document.agent.json
}

resource "aws_iam_role" "own" {
  name = "own"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  managed_policy_arns = [
    "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy", # metrics
    aws_iam_policy.agent.arn,
  ]
}

resource "aws_instance" "own" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.own.name
}

resource "aws_iam_instance_profile" "own" {
  name = "own"
  role = aws_iam_role.own.name
}
