# A map of modules, each with a network of its own picked by a key in the value.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "good" {
  name_prefix        = "good-"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}

resource "aws_iam_role_policy_attachment" "good" {
  role       = aws_iam_role.good.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "good" {
  name_prefix = "good-"
  role        = aws_iam_role.good.name
}

resource "aws_iam_role" "bad" {
  name_prefix        = "bad-"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}

resource "aws_iam_instance_profile" "bad" {
  name_prefix = "bad-"
  role        = aws_iam_role.bad.name
}

module "net" {
  for_each = { blue = { cidr = "10.2.0.0/16", endpoints = true }, green = { cidr = "10.3.0.0/16", endpoints = false } }
  source   = "./modules/net"
  cidr     = each.value.cidr
  services = each.value.endpoints ? ["ssm", "ssmmessages", "ec2messages"] : []
}

module "app" {
  for_each = { front = "blue", back = "green" }
  source   = "./modules/app"
  subnet   = module.net[each.value].subnet
  group    = module.net[each.value].group
  profile  = aws_iam_instance_profile.good.name
}

module "same" {
  for_each = module.net
  source   = "./modules/app"
  subnet   = each.value.subnet
  group    = module.net[each.key].group
  profile  = aws_iam_instance_profile.good.name
}
