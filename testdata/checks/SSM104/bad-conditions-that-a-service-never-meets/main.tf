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

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "t_ext" {
  name = "t_ext"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }, Condition = { StringEquals = { "sts:ExternalId" = "x" } } }]
  })
}
resource "aws_iam_instance_profile" "t_ext" {
  name = "t_ext"
  role = aws_iam_role.t_ext.name
}
resource "aws_iam_role_policy_attachment" "t_ext_core" {
  role       = aws_iam_role.t_ext.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_ext" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_ext.name
}

resource "aws_iam_role" "t_tag" {
  name = "t_tag"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "t_tag" {
  name = "t_tag"
  role = aws_iam_role.t_tag.name
}
resource "aws_iam_role_policy_attachment" "t_tag_core" {
  role       = aws_iam_role.t_tag.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_tag" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_tag.name
}

resource "aws_iam_role" "t_star" {
  name = "t_star"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:*", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "t_star" {
  name = "t_star"
  role = aws_iam_role.t_star.name
}
resource "aws_iam_role_policy_attachment" "t_star_core" {
  role       = aws_iam_role.t_star.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_star" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_star.name
}

resource "aws_iam_role" "t_web" {
  name = "t_web"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "accounts.google.com" } }]
  })
}
resource "aws_iam_instance_profile" "t_web" {
  name = "t_web"
  role = aws_iam_role.t_web.name
}
resource "aws_iam_role_policy_attachment" "t_web_core" {
  role       = aws_iam_role.t_web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_web" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_web.name
}

resource "aws_iam_role" "t_two" {
  name = "t_two"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["ssm.amazonaws.com", "ec2.amazonaws.com"] } }]
  })
}
resource "aws_iam_instance_profile" "t_two" {
  name = "t_two"
  role = aws_iam_role.t_two.name
}
resource "aws_iam_role_policy_attachment" "t_two_core" {
  role       = aws_iam_role.t_two.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_two" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_two.name
}

resource "aws_iam_role" "t_mfa" {
  name = "t_mfa"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }]
  })
}
resource "aws_iam_instance_profile" "t_mfa" {
  name = "t_mfa"
  role = aws_iam_role.t_mfa.name
}
resource "aws_iam_role_policy_attachment" "t_mfa_core" {
  role       = aws_iam_role.t_mfa.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_mfa" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_mfa.name
}

resource "aws_iam_role" "t_denyorg" {
  name = "t_denyorg"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }, { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "*" }, Condition = { StringNotEquals = { "aws:PrincipalOrgID" = "o-1234567890" }, BoolIfExists = { "aws:PrincipalIsAWSService" = "false" } } }]
  })
}
resource "aws_iam_instance_profile" "t_denyorg" {
  name = "t_denyorg"
  role = aws_iam_role.t_denyorg.name
}
resource "aws_iam_role_policy_attachment" "t_denyorg_core" {
  role       = aws_iam_role.t_denyorg.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_denyorg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_denyorg.name
}

resource "aws_iam_role" "t_nav" {
  name = "t_nav"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazon.com" } }]
  })
}
resource "aws_iam_instance_profile" "t_nav" {
  name = "t_nav"
  role = aws_iam_role.t_nav.name
}
resource "aws_iam_role_policy_attachment" "t_nav_core" {
  role       = aws_iam_role.t_nav.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_nav" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_nav.name
}

resource "aws_iam_role" "t_cn" {
  name = "t_cn"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com.cn" } }]
  })
}
resource "aws_iam_instance_profile" "t_cn" {
  name = "t_cn"
  role = aws_iam_role.t_cn.name
}
resource "aws_iam_role_policy_attachment" "t_cn_core" {
  role       = aws_iam_role.t_cn.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_cn" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_cn.name
}

resource "aws_iam_role" "t_fleet" {
  name = "t_fleet"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "spotfleet.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "t_fleet" {
  name = "t_fleet"
  role = aws_iam_role.t_fleet.name
}
resource "aws_iam_role_policy_attachment" "t_fleet_core" {
  role       = aws_iam_role.t_fleet.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_fleet" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_fleet.name
}

resource "aws_iam_role" "t_reg" {
  name = "t_reg"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }, Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } } }]
  })
}
resource "aws_iam_instance_profile" "t_reg" {
  name = "t_reg"
  role = aws_iam_role.t_reg.name
}
resource "aws_iam_role_policy_attachment" "t_reg_core" {
  role       = aws_iam_role.t_reg.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "t_reg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.t_reg.name
}
