# Module keys with dots, quotes, brackets and slashes; one of them lacks the policy.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  nodes = {
    "node.a.b"   = ["AmazonSSMManagedInstanceCore"]
    "say \"hi\"" = ["CloudWatchAgentServerPolicy"]
    "list[0]/x"  = ["AmazonSSMManagedInstanceCore"]
  }
}

module "network" {
  source = "./modules/network"
  name   = "odd"
}

module "role" {
  for_each = local.nodes
  source   = "./modules/role"
  name     = "odd"
  policies = each.value
}

module "node" {
  for_each  = local.nodes
  source    = "./modules/node"
  subnet_id = module.network.subnet_id
  group_ids = [module.network.group_id]
  profile   = module.role[each.key].profile
}
