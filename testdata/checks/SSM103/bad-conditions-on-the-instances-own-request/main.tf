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

resource "aws_iam_role" "b_notaction" {
  name               = "b_notaction"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = aws_iam_policy.b_notaction_b.arn
}
resource "aws_iam_instance_profile" "b_notaction" {
  name = "b_notaction"
  role = aws_iam_role.b_notaction.name
}
resource "aws_iam_role_policy_attachment" "b_notaction_core" {
  role       = aws_iam_role.b_notaction.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_policy" "b_notaction_b" {
  name = "b_notaction-boundary"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}

resource "aws_instance" "b_notaction" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_notaction.name
}

resource "aws_iam_role" "b_notaction_ssm" {
  name               = "b_notaction_ssm"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = aws_iam_policy.b_notaction_ssm_b.arn
}
resource "aws_iam_instance_profile" "b_notaction_ssm" {
  name = "b_notaction_ssm"
  role = aws_iam_role.b_notaction_ssm.name
}
resource "aws_iam_role_policy_attachment" "b_notaction_ssm_core" {
  role       = aws_iam_role.b_notaction_ssm.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_policy" "b_notaction_ssm_b" {
  name = "b_notaction_ssm-boundary"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["ssm:*"], Resource = "*" }]
  })
}

resource "aws_instance" "b_notaction_ssm" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_notaction_ssm.name
}

resource "aws_iam_role" "b_power" {
  name               = "b_power"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
}
resource "aws_iam_instance_profile" "b_power" {
  name = "b_power"
  role = aws_iam_role.b_power.name
}
resource "aws_iam_role_policy_attachment" "b_power_core" {
  role       = aws_iam_role.b_power.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "b_power" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_power.name
}

resource "aws_iam_role" "b_readonly" {
  name               = "b_readonly"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
resource "aws_iam_instance_profile" "b_readonly" {
  name = "b_readonly"
  role = aws_iam_role.b_readonly.name
}
resource "aws_iam_role_policy_attachment" "b_readonly_core" {
  role       = aws_iam_role.b_readonly.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "b_readonly" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_readonly.name
}

resource "aws_iam_role" "b_region" {
  name               = "b_region"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = aws_iam_policy.b_region_b.arn
}
resource "aws_iam_instance_profile" "b_region" {
  name = "b_region"
  role = aws_iam_role.b_region.name
}
resource "aws_iam_role_policy_attachment" "b_region_core" {
  role       = aws_iam_role.b_region.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_policy" "b_region_b" {
  name = "b_region-boundary"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = ["eu-west-1", "us-east-1"] } } }]
  })
}

resource "aws_instance" "b_region" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_region.name
}

resource "aws_iam_role" "b_region2" {
  name               = "b_region2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = aws_iam_policy.b_region2_b.arn
}
resource "aws_iam_instance_profile" "b_region2" {
  name = "b_region2"
  role = aws_iam_role.b_region2.name
}
resource "aws_iam_role_policy_attachment" "b_region2_core" {
  role       = aws_iam_role.b_region2.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_policy" "b_region2_b" {
  name = "b_region2-boundary"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "eu-central-1" } } }]
  })
}

resource "aws_instance" "b_region2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_region2.name
}

resource "aws_iam_role" "b_core" {
  name               = "b_core"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  permissions_boundary = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "b_core" {
  name = "b_core"
  role = aws_iam_role.b_core.name
}
resource "aws_iam_role_policy_attachment" "b_core_core" {
  role       = aws_iam_role.b_core.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "b_core" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.b_core.name
}

resource "aws_iam_role" "d_tls" {
  name               = "d_tls"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_tls" {
  name = "d_tls"
  role = aws_iam_role.d_tls.name
}
resource "aws_iam_role_policy_attachment" "d_tls_core" {
  role       = aws_iam_role.d_tls.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_tls" {
  name = "d_tls"
  role = aws_iam_role.d_tls.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } }]
  })
}

resource "aws_instance" "d_tls" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_tls.name
}

