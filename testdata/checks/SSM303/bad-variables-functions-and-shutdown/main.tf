# User data that takes the agent away by variables, loops, functions and scripts that it writes, shuts the instance down, or leaves out the agent's identity.
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

resource "aws_instance" "words" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    SERVICES="cups amazon-ssm-agent"
    for svc in $SERVICES; do systemctl mask --now $svc.service; done
  EOT
  )
}

resource "aws_instance" "array" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    UNITS=(rpcbind amazon-ssm-agent)
    for unit in "$${UNITS[@]}"; do
      systemctl disable --now "$unit" || true
    done
  EOT
  )
}

resource "aws_instance" "called" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    harden() {
      systemctl disable --now "$1"
    }
    harden rpcbind
    harden amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "piped" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    printf '%s\n' cups amazon-ssm-agent | xargs -n1 systemctl disable --now
  EOT
  )
}

resource "aws_instance" "lines" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    while read -r unit; do systemctl disable --now "$unit"; done <<LIST
    rpcbind
    amazon-ssm-agent
    LIST
  EOT
  )
}

resource "aws_instance" "chosen" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    for unit in cups amazon-ssm-agent; do
      case "$unit" in
        sshd|crond) continue ;;
        *) systemctl disable --now "$unit" ;;
      esac
    done
  EOT
  )
}

resource "aws_instance" "written" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    cat > /opt/harden.sh <<'SH'
    #!/bin/bash
    systemctl disable --now amazon-ssm-agent
    SH
    chmod +x /opt/harden.sh
    /opt/harden.sh
  EOT
  )
}

resource "aws_instance" "evaluated" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    ACTION=disable
    eval "systemctl $ACTION --now amazon-ssm-agent"
  EOT
  )
}

resource "aws_instance" "as_root" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    if [ "$(id -u)" -ne 0 ]; then exit 1; fi
    systemctl mask --now amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "halted" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    yum update -y
    shutdown -h now
  EOT
  )
}

resource "aws_instance" "powered_off" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #cloud-config
    power_state:
      mode: poweroff
  EOT
  )
}

resource "aws_instance" "files" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #cloud-config
    write_files:
      - path: /opt/harden.sh
        content: |
          systemctl disable --now amazon-ssm-agent
    runcmd:
      - [bash, /opt/harden.sh]
  EOT
  )
}

resource "aws_instance" "identity" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    echo '{"Identity":{"ConsumptionOrder":["OnPrem"]}}' > /etc/amazon/ssm/amazon-ssm-agent.json
    systemctl restart amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "program" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    chmod -x /usr/bin/amazon-ssm-agent
  EOT
  )
}
