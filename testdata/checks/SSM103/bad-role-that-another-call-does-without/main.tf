# Two calls of a module, of which one is switched off: the role of the other lacks the agent's permissions.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "node" {
  source = "./modules/node"
}

module "standby" {
  source = "./modules/node"
  create = false
}
