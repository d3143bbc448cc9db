# User data changes the way out on the host itself: firewalls, the list of hosts, routes, a proxy, the agent's Region.
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
  assign_generated_ipv6_cidr_block = true
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

resource "aws_instance" "output_drop" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    iptables -P OUTPUT DROP
    iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT
  EOT
  )
}

resource "aws_instance" "ufw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    ufw default deny outgoing
    ufw allow out 53
    ufw --force enable
  EOT
  )
}

resource "aws_instance" "nft" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    nft -f - <<'RULES'
    table inet filter {
      chain output {
        type filter hook output priority 0; policy drop;
      }
    }
    RULES
  EOT
  )
}

resource "aws_instance" "firewalld" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    firewall-cmd --permanent --direct --add-rule ipv4 filter OUTPUT 99 -j DROP
    firewall-cmd --reload
  EOT
  )
}

resource "aws_instance" "input_drop" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    iptables -P INPUT DROP
  EOT
  )
}

resource "aws_instance" "hosts" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    for s in ssm ssmmessages ec2messages; do
      echo "127.0.0.1 $s.eu-west-1.amazonaws.com" >> /etc/hosts
    done
  EOT
  )
}

resource "aws_instance" "no_route" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    ip route del default
  EOT
  )
}

resource "aws_instance" "region" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    echo '{"Agent":{"Region":"us-east-1"}}' > /etc/amazon/ssm/amazon-ssm-agent.json
    systemctl restart amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "proxy" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d
    cat > /etc/systemd/system/amazon-ssm-agent.service.d/proxy.conf <<UNIT
    [Service]
    Environment="https_proxy=http://proxy.corp:3128"
    UNIT
    systemctl daemon-reload
    systemctl restart amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "windows" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    <powershell>
    New-NetFirewallRule -DisplayName "No way out" -Direction Outbound -Action Block
    </powershell>
  EOT
  )
}
