# The template of a module has no profile.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "fleet" {
  source = "./modules/fleet"
  name   = "workers"
}
