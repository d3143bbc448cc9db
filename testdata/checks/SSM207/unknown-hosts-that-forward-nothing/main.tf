# Hosts whose network is that of a NAT instance: some are told to forward, or made for it, and some are not.
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

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_internet_gateway" "igw" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "public_default" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.igw.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "nat" {
  name   = "nat"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "terraform_data" "rollout" {
  input = "2026-11"
}

data "aws_ami" "amazon" {
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }
  depends_on = [terraform_data.rollout]
}

locals {
  rules = <<-EOT
    #!/bin/bash
    yum install -y iptables-services
    systemctl enable iptables
    systemctl start iptables
    echo net.ipv4.ip_forward=1 > /etc/sysctl.d/nat.conf
    sysctl -p /etc/sysctl.d/nat.conf
    iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
  EOT
  hosts = {
    # What AWS's page has: https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
    steps = { user_data = "${local.rules}iptables -F FORWARD\nservice iptables save\n", image = data.aws_ami.amazon.id, cidr = "10.0.1.0/24" }
    # The rules that come with the package refuse to forward.
    rules = { user_data = "${local.rules}service iptables save\n", image = data.aws_ami.amazon.id, cidr = "10.0.2.0/24" }
    web   = { user_data = "#!/bin/bash\nyum update -y\nyum install -y nginx\n", image = data.aws_ami.amazon.id, cidr = "10.0.3.0/24" }
    none  = { user_data = null, image = data.aws_ami.amazon.id, cidr = "10.0.4.0/24" }
    own   = { user_data = null, image = "ami-0fedcba9876543210", cidr = "10.0.5.0/24" }
  }
}

resource "aws_instance" "nat" {
  for_each                    = local.hosts
  ami                         = each.value.image
  instance_type               = "t3.nano"
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [aws_security_group.nat.id]
  iam_instance_profile        = aws_iam_instance_profile.node.name
  source_dest_check           = false
  associate_public_ip_address = true
  user_data                   = each.value.user_data
}

resource "aws_subnet" "private" {
  for_each          = local.hosts
  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value.cidr
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "private" {
  for_each = local.hosts
  vpc_id   = aws_vpc.main.id
}

resource "aws_route" "private_out" {
  for_each               = local.hosts
  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_instance.nat[each.key].primary_network_interface_id
}

resource "aws_route_table_association" "private" {
  for_each       = local.hosts
  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_security_group" "node" {
  name   = "node"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "node" {
  for_each               = local.hosts
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private[each.key].id
  vpc_security_group_ids = [aws_security_group.node.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}
