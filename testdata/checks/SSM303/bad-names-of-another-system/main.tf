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
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_vpc" "m" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "m" {
  vpc_id = aws_vpc.m.id
}
resource "aws_subnet" "pub" {
  vpc_id                  = aws_vpc.m.id
  cidr_block              = "10.0.0.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.m.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.m.id
  }
}
resource "aws_route_table_association" "pub_pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_security_group" "b" {
  name   = "b"
  vpc_id = aws_vpc.m.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_ami" "w22" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2022-English-Full-Base-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "w25" {
  owners      = ["801119661308"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2025-English-Full-Base-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "w19" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2019-English-Full-Base-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "w16v2" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["EC2LaunchV2-Windows_Server-2016-English-Full-Base-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "al" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "al2" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["amzn2-ami-hvm-*-x86_64-gp2"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "ub" {
  owners      = ["099720109477"]
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "ub22" {
  owners      = ["099720109477"]
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "mac" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["amzn-ec2-macos-14.*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "br" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["bottlerocket-aws-k8s-1.30-x86_64-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "brecs" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["bottlerocket-aws-ecs-2-x86_64-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "nano" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2016-English-Nano-Base-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "core" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2022-English-Core-Base-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "deb" {
  owners      = ["136693071363"]
  most_recent = true
  filter {
    name   = "name"
    values = ["debian-12-amd64-*"]
  }
  depends_on = [aws_vpc.m]
}
data "aws_ami" "rhel" {
  owners      = ["309956199498"]
  most_recent = true
  filter {
    name   = "name"
    values = ["RHEL-9.4.0_HVM-*-x86_64-*"]
  }
  depends_on = [aws_vpc.m]
}
resource "aws_instance" "z1" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    systemctl disable --now amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z2" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    snap stop --disable amazon-ssm-agent
    systemctl enable --now amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z3" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    snap stop --disable amazon-ssm-agent
    snap start --enable amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z4" {
  ami                    = data.aws_ami.al.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    snap stop --disable amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z5" {
  ami                    = data.aws_ami.al.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    systemctl disable --now amazon-ssm-agent
    snap start amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z6" {
  ami                    = data.aws_ami.al.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    systemctl disable --now snap.amazon-ssm-agent.amazon-ssm-agent.service
  UDEND
}
resource "aws_instance" "z7" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    snap remove amazon-ssm-agent
    systemctl enable --now amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z8" {
  ami                    = data.aws_ami.mac.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    launchctl unload -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist
    systemctl enable --now amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z9" {
  ami                    = data.aws_ami.mac.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    launchctl unload -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist
    launchctl load -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist
  UDEND
}
resource "aws_instance" "z10" {
  ami                    = data.aws_ami.w22.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    <powershell>
    Stop-Service AmazonSSMAgent
    Set-Service AmazonSSMAgent -StartupType Disabled
    systemctl start amazon-ssm-agent
    </powershell>
  UDEND
}
resource "aws_instance" "z11" {
  ami                    = data.aws_ami.deb.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    apt-get update
    snap install amazon-ssm-agent --classic
  UDEND
}
resource "aws_instance" "z12" {
  ami                    = data.aws_ami.deb.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    yum install -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z13" {
  ami                    = data.aws_ami.rhel.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    apt-get install -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z14" {
  ami                    = data.aws_ami.deb.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    wget https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/debian_amd64/amazon-ssm-agent.deb
    dpkg -i amazon-ssm-agent.deb
  UDEND
}
resource "aws_instance" "z15" {
  ami                    = data.aws_ami.deb.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    dnf install -y https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_amd64/amazon-ssm-agent.rpm
  UDEND
}
resource "aws_instance" "z16" {
  ami                    = data.aws_ami.rhel.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    wget https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/debian_amd64/amazon-ssm-agent.deb
    dpkg -i amazon-ssm-agent.deb
  UDEND
}
resource "aws_instance" "z17" {
  ami                    = data.aws_ami.deb.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    apt-get update
    apt-get install -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z18" {
  ami                    = data.aws_ami.rhel.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    dnf install -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z19" {
  ami                    = data.aws_ami.rhel.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    dnf install -y https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_arm64/amazon-ssm-agent.rpm
  UDEND
}
resource "aws_instance" "z20" {
  ami                    = data.aws_ami.rhel.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    dnf install -y https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_amd64/amazon-ssm-agent.rpm
  UDEND
}
resource "aws_instance" "z21" {
  ami                    = data.aws_ami.al2.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    apt-get purge -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z22" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    yum remove -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z23" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    apt-get purge -y amazon-ssm-agent
  UDEND
}
resource "aws_instance" "z24" {
  ami                    = data.aws_ami.ub.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    service amazon-ssm-agent stop
  UDEND
}
resource "aws_instance" "z25" {
  ami                    = data.aws_ami.al2.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
  user_data              = <<-UDEND
    #!/bin/bash
    service amazon-ssm-agent stop
  UDEND
}