resource "aws_iam_role" "d_via" {
  name               = "d_via"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_via" {
  name = "d_via"
  role = aws_iam_role.d_via.name
}
resource "aws_iam_role_policy_attachment" "d_via_core" {
  role       = aws_iam_role.d_via.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_via" {
  name = "d_via"
  role = aws_iam_role.d_via.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { BoolIfExists = { "aws:ViaAWSService" = "false" } } }]
  })
}

resource "aws_instance" "d_via" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_via.name
}

resource "aws_iam_role" "d_mfa" {
  name               = "d_mfa"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_mfa" {
  name = "d_mfa"
  role = aws_iam_role.d_mfa.name
}
resource "aws_iam_role_policy_attachment" "d_mfa_core" {
  role       = aws_iam_role.d_mfa.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_mfa" {
  name = "d_mfa"
  role = aws_iam_role.d_mfa.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }]
  })
}

resource "aws_instance" "d_mfa" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_mfa.name
}

resource "aws_iam_role" "d_mfa2" {
  name               = "d_mfa2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_mfa2" {
  name = "d_mfa2"
  role = aws_iam_role.d_mfa2.name
}
resource "aws_iam_role_policy_attachment" "d_mfa2_core" {
  role       = aws_iam_role.d_mfa2.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_mfa2" {
  name = "d_mfa2"
  role = aws_iam_role.d_mfa2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } }]
  })
}

resource "aws_instance" "d_mfa2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_mfa2.name
}

resource "aws_iam_role" "d_tag_ok" {
  name               = "d_tag_ok"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  tags = { env = "prod" }
}
resource "aws_iam_instance_profile" "d_tag_ok" {
  name = "d_tag_ok"
  role = aws_iam_role.d_tag_ok.name
}
resource "aws_iam_role_policy_attachment" "d_tag_ok_core" {
  role       = aws_iam_role.d_tag_ok.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_tag_ok" {
  name = "d_tag_ok"
  role = aws_iam_role.d_tag_ok.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:PrincipalTag/env" = "prod" } } }]
  })
}

resource "aws_instance" "d_tag_ok" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_tag_ok.name
}

resource "aws_iam_role" "d_tag_bad" {
  name               = "d_tag_bad"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  tags = { env = "dev" }
}
resource "aws_iam_instance_profile" "d_tag_bad" {
  name = "d_tag_bad"
  role = aws_iam_role.d_tag_bad.name
}
resource "aws_iam_role_policy_attachment" "d_tag_bad_core" {
  role       = aws_iam_role.d_tag_bad.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_tag_bad" {
  name = "d_tag_bad"
  role = aws_iam_role.d_tag_bad.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:PrincipalTag/env" = "prod" } } }]
  })
}

resource "aws_instance" "d_tag_bad" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_tag_bad.name
}

resource "aws_iam_role" "d_sip" {
  name               = "d_sip"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_sip" {
  name = "d_sip"
  role = aws_iam_role.d_sip.name
}
resource "aws_iam_role_policy_attachment" "d_sip_core" {
  role       = aws_iam_role.d_sip.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_sip" {
  name = "d_sip"
  role = aws_iam_role.d_sip.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { NotIpAddress = { "aws:SourceIp" = "192.0.2.0/24" }, Bool = { "aws:ViaAWSService" = "false" } } }]
  })
}

resource "aws_instance" "d_sip" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_sip.name
}

resource "aws_iam_role" "d_vpc" {
  name               = "d_vpc"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_vpc" {
  name = "d_vpc"
  role = aws_iam_role.d_vpc.name
}
resource "aws_iam_role_policy_attachment" "d_vpc_core" {
  role       = aws_iam_role.d_vpc.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_vpc" {
  name = "d_vpc"
  role = aws_iam_role.d_vpc.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:SourceVpc" = aws_vpc.main.id } } }]
  })
}

resource "aws_instance" "d_vpc" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_vpc.name
}

