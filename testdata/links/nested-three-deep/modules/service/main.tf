variable "name" {
  type = string
}

variable "profile" {
  type = string
}

module "network" {
  source = "../network"
  name   = var.name
}

module "node" {
  source    = "../node"
  subnet_id = module.network.subnet_id
  group_ids = [module.network.group_id]
  profile   = var.profile
}
