# Template, group and profile live in different modules.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
module "network" {
  source = "./modules/network"
  name   = "grid"
}

module "template" {
  source   = "./modules/template"
  group_id = module.network.group_id
  profile  = aws_iam_instance_profile.node.arn
}

resource "aws_autoscaling_group" "grid" {
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = [module.network.subnet_id]
  launch_template {
    id      = module.template.id
    version = module.template.version
  }
}
