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

resource "aws_instance" "eks_ami_install" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    cd /tmp
    sudo yum install -y https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/linux_amd64/amazon-ssm-agent.rpm
    sudo systemctl enable amazon-ssm-agent
    sudo systemctl start amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "ubuntu_snap" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    snap install amazon-ssm-agent --classic
    systemctl enable snap.amazon-ssm-agent.amazon-ssm-agent.service
    systemctl start snap.amazon-ssm-agent.amazon-ssm-agent.service
  EOT
  )
}

resource "aws_instance" "snap_to_deb" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    snap remove amazon-ssm-agent
    wget https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/debian_amd64/amazon-ssm-agent.deb
    dpkg -i amazon-ssm-agent.deb
    systemctl enable amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "snap_gone" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    apt-get update
    apt-get purge -y snapd
  EOT
  )
}

resource "aws_instance" "snap_list_loop" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    for s in $(snap list | awk 'NR>1{print $1}'); do snap remove --purge "$s"; done
  EOT
  )
}

resource "aws_instance" "cloudposse_then" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    if [ "true" == "true" ]
    then
        systemctl enable amazon-ssm-agent
        systemctl start amazon-ssm-agent
    else
        systemctl disable amazon-ssm-agent
        systemctl stop amazon-ssm-agent
    fi
  EOT
  )
}

resource "aws_instance" "stop_reconfigure" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    set -euo pipefail
    systemctl stop amazon-ssm-agent
    cat > /etc/amazon/ssm/amazon-ssm-agent.json <<EOF
    { "Agent": { "ContainerMode": false } }
    EOF
    systemctl start amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "register_hybrid_ec2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    systemctl stop amazon-ssm-agent
    amazon-ssm-agent -register -code "abc" -id "00000000-0000-0000-0000-000000000000" -region "eu-west-1" -y
    systemctl start amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "kill_only" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    pkill amazon-ssm-agent || true
  EOT
  )
}

resource "aws_instance" "mask_other" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    systemctl mask --now sshd
    systemctl disable --now postfix rpcbind
  EOT
  )
}

resource "aws_instance" "sshd_off" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    sed -i 's/^#*Port .*/Port 2222/' /etc/ssh/sshd_config
    systemctl restart sshd
  EOT
  )
}

resource "aws_instance" "useradd_lock" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    userdel -r ec2-user || true
    passwd -l root
  EOT
  )
}

resource "aws_instance" "firewalld_default" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    dnf install -y firewalld
    systemctl enable --now firewalld
    firewall-cmd --permanent --add-service=https
    firewall-cmd --reload
  EOT
  )
}

resource "aws_instance" "ipt_out_allow_443" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    iptables -P OUTPUT DROP
    iptables -A OUTPUT -p tcp --dport 443 -j ACCEPT
  EOT
  )
}

resource "aws_instance" "docker_ipt" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    dnf install -y docker
    systemctl enable --now docker
    iptables -I DOCKER-USER -i eth0 -j DROP
  EOT
  )
}

resource "aws_instance" "imds_block_root" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    iptables -A OUTPUT -d 169.254.169.254 -j DROP
  EOT
  )
}

resource "aws_instance" "proxy_profile_only" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    cat > /etc/profile.d/proxy.sh <<EOF
    export HTTPS_PROXY=http://proxy:3128
    EOF
  EOT
  )
}

resource "aws_instance" "proxy_agent" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d
    cat > /etc/systemd/system/amazon-ssm-agent.service.d/override.conf <<EOF
    [Service]
    Environment="http_proxy=http://10.0.9.9:3128"
    Environment="https_proxy=http://10.0.9.9:3128"
    Environment="no_proxy=169.254.169.254"
    EOF
    systemctl daemon-reload
    systemctl restart amazon-ssm-agent
  EOT
  )
}

resource "aws_instance" "selinux" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    setenforce 1
    sed -i s/SELINUX=permissive/SELINUX=enforcing/ /etc/selinux/config
  EOT
  )
}

resource "aws_instance" "sysctl_v6" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    sysctl -w net.ipv6.conf.all.disable_ipv6=1
  EOT
  )
}

resource "aws_instance" "reboot_end" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    dnf -y update
    reboot
  EOT
  )
}

resource "aws_instance" "poweroff_if" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    if ! aws s3 cp s3://b/k /tmp/k; then shutdown -h now; fi
  EOT
  )
}

resource "aws_instance" "ansible_pull" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    dnf install -y ansible
    ansible-pull -U https://example.com/x.git
  EOT
  )
}

resource "aws_instance" "cloudcfg_remove" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    #cloud-config
    runcmd:
      - [dnf, remove, -y, amazon-ssm-agent]
  EOT
  )
}

resource "aws_instance" "win_uninstall" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    <powershell>
    $a = Get-WmiObject -Class Win32_Product -Filter "Name='Amazon SSM Agent'"
    $a.Uninstall()
    </powershell>
  EOT
  )
}

resource "aws_instance" "win_service_manual" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    <powershell>
    Set-Service AmazonSSMAgent -StartupType Automatic
    Restart-Service AmazonSSMAgent
    </powershell>
  EOT
  )
}

resource "aws_instance" "win_fw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    <powershell>
    Set-NetFirewallProfile -Profile Domain,Public,Private -DefaultOutboundAction Block
    </powershell>
  EOT
  )
}

resource "aws_instance" "win_fw_off" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    <powershell>
    Set-NetFirewallProfile -Profile Domain,Public,Private -Enabled False
    </powershell>
  EOT
  )
}

resource "aws_instance" "win_ec2launch" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data_base64 = base64encode(<<-EOT
    version: 1.1
    tasks:
    - task: executeScript
      inputs:
      - frequency: once
        type: powershell
        runAs: admin
        content: |-
          Get-Service AmazonSSMAgent
  EOT
  )
}

