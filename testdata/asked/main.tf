terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = false
}

data "aws_vpc" "shared" {
  tags = { Name = "shared" }
}
data "aws_subnets" "priv" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shared.id]
  }
  tags = { Tier = "private" }
}
locals {
  i = { ami = "ami-0123456789abcdef0" }
}
# passes: private subnet of the shared VPC
resource "aws_instance" "looked_up" {
  ami                    = local.i.ami
  instance_type          = "t3.micro"
  subnet_id              = data.aws_subnets.priv.ids[0]
  vpc_security_group_ids = ["sg-aff544dab6c41e749"]
  iam_instance_profile   = "corp-node"
}
# fails: no way out
resource "aws_instance" "dark" {
  ami                    = local.i.ami
  instance_type          = "t3.micro"
  subnet_id              = "subnet-26055e85ad3cea5af"
  vpc_security_group_ids = ["sg-aff544dab6c41e749"]
  iam_instance_profile   = "corp-node"
}
# fails: group lets nothing out
resource "aws_instance" "closed" {
  ami                    = local.i.ami
  instance_type          = "t3.micro"
  subnet_id              = "subnet-20fe20b1512acfaa5"
  vpc_security_group_ids = ["sg-23edc465bccbcbcb5"]
  iam_instance_profile   = "corp-node"
}
# passes: default VPC of the account
resource "aws_instance" "dflt" {
  ami                         = local.i.ami
  instance_type               = "t3.micro"
  iam_instance_profile        = "corp-node"
  associate_public_ip_address = true
}
# deleted subnet
resource "aws_instance" "gone" {
  ami                    = local.i.ami
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0123456789abcdef0"
  vpc_security_group_ids = ["sg-aff544dab6c41e749"]
  iam_instance_profile   = "corp-node"
}
# passes: template elsewhere
resource "aws_autoscaling_group" "g" {
  name                = "g"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = ["subnet-20fe20b1512acfaa5"]
  launch_template {
    id      = "lt-6242a3ce4f2944274"
    version = "$Latest"
  }
}
resource "aws_instance" "profile_gone" {
  ami                    = local.i.ami
  instance_type          = "t3.micro"
  subnet_id              = "subnet-20fe20b1512acfaa5"
  vpc_security_group_ids = ["sg-aff544dab6c41e749"]
  iam_instance_profile   = "no-such-profile"
}
data "aws_caller_identity" "me" {}
resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy_attachment" "ops" {
  role       = aws_iam_role.ops.name
  policy_arn = "arn:aws:iam::123456789012:policy/CorpOps"
}
resource "aws_iam_role" "bounded" {
  name                 = "bounded"
  permissions_boundary = "arn:aws:iam::123456789012:policy/CorpBoundary"
  assume_role_policy   = aws_iam_role.ops.assume_role_policy
}
resource "aws_iam_role_policy" "bounded" {
  role   = aws_iam_role.bounded.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}
resource "aws_iam_role" "tagged" {
  name               = "tagged"
  assume_role_policy = aws_iam_role.ops.assume_role_policy
}
resource "aws_iam_role_policy" "tagged" {
  role   = aws_iam_role.tagged.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Env" = "dev" } } }, { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" }] })
}
resource "aws_iam_role_policy_attachment" "tagged" {
  role       = aws_iam_role.tagged.name
  policy_arn = "arn:aws:iam::123456789012:policy/CorpTagger"
}
resource "aws_iam_user" "u" { name = "u" }
resource "aws_iam_user_group_membership" "u" {
  user   = aws_iam_user.u.name
  groups = ["developers"]
}
resource "aws_ssm_document" "prefs" {
  name            = "SSM-SessionManagerRunShell"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "x"
    sessionType   = "Standard_Stream"
    inputs        = { s3BucketName = "", s3KeyPrefix = "", s3EncryptionEnabled = false, cloudWatchLogGroupName = "/corp/plain", cloudWatchEncryptionEnabled = true, kmsKeyId = "", runAsEnabled = false }
  })
}
