variable "name" {
  type = string
}

module "role" {
  source = "../role"
  name   = var.name
}

module "service" {
  source  = "../service"
  name    = var.name
  profile = module.role.profile
}