resource "aws_iam_role" "d_vpcif" {
  name               = "d_vpcif"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_vpcif" {
  name = "d_vpcif"
  role = aws_iam_role.d_vpcif.name
}
resource "aws_iam_role_policy_attachment" "d_vpcif_core" {
  role       = aws_iam_role.d_vpcif.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_vpcif" {
  name = "d_vpcif"
  role = aws_iam_role.d_vpcif.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEqualsIfExists = { "aws:SourceVpc" = aws_vpc.main.id }, Bool = {"aws:PrincipalIsAWSService" = "false"}, StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/admin" } } }]
  })
}

resource "aws_instance" "d_vpcif" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_vpcif.name
}

resource "aws_iam_role" "d_type" {
  name               = "d_type"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_type" {
  name = "d_type"
  role = aws_iam_role.d_type.name
}
resource "aws_iam_role_policy_attachment" "d_type_core" {
  role       = aws_iam_role.d_type.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_type" {
  name = "d_type"
  role = aws_iam_role.d_type.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalType" = "AssumedRole" } } }]
  })
}

resource "aws_instance" "d_type" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_type.name
}

resource "aws_iam_role" "d_type2" {
  name               = "d_type2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_type2" {
  name = "d_type2"
  role = aws_iam_role.d_type2.name
}
resource "aws_iam_role_policy_attachment" "d_type2_core" {
  role       = aws_iam_role.d_type2.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_type2" {
  name = "d_type2"
  role = aws_iam_role.d_type2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:PrincipalType" = "AssumedRole" } } }]
  })
}

resource "aws_instance" "d_type2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_type2.name
}

resource "aws_iam_role" "d_region" {
  name               = "d_region"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_region" {
  name = "d_region"
  role = aws_iam_role.d_region.name
}
resource "aws_iam_role_policy_attachment" "d_region_core" {
  role       = aws_iam_role.d_region.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_region" {
  name = "d_region"
  role = aws_iam_role.d_region.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = "eu-west-1" } } }]
  })
}

resource "aws_instance" "d_region" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_region.name
}

resource "aws_iam_role" "d_region2" {
  name               = "d_region2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_region2" {
  name = "d_region2"
  role = aws_iam_role.d_region2.name
}
resource "aws_iam_role_policy_attachment" "d_region2_core" {
  role       = aws_iam_role.d_region2.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_region2" {
  name = "d_region2"
  role = aws_iam_role.d_region2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1"] } } }]
  })
}

resource "aws_instance" "d_region2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_region2.name
}

resource "aws_iam_role" "d_calledvia" {
  name               = "d_calledvia"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_calledvia" {
  name = "d_calledvia"
  role = aws_iam_role.d_calledvia.name
}
resource "aws_iam_role_policy_attachment" "d_calledvia_core" {
  role       = aws_iam_role.d_calledvia.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_calledvia" {
  name = "d_calledvia"
  role = aws_iam_role.d_calledvia.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { "ForAnyValue:StringEquals" = { "aws:CalledVia" = ["cloudformation.amazonaws.com"] } } }]
  })
}

resource "aws_instance" "d_calledvia" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_calledvia.name
}

resource "aws_iam_role" "d_user" {
  name               = "d_user"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_user" {
  name = "d_user"
  role = aws_iam_role.d_user.name
}
resource "aws_iam_role_policy_attachment" "d_user_core" {
  role       = aws_iam_role.d_user.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_user" {
  name = "d_user"
  role = aws_iam_role.d_user.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:userid" = "AIDA*" } } }]
  })
}

resource "aws_instance" "d_user" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_user.name
}

resource "aws_iam_role" "d_userid" {
  name               = "d_userid"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_userid" {
  name = "d_userid"
  role = aws_iam_role.d_userid.name
}
resource "aws_iam_role_policy_attachment" "d_userid_core" {
  role       = aws_iam_role.d_userid.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_userid" {
  name = "d_userid"
  role = aws_iam_role.d_userid.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:userid" = "*:i-*" } } }]
  })
}

resource "aws_instance" "d_userid" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_userid.name
}

resource "aws_iam_role" "d_iss" {
  name               = "d_iss"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_iss" {
  name = "d_iss"
  role = aws_iam_role.d_iss.name
}
resource "aws_iam_role_policy_attachment" "d_iss_core" {
  role       = aws_iam_role.d_iss.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_iss" {
  name = "d_iss"
  role = aws_iam_role.d_iss.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { Null = { "aws:TokenIssueTime" = "true" } } }]
  })
}

