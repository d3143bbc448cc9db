# The boundary is a policy document without the channels of Session Manager.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_iam_policy_document" "boundary" {
  statement {
    sid       = "Jobs"
    actions   = ["s3:*", "ssm:*", "ec2messages:*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name   = "jobs"
  policy = data.aws_iam_policy_document.boundary.json
}

resource "aws_iam_role" "job" {
  name                 = "job"
  permissions_boundary = aws_iam_policy.boundary.arn
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "job" {
  role       = aws_iam_role.job.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "job" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.job.name
}

resource "aws_iam_instance_profile" "job" {
  name = "job"
  role = aws_iam_role.job.name
}
