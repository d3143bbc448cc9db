# Each pair claims one thing, of which AWS keeps one. The names of a pair are the other way round in `_last`.
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

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "main" {
  name   = "main"
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_subnet" "table_first" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "table_first" {
  subnet_id      = aws_subnet.table_first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "table_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.table_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

# The association that works is made beside one of a table without a route.
resource "aws_route_table" "table_first_dark" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "zz_table_first" {
  subnet_id      = aws_subnet.table_first.id
  route_table_id = aws_route_table.table_first_dark.id
}

resource "aws_vpc" "main_first" {
  cidr_block           = "10.2.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main_first" {
  vpc_id = aws_vpc.main_first.id
}

resource "aws_security_group" "main_first" {
  name   = "main_first"
  vpc_id = aws_vpc.main_first.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_subnet" "main_first" {
  vpc_id                  = aws_vpc.main_first.id
  cidr_block              = "10.2.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "main_first" {
  vpc_id = aws_vpc.main_first.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main_first.id
  }
}

resource "aws_instance" "main_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main_first.id
  vpc_security_group_ids = [aws_security_group.main_first.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_route_table" "main_first_dark" {
  vpc_id = aws_vpc.main_first.id
}

resource "aws_main_route_table_association" "main_first_a" {
  vpc_id         = aws_vpc.main_first.id
  route_table_id = aws_route_table.main_first.id
}

resource "aws_main_route_table_association" "main_first_b" {
  vpc_id         = aws_vpc.main_first.id
  route_table_id = aws_route_table.main_first_dark.id
}

resource "aws_subnet" "acl_first" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "acl_first" {
  subnet_id      = aws_subnet.acl_first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "acl_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.acl_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_network_acl" "acl_first_a" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.acl_first.id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl" "acl_first_b" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.acl_first.id]
}

resource "aws_subnet" "acl_association_first" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.2.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "acl_association_first" {
  subnet_id      = aws_subnet.acl_association_first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "acl_association_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.acl_association_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_network_acl" "acl_association_first_open" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.acl_association_first.id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl" "acl_association_first_closed" {
  vpc_id = aws_vpc.main.id
}

resource "aws_network_acl_association" "acl_association_first" {
  network_acl_id = aws_network_acl.acl_association_first_closed.id
  subnet_id      = aws_subnet.acl_association_first.id
}

resource "aws_subnet" "rule_first" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.3.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "rule_first" {
  subnet_id      = aws_subnet.rule_first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "rule_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.rule_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_network_acl" "rule_first" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.rule_first.id]
}

resource "aws_network_acl_rule" "rule_first_a_out" {
  network_acl_id = aws_network_acl.rule_first.id
  rule_number    = 100
  egress         = true
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "rule_first_b_out" {
  network_acl_id = aws_network_acl.rule_first.id
  rule_number    = 100
  egress         = true
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "rule_first_a_in" {
  network_acl_id = aws_network_acl.rule_first.id
  rule_number    = 100
  egress         = false
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "rule_first_b_in" {
  network_acl_id = aws_network_acl.rule_first.id
  rule_number    = 100
  egress         = false
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_vpc" "dhcp_first" {
  cidr_block           = "10.6.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "dhcp_first" {
  vpc_id = aws_vpc.dhcp_first.id
}

resource "aws_security_group" "dhcp_first" {
  name   = "dhcp_first"
  vpc_id = aws_vpc.dhcp_first.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_subnet" "dhcp_first" {
  vpc_id                  = aws_vpc.dhcp_first.id
  cidr_block              = "10.6.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "dhcp_first" {
  vpc_id = aws_vpc.dhcp_first.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.dhcp_first.id
  }
}

resource "aws_route_table_association" "dhcp_first" {
  subnet_id      = aws_subnet.dhcp_first.id
  route_table_id = aws_route_table.dhcp_first.id
}

resource "aws_instance" "dhcp_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.dhcp_first.id
  vpc_security_group_ids = [aws_security_group.dhcp_first.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc_dhcp_options" "dhcp_first_a" {
  domain_name_servers = ["AmazonProvidedDNS"]
}

resource "aws_vpc_dhcp_options_association" "dhcp_first_a" {
  vpc_id          = aws_vpc.dhcp_first.id
  dhcp_options_id = aws_vpc_dhcp_options.dhcp_first_a.id
}

resource "aws_vpc_dhcp_options" "dhcp_first_b" {
  domain_name_servers = ["192.0.2.53"]
}

resource "aws_vpc_dhcp_options_association" "dhcp_first_b" {
  vpc_id          = aws_vpc.dhcp_first.id
  dhcp_options_id = aws_vpc_dhcp_options.dhcp_first_b.id
}

resource "aws_vpc" "default_group_first" {
  cidr_block           = "10.7.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "default_group_first" {
  vpc_id = aws_vpc.default_group_first.id
}

resource "aws_security_group" "default_group_first" {
  name   = "default_group_first"
  vpc_id = aws_vpc.default_group_first.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_subnet" "default_group_first" {
  vpc_id                  = aws_vpc.default_group_first.id
  cidr_block              = "10.7.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "default_group_first" {
  vpc_id = aws_vpc.default_group_first.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.default_group_first.id
  }
}

resource "aws_route_table_association" "default_group_first" {
  subnet_id      = aws_subnet.default_group_first.id
  route_table_id = aws_route_table.default_group_first.id
}

resource "aws_instance" "default_group_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.default_group_first.id
  vpc_security_group_ids = [aws_vpc.default_group_first.default_security_group_id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_default_security_group" "default_group_first_a" {
  vpc_id = aws_vpc.default_group_first.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_default_security_group" "default_group_first_b" {
  vpc_id = aws_vpc.default_group_first.id
}

resource "aws_vpc" "default_acl_first" {
  cidr_block           = "10.8.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "default_acl_first" {
  vpc_id = aws_vpc.default_acl_first.id
}

resource "aws_security_group" "default_acl_first" {
  name   = "default_acl_first"
  vpc_id = aws_vpc.default_acl_first.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_subnet" "default_acl_first" {
  vpc_id                  = aws_vpc.default_acl_first.id
  cidr_block              = "10.8.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "default_acl_first" {
  vpc_id = aws_vpc.default_acl_first.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.default_acl_first.id
  }
}