resource "aws_instance" "d_iss" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_iss.name
}

resource "aws_iam_role" "d_iss2" {
  name               = "d_iss2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_iss2" {
  name = "d_iss2"
  role = aws_iam_role.d_iss2.name
}
resource "aws_iam_role_policy_attachment" "d_iss2_core" {
  role       = aws_iam_role.d_iss2.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_iss2" {
  name = "d_iss2"
  role = aws_iam_role.d_iss2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { Null = { "aws:TokenIssueTime" = "false" } } }]
  })
}

resource "aws_instance" "d_iss2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_iss2.name
}

resource "aws_iam_role" "d_revoke" {
  name               = "d_revoke"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_revoke" {
  name = "d_revoke"
  role = aws_iam_role.d_revoke.name
}
resource "aws_iam_role_policy_attachment" "d_revoke_core" {
  role       = aws_iam_role.d_revoke.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_revoke" {
  name = "d_revoke"
  role = aws_iam_role.d_revoke.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { DateLessThan = { "aws:TokenIssueTime" = "2024-01-01T00:00:00Z" } } }]
  })
}

resource "aws_instance" "d_revoke" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_revoke.name
}

resource "aws_iam_role" "d_name" {
  name               = "d_name"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_name" {
  name = "d_name"
  role = aws_iam_role.d_name.name
}
resource "aws_iam_role_policy_attachment" "d_name_core" {
  role       = aws_iam_role.d_name.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_name" {
  name = "d_name"
  role = aws_iam_role.d_name.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalArn" = aws_iam_role.d_name.arn } } }]
  })
}

resource "aws_instance" "d_name" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_name.name
}

resource "aws_iam_role" "d_ec2src" {
  name               = "d_ec2src"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_ec2src" {
  name = "d_ec2src"
  role = aws_iam_role.d_ec2src.name
}
resource "aws_iam_role_policy_attachment" "d_ec2src_core" {
  role       = aws_iam_role.d_ec2src.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_ec2src" {
  name = "d_ec2src"
  role = aws_iam_role.d_ec2src.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { Null = { "ec2:SourceInstanceARN" = "true" } } }]
  })
}

resource "aws_instance" "d_ec2src" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_ec2src.name
}

resource "aws_iam_role" "d_ec2vpc" {
  name               = "d_ec2vpc"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_ec2vpc" {
  name = "d_ec2vpc"
  role = aws_iam_role.d_ec2vpc.name
}
resource "aws_iam_role_policy_attachment" "d_ec2vpc_core" {
  role       = aws_iam_role.d_ec2vpc.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_ec2vpc" {
  name = "d_ec2vpc"
  role = aws_iam_role.d_ec2vpc.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { Null = { "aws:Ec2InstanceSourceVpc" = "true" } } }]
  })
}

resource "aws_instance" "d_ec2vpc" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_ec2vpc.name
}

resource "aws_iam_role" "d_exfil" {
  name               = "d_exfil"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "d_exfil" {
  name = "d_exfil"
  role = aws_iam_role.d_exfil.name
}
resource "aws_iam_role_policy_attachment" "d_exfil_core" {
  role       = aws_iam_role.d_exfil.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "d_exfil" {
  name = "d_exfil"
  role = aws_iam_role.d_exfil.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:Ec2InstanceSourceVpc" = "$${aws:SourceVpc}" } } }]
  })
}

resource "aws_instance" "d_exfil" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.d_exfil.name
}

resource "aws_iam_role" "a_date" {
  name               = "a_date"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_date" {
  name = "a_date"
  role = aws_iam_role.a_date.name
}

resource "aws_iam_role_policy" "a_date" {
  name = "a_date"
  role = aws_iam_role.a_date.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { DateLessThan = { "aws:CurrentTime" = "2021-01-01T00:00:00Z" } } }]
  })
}

resource "aws_instance" "a_date" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_date.name
}

