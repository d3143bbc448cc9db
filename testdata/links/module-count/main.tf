# Three instances of one module; each has its own role and profile inside.
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
  name   = "farm"
}

module "role" {
  count    = 3
  source   = "./modules/role"
  name     = "farm-${count.index}"
  policies = count.index == 2 ? ["CloudWatchAgentServerPolicy"] : ["AmazonSSMManagedInstanceCore"]
}

module "node" {
  count     = 3
  source    = "./modules/node"
  subnet_id = module.network.subnet_id
  group_ids = [module.network.group_id]
  profile   = module.role[count.index].profile
}
