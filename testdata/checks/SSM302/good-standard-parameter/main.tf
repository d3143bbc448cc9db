# The parameter names the standard image.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "svc" {
  name               = "svc"
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
      ]
    }
  EOT
}

resource "aws_iam_role_policy_attachment" "svc" {
  for_each   = toset(["AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy"])
  role       = aws_iam_role.svc.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_iam_instance_profile" "svc" {
  name = "svc"
  role = aws_iam_role.svc.name
}

resource "aws_launch_template" "std" {
  name          = "std"
  image_id      = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
  instance_type = "t4g.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.svc.id
  }
}

resource "aws_instance" "std" {
  subnet_id = "subnet-0f3a1b2c4d5e6f701"
  launch_template {
    id = aws_launch_template.std.id
  }
}
