# What rules over all records of the zone leaves none of its names.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  access_key                  = "test"
  secret_key                  = "test"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "ssm" {
  for_each           = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id             = aws_vpc.main.id
  service_name       = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.app.id]
  security_group_ids = [aws_security_group.endpoints.id]
}

resource "aws_route53_zone" "ssm" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  name     = "${each.key}.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "ssm" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  zone_id  = aws_route53_zone.ssm[each.key].zone_id
  name     = "${each.key}.eu-west-1.amazonaws.com"
  type     = "A"
  alias {
    name                   = aws_vpc_endpoint.ssm[each.key].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm[each.key].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_records_exclusive" "ssm" {
  zone_id = aws_route53_zone.ssm["ssm"].zone_id
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "app" {
  name = "app"
  role = aws_iam_role.app.name
}

resource "aws_instance" "app" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  subnet_id            = aws_subnet.app.id
  iam_instance_profile = aws_iam_instance_profile.app.name
}
