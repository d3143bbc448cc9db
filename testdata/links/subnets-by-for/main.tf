# A group over subnets filtered in a for expression; the filtered one is in the dark.
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

resource "aws_vpc" "lit" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "lit" {
  vpc_id            = aws_vpc.lit.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "node" {
  name_prefix = "node-"
  vpc_id      = aws_vpc.lit.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_security_group" "endpoints" {
  name_prefix = "endpoints-"
  vpc_id      = aws_vpc.lit.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    cidr_blocks     = ["10.0.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.lit.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.lit.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_vpc" "dark" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "dark" {
  vpc_id            = aws_vpc.dark.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "dark" {
  name_prefix = "dark-"
  vpc_id      = aws_vpc.dark.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "t" {
  name_prefix            = "node-t-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.node.id]
  
  iam_instance_profile {
    name = aws_iam_instance_profile.good.name
  }
}

resource "aws_subnet" "more" {
  for_each                = { one = aws_vpc.lit.id, two = aws_vpc.lit.id, dark = aws_vpc.dark.id }
  vpc_id                  = each.value
  cidr_block              = each.key == "dark" ? "10.1.9.0/24" : each.key == "one" ? "10.0.8.0/24" : "10.0.9.0/24"
  map_public_ip_on_launch = each.key == "dark"
}

resource "aws_autoscaling_group" "g" {
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = [for key, s in aws_subnet.more : s.id if !s.map_public_ip_on_launch]
  launch_template {
    id      = aws_launch_template.t.id
    version = aws_launch_template.t.latest_version
  }
}

resource "aws_autoscaling_group" "h" {
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = slice([for s in aws_subnet.more : s.id], 1, 3)
  launch_template {
    id = aws_launch_template.t.id
  }
}
