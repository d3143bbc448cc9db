# Subnet and group come as one object out of the module.
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
  name   = "cms"
}

module "role" {
  source   = "./modules/role"
  name     = "cms"
  policies = ["CloudWatchAgentServerPolicy"]
}

resource "aws_instance" "cms" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network.all.subnet
  vpc_security_group_ids = [module.network.all.group]
  iam_instance_profile   = module.role.profile
}