resource "aws_route_table_association" "default_acl_first" {
  subnet_id      = aws_subnet.default_acl_first.id
  route_table_id = aws_route_table.default_acl_first.id
}

resource "aws_instance" "default_acl_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.default_acl_first.id
  vpc_security_group_ids = [aws_security_group.default_acl_first.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_default_network_acl" "default_acl_first_a" {
  default_network_acl_id = aws_vpc.default_acl_first.default_network_acl_id

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_default_network_acl" "default_acl_first_b" {
  default_network_acl_id = aws_vpc.default_acl_first.default_network_acl_id
}

resource "aws_vpc" "default_table_first" {
  cidr_block           = "10.9.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "default_table_first" {
  vpc_id = aws_vpc.default_table_first.id
}

resource "aws_security_group" "default_table_first" {
  name   = "default_table_first"
  vpc_id = aws_vpc.default_table_first.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_subnet" "default_table_first" {
  vpc_id                  = aws_vpc.default_table_first.id
  cidr_block              = "10.9.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_instance" "default_table_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.default_table_first.id
  vpc_security_group_ids = [aws_security_group.default_table_first.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_default_route_table" "default_table_first_a" {
  default_route_table_id = aws_vpc.default_table_first.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.default_table_first.id
  }
}

resource "aws_default_route_table" "default_table_first_b" {
  default_route_table_id = aws_vpc.default_table_first.default_route_table_id
  route                  = []
}

resource "aws_subnet" "eip_first" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.4.0/24"
  map_public_ip_on_launch = false
}

resource "aws_route_table_association" "eip_first" {
  subnet_id      = aws_subnet.eip_first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "eip_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.eip_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_instance" "eip_first_other" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.eip_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_eip" "eip_first" {
  domain = "vpc"
}

resource "aws_eip_association" "eip_first_b" {
  allocation_id = aws_eip.eip_first.id
  instance_id   = aws_instance.eip_first.id
}

resource "aws_eip_association" "eip_first_a" {
  allocation_id = aws_eip.eip_first.id
  instance_id   = aws_instance.eip_first_other.id
}

resource "aws_subnet" "nat_first" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.5.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "nat_first" {
  subnet_id      = aws_subnet.nat_first.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "nat_first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.nat_first.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_subnet" "nat_first_private" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.6.0/24"
  map_public_ip_on_launch = false
}

resource "aws_instance" "nat_first_private" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.nat_first_private.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_eip" "nat_first" {
  domain = "vpc"
}

resource "aws_nat_gateway" "nat_first_b" {
  allocation_id = aws_eip.nat_first.id
  subnet_id     = aws_subnet.nat_first.id
}

resource "aws_route_table" "nat_first_private" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.nat_first_b.id
  }
}

resource "aws_route_table_association" "nat_first_private" {
  subnet_id      = aws_subnet.nat_first_private.id
  route_table_id = aws_route_table.nat_first_private.id
}

resource "aws_nat_gateway" "nat_first_a" {
  allocation_id = aws_eip.nat_first.id
  subnet_id     = aws_subnet.nat_first.id
}

resource "aws_subnet" "table_last" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.7.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "table_last" {
  subnet_id      = aws_subnet.table_last.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "table_last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.table_last.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

# The association that works is made beside one of a table without a route.
resource "aws_route_table" "table_last_dark" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "aa_table_last" {
  subnet_id      = aws_subnet.table_last.id
  route_table_id = aws_route_table.table_last_dark.id
}

resource "aws_subnet" "acl_last" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.8.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "acl_last" {
  subnet_id      = aws_subnet.acl_last.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "acl_last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.acl_last.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_network_acl" "acl_last_b" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.acl_last.id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl" "acl_last_a" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.acl_last.id]
}

resource "aws_subnet" "rule_last" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.10.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "rule_last" {
  subnet_id      = aws_subnet.rule_last.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "rule_last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.rule_last.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_network_acl" "rule_last" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.rule_last.id]
}

