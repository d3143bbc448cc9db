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
  map_public_ip_on_launch = true
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

data "aws_ami" "amazon_linux" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-kernel-*-x86_64"]
  }
  depends_on = [aws_vpc.main]
}

data "aws_ami" "bottlerocket" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["bottlerocket-aws-k8s-1.30-x86_64-*"]
  }
  depends_on = [aws_vpc.main]
}

data "aws_ami" "ubuntu" {
  owners      = ["099720109477"]
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
  depends_on = [aws_vpc.main]
}

data "aws_ami" "windows_2022" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2022-English-Full-Base-*"]
  }
  depends_on = [aws_vpc.main]
}

resource "aws_instance" "setx" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    setx /M https_proxy http://10.9.9.9:3128
    </powershell>
  EOT
}

resource "aws_instance" "setx_in_batch" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <script>
    setx https_proxy http://10.9.9.9:3128 /M
    shutdown /r /t 0
    </script>
  EOT
}

resource "aws_instance" "machine" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    [Environment]::SetEnvironmentVariable("https_proxy", "http://10.9.9.9:3128", "Machine")
    </powershell>
  EOT
}

resource "aws_instance" "machine_by_enum" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    [System.Environment]::SetEnvironmentVariable("HTTPS_PROXY","http://10.9.9.9:3128",[System.EnvironmentVariableTarget]::Machine)
    </powershell>
  EOT
}

resource "aws_instance" "registry" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Set-ItemProperty -Path "HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Environment" -Name https_proxy -Value http://10.9.9.9:3128
    </powershell>
  EOT
}

resource "aws_instance" "reg" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <script>
    reg add "HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment" /v https_proxy /d http://10.9.9.9:3128 /f
    </script>
  EOT
}

resource "aws_instance" "imported" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    netsh winhttp import proxy source=ie
    </powershell>
  EOT
}

resource "aws_instance" "hosts_by_variable" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    $h = "$env:windir\System32\drivers\etc\hosts"
    "10.9.9.9 ssm.eu-west-1.amazonaws.com" | Add-Content -Encoding ascii $h
    </powershell>
  EOT
}

resource "aws_instance" "hosts_by_pipe" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    "10.9.9.9 ssm.eu-west-1.amazonaws.com" | Out-File -Append -Encoding ascii "$env:SystemRoot\System32\drivers\etc\hosts"
    </powershell>
  EOT
}

resource "aws_instance" "hosts_in_batch" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <script>
    echo 10.9.9.9 ssm.eu-west-1.amazonaws.com >> %SystemRoot%\System32\drivers\etc\hosts
    </script>
  EOT
}

resource "aws_instance" "file_of_the_unit" {
  ami                    = data.aws_ami.amazon_linux.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    #!/bin/bash
    mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d
    echo -e "[Service]\nEnvironmentFile=/etc/environment" > /etc/systemd/system/amazon-ssm-agent.service.d/env.conf
    echo "https_proxy=http://10.9.9.9:3128" >> /etc/environment
  EOT
}

resource "aws_instance" "file_of_the_snap" {
  ami                    = data.aws_ami.ubuntu.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    #!/bin/bash
    echo "https_proxy=http://10.9.9.9:3128" >> /etc/environment
  EOT
}

resource "aws_instance" "imported_by_systemd" {
  ami                    = data.aws_ami.amazon_linux.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    #!/bin/bash
    export https_proxy=http://10.9.9.9:3128
    systemctl import-environment https_proxy
    systemctl restart amazon-ssm-agent
  EOT
}

resource "aws_instance" "hosts_of_bottlerocket" {
  ami                    = data.aws_ami.bottlerocket.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    [settings.network]
    hosts = [["10.9.9.9", ["ssmmessages.eu-west-1.amazonaws.com"]]]
  EOT
}

resource "aws_instance" "name_server_of_bottlerocket" {
  ami                    = data.aws_ami.bottlerocket.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    [settings.dns]
    name-servers = ["10.9.9.9"]
  EOT
}

resource "aws_instance" "process_only" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    $env:https_proxy = "http://10.9.9.9:3128"
    choco install git -y
    </powershell>
  EOT
}

resource "aws_instance" "user_only" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    [Environment]::SetEnvironmentVariable("https_proxy", "http://10.9.9.9:3128", "User")
    </powershell>
  EOT
}

resource "aws_instance" "other_host" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    "10.9.9.9 db.corp" | Add-Content $env:windir\System32\drivers\etc\hosts
    </powershell>
  EOT
}

resource "aws_instance" "file_that_no_unit_reads" {
  ami                    = data.aws_ami.amazon_linux.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    #!/bin/bash
    echo "https_proxy=http://10.9.9.9:3128" >> /etc/environment
  EOT
}

resource "aws_instance" "left_out_by_bottlerocket" {
  ami                    = data.aws_ami.bottlerocket.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    [settings.network]
    https-proxy = "10.9.9.9:3128"
    no-proxy = ["localhost", ".amazonaws.com"]
  EOT
}

resource "aws_instance" "other_host_of_bottlerocket" {
  ami                    = data.aws_ami.bottlerocket.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    [settings.network]
    hosts = [["10.9.9.9", ["db.corp"]]]
  EOT
}
