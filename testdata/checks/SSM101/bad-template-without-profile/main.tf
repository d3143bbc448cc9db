# Neither the instance nor its launch template names an instance profile.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_launch_template" "worker" {
  name_prefix   = "worker-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.small"
}

resource "aws_instance" "worker" {
  count     = 2
  subnet_id = "subnet-0f3a1b2c4d5e6f701"
  launch_template {
    id      = aws_launch_template.worker.id
    version = "$Latest"
  }
}
