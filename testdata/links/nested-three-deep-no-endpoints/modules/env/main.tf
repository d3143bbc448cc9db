variable "name" {
  type = string
}

module "network" {
  source = "../network"
  name   = var.name
}

module "role" {
  source = "../role"
  name   = var.name
}

module "node" {
  source    = "../node"
  subnet_id = module.network.subnet_id
  group_ids = tolist([module.network.group_id])
  profile   = module.role.profile
}
