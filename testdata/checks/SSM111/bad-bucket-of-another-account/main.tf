# The role may ask every bucket, and the one of another account has no policy that lets it.
provider "aws" {
  region = "eu-west-1"
}
