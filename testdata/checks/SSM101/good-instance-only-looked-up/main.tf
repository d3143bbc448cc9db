# data.aws_instance looks an instance up and creates none: it is nobody's target.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "terraform_data" "rollout" {
  input = "2024-11-05"
}

data "aws_instance" "legacy" {
  instance_id = "i-0aa11bb22cc33dd44"
  depends_on  = [terraform_data.rollout]
}