resource "aws_network_acl_rule" "rule_last_b_out" {
  network_acl_id = aws_network_acl.rule_last.id
  rule_number    = 100
  egress         = true
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "rule_last_a_out" {
  network_acl_id = aws_network_acl.rule_last.id
  rule_number    = 100
  egress         = true
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "rule_last_b_in" {
  network_acl_id = aws_network_acl.rule_last.id
  rule_number    = 100
  egress         = false
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "rule_last_a_in" {
  network_acl_id = aws_network_acl.rule_last.id
  rule_number    = 100
  egress         = false
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_vpc" "default_group_last" {
  cidr_block           = "10.18.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "default_group_last" {
  vpc_id = aws_vpc.default_group_last.id
}

resource "aws_security_group" "default_group_last" {
  name   = "default_group_last"
  vpc_id = aws_vpc.default_group_last.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_subnet" "default_group_last" {
  vpc_id                  = aws_vpc.default_group_last.id
  cidr_block              = "10.18.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "default_group_last" {
  vpc_id = aws_vpc.default_group_last.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.default_group_last.id
  }
}

resource "aws_route_table_association" "default_group_last" {
  subnet_id      = aws_subnet.default_group_last.id
  route_table_id = aws_route_table.default_group_last.id
}

resource "aws_instance" "default_group_last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.default_group_last.id
  vpc_security_group_ids = [aws_vpc.default_group_last.default_security_group_id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_default_security_group" "default_group_last_b" {
  vpc_id = aws_vpc.default_group_last.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_default_security_group" "default_group_last_a" {
  vpc_id = aws_vpc.default_group_last.id
}

resource "aws_subnet" "eip_last" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.11.0/24"
  map_public_ip_on_launch = false
}

resource "aws_route_table_association" "eip_last" {
  subnet_id      = aws_subnet.eip_last.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "eip_last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.eip_last.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_instance" "eip_last_other" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.eip_last.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_eip" "eip_last" {
  domain   = "vpc"
  instance = aws_instance.eip_last_other.id
}

resource "aws_eip_association" "eip_last_b" {
  allocation_id = aws_eip.eip_last.id
  instance_id   = aws_instance.eip_last.id
}

resource "aws_subnet" "nat_last" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.12.0/24"
  map_public_ip_on_launch = false
}

resource "aws_route_table_association" "nat_last" {
  subnet_id      = aws_subnet.nat_last.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "nat_last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.nat_last.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_subnet" "nat_last_private" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.13.0/24"
  map_public_ip_on_launch = false
}

resource "aws_instance" "nat_last_private" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.nat_last_private.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_eip" "nat_last" {
  domain = "vpc"
}

resource "aws_nat_gateway" "nat_last_b" {
  allocation_id = aws_eip.nat_last.id
  subnet_id     = aws_subnet.nat_last.id
}

resource "aws_route_table" "nat_last_private" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.nat_last_b.id
  }
}

resource "aws_route_table_association" "nat_last_private" {
  subnet_id      = aws_subnet.nat_last_private.id
  route_table_id = aws_route_table.nat_last_private.id
}

resource "aws_eip_association" "nat_last_a" {
  allocation_id = aws_eip.nat_last.id
  instance_id   = aws_instance.nat_last.id
}

resource "aws_subnet" "interface" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.14.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "interface" {
  subnet_id      = aws_subnet.interface.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "interface" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.interface.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_network_interface" "interface" {
  subnet_id       = aws_subnet.interface.id
  security_groups = [aws_security_group.main.id]
}

resource "aws_eip" "interface" {
  domain            = "vpc"
  network_interface = aws_network_interface.interface.id
}

resource "aws_instance" "interface_a" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.interface.id
  }
}

resource "aws_instance" "interface_b" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.interface.id
  }
}

resource "aws_subnet" "agreed" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.15.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table_association" "agreed" {
  subnet_id      = aws_subnet.agreed.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "agreed" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.agreed.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

# Both lead to the internet: whichever it is, the agent gets there.
resource "aws_route_table" "agreed_other" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "agreed_other" {
  subnet_id      = aws_subnet.agreed.id
  route_table_id = aws_route_table.agreed_other.id
}

# The same said twice is no second claim.
resource "aws_network_acl" "agreed" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.agreed.id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl_association" "agreed" {
  network_acl_id = aws_network_acl.agreed.id
  subnet_id      = aws_subnet.agreed.id
}

resource "aws_network_acl_rule" "agreed" {
  network_acl_id = aws_network_acl.agreed.id
  rule_number    = 100
  egress         = true
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_eip" "agreed" {
  domain   = "vpc"
  instance = aws_instance.agreed.id
}

resource "aws_eip_association" "agreed" {
  allocation_id = aws_eip.agreed.id
  instance_id   = aws_instance.agreed.id
}
