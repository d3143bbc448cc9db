# All but the subnet comes from a launch template outside the plan.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "golden" {
  subnet_id = "subnet-0f3a1b2c4d5e6f701"
  launch_template {
    id      = "lt-0a1b2c3d4e5f67890"
    version = "7"
  }
}
