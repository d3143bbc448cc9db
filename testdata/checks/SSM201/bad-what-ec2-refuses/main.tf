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
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node_core" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_vpc" "plain" {
  cidr_block = "10.51.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "plain" {
  vpc_id = aws_vpc.plain.id
  cidr_block = "10.51.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "plain" {
  name = "plain"
  vpc_id = aws_vpc.plain.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "plain" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.plain.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.plain.id]
  security_group_ids = [aws_security_group.plain.id]
}

resource "aws_instance" "plain" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "same_az_twice" {
  cidr_block = "10.52.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "same_az_twice" {
  vpc_id = aws_vpc.same_az_twice.id
  cidr_block = "10.52.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "same_az_twice" {
  name = "same_az_twice"
  vpc_id = aws_vpc.same_az_twice.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "same_az_twice" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.same_az_twice.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.same_az_twice.id, aws_subnet.same_az_twice_b.id]
  security_group_ids = [aws_security_group.same_az_twice.id]
}
resource "aws_subnet" "same_az_twice_b" {
  vpc_id = aws_vpc.same_az_twice.id
  cidr_block = "10.52.2.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_instance" "same_az_twice" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.same_az_twice.id
  vpc_security_group_ids = [aws_security_group.same_az_twice.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "two_azs" {
  cidr_block = "10.53.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "two_azs" {
  vpc_id = aws_vpc.two_azs.id
  cidr_block = "10.53.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "two_azs" {
  name = "two_azs"
  vpc_id = aws_vpc.two_azs.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "two_azs" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.two_azs.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.two_azs.id, aws_subnet.two_azs_b.id]
  security_group_ids = [aws_security_group.two_azs.id]
}
resource "aws_subnet" "two_azs_b" {
  vpc_id = aws_vpc.two_azs.id
  cidr_block = "10.53.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_instance" "two_azs" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.two_azs.id
  vpc_security_group_ids = [aws_security_group.two_azs.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "ep_subnet_other_vpc" {
  cidr_block = "10.54.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "ep_subnet_other_vpc" {
  vpc_id = aws_vpc.ep_subnet_other_vpc.id
  cidr_block = "10.54.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "ep_subnet_other_vpc" {
  name = "ep_subnet_other_vpc"
  vpc_id = aws_vpc.ep_subnet_other_vpc.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "ep_subnet_other_vpc" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.ep_subnet_other_vpc.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.plain.id]
  security_group_ids = [aws_security_group.ep_subnet_other_vpc.id]
}

resource "aws_instance" "ep_subnet_other_vpc" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ep_subnet_other_vpc.id
  vpc_security_group_ids = [aws_security_group.ep_subnet_other_vpc.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "ep_sg_other_vpc" {
  cidr_block = "10.55.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "ep_sg_other_vpc" {
  vpc_id = aws_vpc.ep_sg_other_vpc.id
  cidr_block = "10.55.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "ep_sg_other_vpc" {
  name = "ep_sg_other_vpc"
  vpc_id = aws_vpc.ep_sg_other_vpc.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "ep_sg_other_vpc" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.ep_sg_other_vpc.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.ep_sg_other_vpc.id]
  security_group_ids = [aws_security_group.plain.id]
}

resource "aws_instance" "ep_sg_other_vpc" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ep_sg_other_vpc.id
  vpc_security_group_ids = [aws_security_group.ep_sg_other_vpc.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "wrong_region_name" {
  cidr_block = "10.56.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wrong_region_name" {
  vpc_id = aws_vpc.wrong_region_name.id
  cidr_block = "10.56.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "wrong_region_name" {
  name = "wrong_region_name"
  vpc_id = aws_vpc.wrong_region_name.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "wrong_region_name" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.wrong_region_name.id
  service_name = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.wrong_region_name.id]
  security_group_ids = [aws_security_group.wrong_region_name.id]
}

resource "aws_instance" "wrong_region_name" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wrong_region_name.id
  vpc_security_group_ids = [aws_security_group.wrong_region_name.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "twice_ssm" {
  cidr_block = "10.57.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "twice_ssm" {
  vpc_id = aws_vpc.twice_ssm.id
  cidr_block = "10.57.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "twice_ssm" {
  name = "twice_ssm"
  vpc_id = aws_vpc.twice_ssm.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "twice_ssm" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.twice_ssm.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.twice_ssm.id]
  security_group_ids = [aws_security_group.twice_ssm.id]
}

resource "aws_vpc_endpoint" "twice_ssm_again" {
  for_each = toset(["ssm"])
  vpc_id = aws_vpc.twice_ssm.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.twice_ssm.id]
  security_group_ids = [aws_security_group.twice_ssm.id]
}

resource "aws_instance" "twice_ssm" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.twice_ssm.id
  vpc_security_group_ids = [aws_security_group.twice_ssm.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "ipv6_in_v4_subnet" {
  cidr_block = "10.58.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "ipv6_in_v4_subnet" {
  vpc_id = aws_vpc.ipv6_in_v4_subnet.id
  cidr_block = "10.58.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "ipv6_in_v4_subnet" {
  name = "ipv6_in_v4_subnet"
  vpc_id = aws_vpc.ipv6_in_v4_subnet.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "ipv6_in_v4_subnet" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.ipv6_in_v4_subnet.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.ipv6_in_v4_subnet.id]
  security_group_ids = [aws_security_group.ipv6_in_v4_subnet.id]
  ip_address_type = "ipv6"
}

resource "aws_instance" "ipv6_in_v4_subnet" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ipv6_in_v4_subnet.id
  vpc_security_group_ids = [aws_security_group.ipv6_in_v4_subnet.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "az_mismatch" {
  cidr_block = "10.59.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "az_mismatch" {
  vpc_id = aws_vpc.az_mismatch.id
  cidr_block = "10.59.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "az_mismatch" {
  name = "az_mismatch"
  vpc_id = aws_vpc.az_mismatch.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "az_mismatch" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.az_mismatch.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.az_mismatch.id]
  security_group_ids = [aws_security_group.az_mismatch.id]
}

resource "aws_instance" "az_mismatch" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.az_mismatch.id
  vpc_security_group_ids = [aws_security_group.az_mismatch.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  availability_zone = "eu-west-1b"
}

resource "aws_vpc" "az_match" {
  cidr_block = "10.60.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "az_match" {
  vpc_id = aws_vpc.az_match.id
  cidr_block = "10.60.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "az_match" {
  name = "az_match"
  vpc_id = aws_vpc.az_match.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "az_match" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id = aws_vpc.az_match.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = true
  subnet_ids = [aws_subnet.az_match.id]
  security_group_ids = [aws_security_group.az_match.id]
}

resource "aws_instance" "az_match" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.az_match.id
  vpc_security_group_ids = [aws_security_group.az_match.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  availability_zone = "eu-west-1a"
}

resource "aws_iam_role" "legacy_ok" {
  name               = "legacy_ok"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "legacy_ok" {
  name = "legacy_ok"
  role = aws_iam_role.legacy_ok.name
}
resource "aws_iam_role_policy_attachment" "legacy_ok" {
  role = aws_iam_role.legacy_ok.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"
}

resource "aws_instance" "legacy_ok" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.legacy_ok.name
}

resource "aws_iam_role" "legacy_wrong_path" {
  name               = "legacy_wrong_path"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "legacy_wrong_path" {
  name = "legacy_wrong_path"
  role = aws_iam_role.legacy_wrong_path.name
}
resource "aws_iam_role_policy_attachment" "legacy_wrong_path" {
  role = aws_iam_role.legacy_wrong_path.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2RoleforSSM"
}

resource "aws_instance" "legacy_wrong_path" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.legacy_wrong_path.name
}

resource "aws_iam_role" "core_wrong_path" {
  name               = "core_wrong_path"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "core_wrong_path" {
  name = "core_wrong_path"
  role = aws_iam_role.core_wrong_path.name
}
resource "aws_iam_role_policy_attachment" "core_wrong_path" {
  role = aws_iam_role.core_wrong_path.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "core_wrong_path" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.core_wrong_path.name
}

resource "aws_iam_role" "core_gov" {
  name               = "core_gov"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "core_gov" {
  name = "core_gov"
  role = aws_iam_role.core_gov.name
}
resource "aws_iam_role_policy_attachment" "core_gov" {
  role = aws_iam_role.core_gov.name
  policy_arn = "arn:aws-us-gov:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "core_gov" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.core_gov.name
}

resource "aws_iam_role" "core_typo" {
  name               = "core_typo"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "core_typo" {
  name = "core_typo"
  role = aws_iam_role.core_typo.name
}
resource "aws_iam_role_policy_attachment" "core_typo" {
  role = aws_iam_role.core_typo.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstancesCore"
}

resource "aws_instance" "core_typo" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.core_typo.name
}

resource "aws_iam_role" "core_case" {
  name               = "core_case"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "core_case" {
  name = "core_case"
  role = aws_iam_role.core_case.name
}
resource "aws_iam_role_policy_attachment" "core_case" {
  role = aws_iam_role.core_case.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstancecore"
}

resource "aws_instance" "core_case" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.plain.id
  vpc_security_group_ids = [aws_security_group.plain.id]
  iam_instance_profile   = aws_iam_instance_profile.core_case.name
}
