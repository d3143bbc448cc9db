module "env" {
  source = "../env"
  name   = "dev"
}
