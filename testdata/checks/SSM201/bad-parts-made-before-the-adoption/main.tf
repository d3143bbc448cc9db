# Adopting a default takes out all that is in it, and here it waits for what others put there.
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
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}

resource "aws_vpc" "group" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_subnet" "group" {
  vpc_id     = aws_vpc.group.id
  cidr_block = "10.1.1.0/24"
}
resource "aws_internet_gateway" "group" {
  vpc_id = aws_vpc.group.id
}
resource "aws_route_table" "group" {
  vpc_id = aws_vpc.group.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.group.id
  }
}
resource "aws_route_table_association" "group" {
  subnet_id      = aws_subnet.group.id
  route_table_id = aws_route_table.group.id
}
resource "aws_instance" "group" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.group.id
  vpc_security_group_ids      = [aws_vpc.group.default_security_group_id]
  associate_public_ip_address = true
  iam_instance_profile        = aws_iam_instance_profile.node.name
}
resource "aws_default_security_group" "group" {
  vpc_id = aws_vpc.group.id

  depends_on = [aws_vpc_security_group_egress_rule.group]
}
resource "aws_vpc_security_group_egress_rule" "group" {
  security_group_id = aws_vpc.group.default_security_group_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc" "acl" {
  cidr_block = "10.2.0.0/16"
}
resource "aws_subnet" "acl" {
  vpc_id     = aws_vpc.acl.id
  cidr_block = "10.2.1.0/24"
}
resource "aws_internet_gateway" "acl" {
  vpc_id = aws_vpc.acl.id
}
resource "aws_route_table" "acl" {
  vpc_id = aws_vpc.acl.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.acl.id
  }
}
resource "aws_route_table_association" "acl" {
  subnet_id      = aws_subnet.acl.id
  route_table_id = aws_route_table.acl.id
}
resource "aws_security_group" "acl" {
  name   = "acl"
  vpc_id = aws_vpc.acl.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "acl" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.acl.id
  vpc_security_group_ids      = [aws_security_group.acl.id]
  associate_public_ip_address = true
  iam_instance_profile        = aws_iam_instance_profile.node.name
}
resource "aws_default_network_acl" "acl" {
  default_network_acl_id = aws_vpc.acl.default_network_acl_id

  depends_on = [aws_network_acl_rule.acl]
}
resource "aws_network_acl_rule" "acl" {
  for_each       = { in = false, out = true }
  network_acl_id = aws_vpc.acl.default_network_acl_id
  egress         = each.value
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_vpc" "table" {
  cidr_block = "10.3.0.0/16"
}
resource "aws_subnet" "table" {
  vpc_id     = aws_vpc.table.id
  cidr_block = "10.3.1.0/24"
}
resource "aws_internet_gateway" "table" {
  vpc_id = aws_vpc.table.id
}
resource "aws_security_group" "table" {
  name   = "table"
  vpc_id = aws_vpc.table.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "table" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.table.id
  vpc_security_group_ids      = [aws_security_group.table.id]
  associate_public_ip_address = true
  iam_instance_profile        = aws_iam_instance_profile.node.name
}
resource "aws_default_route_table" "table" {
  default_route_table_id = aws_vpc.table.default_route_table_id

  depends_on = [aws_route.table]
}
resource "aws_route" "table" {
  route_table_id         = aws_vpc.table.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.table.id
}
