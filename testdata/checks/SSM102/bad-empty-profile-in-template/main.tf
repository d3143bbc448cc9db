# The launch template's profile holds no role.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_instance_profile" "ci" {
  name = "ci-agents"
}

resource "aws_launch_template" "ci" {
  name          = "ci-agents"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m6i.large"
  iam_instance_profile {
    name = aws_iam_instance_profile.ci.name
  }
}

resource "aws_autoscaling_group" "ci" {
  name                = "ci-agents"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = ["subnet-0f3a1b2c4d5e6f701"]
  launch_template {
    id      = aws_launch_template.ci.id
    version = "$Latest"
  }
}
