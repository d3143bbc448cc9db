# Subnet, group and profile are outputs of modules.
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
  name   = "shop"
}

module "role" {
  source = "./modules/role"
  name   = "shop"
}

resource "aws_instance" "shop" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network.subnet_id
  vpc_security_group_ids = [module.network.group_id]
  iam_instance_profile   = module.role.profile
}
