# The service of a module has no task role.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "api" {
  source    = "./modules/service"
  name      = "api"
  subnet_id = aws_subnet.main.id
  vpc_id    = aws_vpc.main.id
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}
