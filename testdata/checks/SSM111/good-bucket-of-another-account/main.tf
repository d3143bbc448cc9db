# The role may ask every bucket, and that of another account lets its account ask.
provider "aws" {
  region = "eu-west-1"
}