resource "aws_iam_role" "a_date2" {
  name               = "a_date2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_date2" {
  name = "a_date2"
  role = aws_iam_role.a_date2.name
}

resource "aws_iam_role_policy" "a_date2" {
  name = "a_date2"
  role = aws_iam_role.a_date2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { DateGreaterThan = { "aws:CurrentTime" = "2021-01-01T00:00:00Z" } } }]
  })
}

resource "aws_instance" "a_date2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_date2.name
}

resource "aws_iam_role" "a_userid" {
  name               = "a_userid"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_userid" {
  name = "a_userid"
  role = aws_iam_role.a_userid.name
}

resource "aws_iam_role_policy" "a_userid" {
  name = "a_userid"
  role = aws_iam_role.a_userid.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { StringLike = { "aws:userid" = "*:i-*" } } }]
  })
}

resource "aws_instance" "a_userid" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_userid.name
}

resource "aws_iam_role" "a_src" {
  name               = "a_src"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_src" {
  name = "a_src"
  role = aws_iam_role.a_src.name
}

resource "aws_iam_role_policy" "a_src" {
  name = "a_src"
  role = aws_iam_role.a_src.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { Null = { "ec2:SourceInstanceARN" = "false" } } }]
  })
}

resource "aws_instance" "a_src" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_src.name
}

resource "aws_iam_role" "a_vpcsip" {
  name               = "a_vpcsip"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_vpcsip" {
  name = "a_vpcsip"
  role = aws_iam_role.a_vpcsip.name
}

resource "aws_iam_role_policy" "a_vpcsip" {
  name = "a_vpcsip"
  role = aws_iam_role.a_vpcsip.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { IpAddress = { "aws:VpcSourceIp" = "10.0.0.0/8" } } }]
  })
}

resource "aws_instance" "a_vpcsip" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_vpcsip.name
}

resource "aws_iam_role" "a_arn" {
  name               = "a_arn"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_arn" {
  name = "a_arn"
  role = aws_iam_role.a_arn.name
}

resource "aws_iam_role_policy" "a_arn" {
  name = "a_arn"
  role = aws_iam_role.a_arn.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/a_arn" } } }]
  })
}

resource "aws_instance" "a_arn" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_arn.name
}

resource "aws_iam_role" "a_ssmsrc" {
  name               = "a_ssmsrc"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_ssmsrc" {
  name = "a_ssmsrc"
  role = aws_iam_role.a_ssmsrc.name
}

resource "aws_iam_role_policy" "a_ssmsrc" {
  name = "a_ssmsrc"
  role = aws_iam_role.a_ssmsrc.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { ArnLike = { "ssm:SourceInstanceARN" = "arn:aws:ec2:*:*:instance/*" } } }]
  })
}

resource "aws_instance" "a_ssmsrc" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_ssmsrc.name
}

resource "aws_iam_role" "a_ec2src" {
  name               = "a_ec2src"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_ec2src" {
  name = "a_ec2src"
  role = aws_iam_role.a_ec2src.name
}

resource "aws_iam_role_policy" "a_ec2src" {
  name = "a_ec2src"
  role = aws_iam_role.a_ec2src.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { ArnLike = { "ec2:SourceInstanceARN" = "arn:aws:ec2:eu-west-1:*:instance/*" } } }]
  })
}

resource "aws_instance" "a_ec2src" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_ec2src.name
}

resource "aws_iam_role" "a_ec2srcreg" {
  name               = "a_ec2srcreg"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_ec2srcreg" {
  name = "a_ec2srcreg"
  role = aws_iam_role.a_ec2srcreg.name
}

