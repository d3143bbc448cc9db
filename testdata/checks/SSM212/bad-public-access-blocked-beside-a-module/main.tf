# All traffic of internet gateways is blocked, and the network is a module's.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "network" {
  source = "./modules/network"
}

resource "aws_vpc_block_public_access_options" "all" {
  internet_gateway_block_mode = "block-bidirectional"
}
