# People may assume the role of an instance, too, and start every tunnel with it. Where the role alone may assume itself, they do not.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "shared" {
  name = "shared"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com", AWS = "arn:aws:iam::123456789012:root" } }]
  })
}
resource "aws_iam_role_policy" "shared" {
  name = "sessions"
  role = aws_iam_role.shared.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }]
  })
}
resource "aws_iam_instance_profile" "shared" {
  name = "shared"
  role = aws_iam_role.shared.name
}
resource "aws_instance" "shared" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.shared.name
}

resource "aws_iam_role" "alone" {
  name = "alone"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com", AWS = "arn:aws:iam::123456789012:role/alone" } }]
  })
}
resource "aws_iam_role_policy" "alone" {
  name = "sessions"
  role = aws_iam_role.alone.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }]
  })
}
resource "aws_iam_instance_profile" "alone" {
  name = "alone"
  role = aws_iam_role.alone.name
}
resource "aws_instance" "alone" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.alone.name
}