resource "aws_iam_role_policy" "a_ec2srcreg" {
  name = "a_ec2srcreg"
  role = aws_iam_role.a_ec2srcreg.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*", Condition = { ArnLike = { "ec2:SourceInstanceARN" = "arn:aws:ec2:us-east-1:*:instance/*" } } }]
  })
}

resource "aws_instance" "a_ec2srcreg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_ec2srcreg.name
}

resource "aws_iam_role" "a_notaction" {
  name               = "a_notaction"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_notaction" {
  name = "a_notaction"
  role = aws_iam_role.a_notaction.name
}

resource "aws_iam_role_policy" "a_notaction" {
  name = "a_notaction"
  role = aws_iam_role.a_notaction.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*"], Resource = "*" }]
  })
}

resource "aws_instance" "a_notaction" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_notaction.name
}

resource "aws_iam_role" "a_notres" {
  name               = "a_notres"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_notres" {
  name = "a_notres"
  role = aws_iam_role.a_notres.name
}

resource "aws_iam_role_policy" "a_notres" {
  name = "a_notres"
  role = aws_iam_role.a_notres.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:*", "ssmmessages:*"], NotResource = "arn:aws:s3:::x" }]
  })
}

resource "aws_instance" "a_notres" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_notres.name
}

resource "aws_iam_role" "a_restag" {
  name               = "a_restag"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_restag" {
  name = "a_restag"
  role = aws_iam_role.a_restag.name
}

resource "aws_iam_role_policy" "a_restag" {
  name = "a_restag"
  role = aws_iam_role.a_restag.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:UpdateInstanceInformation", Resource = "*", Condition = { StringEquals = { "aws:ResourceTag/Managed" = "yes" } } }, { Effect = "Allow", Action = "ssmmessages:*", Resource = "*" }]
  })
}

resource "aws_instance" "a_restag" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_restag.name
  tags = { Managed = "yes" }
}

resource "aws_iam_role" "a_restag2" {
  name               = "a_restag2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_restag2" {
  name = "a_restag2"
  role = aws_iam_role.a_restag2.name
}

resource "aws_iam_role_policy" "a_restag2" {
  name = "a_restag2"
  role = aws_iam_role.a_restag2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:UpdateInstanceInformation", Resource = "*", Condition = { StringEquals = { "aws:ResourceTag/Managed" = "yes" } } }, { Effect = "Allow", Action = "ssmmessages:*", Resource = "*" }]
  })
}

resource "aws_instance" "a_restag2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_restag2.name
  tags = { Managed = "no" }
}

resource "aws_iam_role" "a_resarn" {
  name               = "a_resarn"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_resarn" {
  name = "a_resarn"
  role = aws_iam_role.a_resarn.name
}

resource "aws_iam_role_policy" "a_resarn" {
  name = "a_resarn"
  role = aws_iam_role.a_resarn.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:UpdateInstanceInformation", Resource = "arn:aws:ec2:eu-west-1:*:instance/*" }, { Effect = "Allow", Action = "ssmmessages:*", Resource = "*" }]
  })
}

resource "aws_instance" "a_resarn" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_resarn.name
}

resource "aws_iam_role" "a_resarn2" {
  name               = "a_resarn2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_resarn2" {
  name = "a_resarn2"
  role = aws_iam_role.a_resarn2.name
}

resource "aws_iam_role_policy" "a_resarn2" {
  name = "a_resarn2"
  role = aws_iam_role.a_resarn2.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:UpdateInstanceInformation", Resource = "arn:aws:ssm:*:*:managed-instance/*" }, { Effect = "Allow", Action = "ssmmessages:*", Resource = "*" }]
  })
}

resource "aws_instance" "a_resarn2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_resarn2.name
}

resource "aws_iam_role" "a_cloud9" {
  name               = "a_cloud9"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_cloud9" {
  name = "a_cloud9"
  role = aws_iam_role.a_cloud9.name
}
resource "aws_iam_role_policy_attachment" "a_cloud9" {
  role = aws_iam_role.a_cloud9.name
  policy_arn = "arn:aws:iam::aws:policy/AWSCloud9SSMInstanceProfile"
}

resource "aws_instance" "a_cloud9" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_cloud9.name
}

resource "aws_iam_role" "a_efs" {
  name               = "a_efs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "a_efs" {
  name = "a_efs"
  role = aws_iam_role.a_efs.name
}
resource "aws_iam_role_policy_attachment" "a_efs" {
  role = aws_iam_role.a_efs.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonElasticFileSystemsUtils"
}

resource "aws_instance" "a_efs" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.a_efs.name
}
