# Two networks from one module; only the network "open" has endpoints, and the instance is in "shut".
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "network" {
  for_each  = { open = true, shut = false }
  source    = "./modules/network"
  name      = each.key
  endpoints = each.value
}

module "role" {
  source = "./modules/role"
  name   = "node"
}

resource "aws_instance" "node" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network["shut"].subnet_id
  vpc_security_group_ids = [module.network["shut"].group_id]
  iam_instance_profile   = module.role.profile
}

resource "aws_instance" "twin" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network["open"].subnet_id
  vpc_security_group_ids = [module.network["open"].group_id]
  iam_instance_profile   = module.role.profile
}
