# The instance names no profile, but its launch template does.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_iam_policy_document" "tpl_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "tpl" {
  name_prefix        = "tpl-"
  assume_role_policy = data.aws_iam_policy_document.tpl_trust.json
}

resource "aws_iam_role_policy_attachment" "tpl_ssm" {
  role       = aws_iam_role.tpl.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "tpl" {
  name_prefix = "tpl-"
  role        = aws_iam_role.tpl.name
}

resource "aws_launch_template" "base" {
  name          = "base"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    arn = aws_iam_instance_profile.tpl.arn
  }
}

resource "aws_instance" "from_template" {
  subnet_id = "subnet-0f3a1b2c4d5e6f701"
  launch_template {
    name    = aws_launch_template.base.name
    version = aws_launch_template.base.latest_version
  }
}
