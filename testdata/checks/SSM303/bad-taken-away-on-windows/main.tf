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

data "aws_ami" "windows_2019" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2019-English-Full-Base-*"]
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

data "aws_ami" "windows_2025" {
  owners      = ["801119661308"]
  most_recent = true
  filter {
    name   = "name"
    values = ["Windows_Server-2025-English-Full-Base-*"]
  }
  depends_on = [aws_vpc.main]
}

resource "aws_instance" "disabled_v1" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Stop-Service AmazonSSMAgent
    Set-Service AmazonSSMAgent -StartupType Disabled
    </powershell>
  EOT
}

resource "aws_instance" "disabled_in_batch" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <script>
    sc config AmazonSSMAgent start= disabled & net stop AmazonSSMAgent
    </script>
  EOT
}

resource "aws_instance" "disabled_in_registry" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Set-ItemProperty -Path 'HKLM:\SYSTEM\CurrentControlSet\Services\AmazonSSMAgent' -Name Start -Value 4
    </powershell>
  EOT
}

resource "aws_instance" "disabled_by_reg" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <script>
    reg add HKLM\SYSTEM\CurrentControlSet\Services\AmazonSSMAgent /v Start /t REG_DWORD /d 4 /f
    </script>
  EOT
}

resource "aws_instance" "uninstalled" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    & "C:\Windows\Temp\AmazonSSMAgentSetup.exe" /uninstall /S
    </powershell>
  EOT
}

resource "aws_instance" "uninstalled_by_start" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Start-Process "C:\Windows\Temp\AmazonSSMAgentSetup.exe" -ArgumentList "/uninstall","/S" -Wait
    </powershell>
  EOT
}

resource "aws_instance" "uninstalled_by_one_word" {
  ami                    = data.aws_ami.windows_2025.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Start-Process -FilePath "C:\AmazonSSMAgentSetup.exe" -ArgumentList "/S /uninstall" -Wait
    </powershell>
  EOT
}

resource "aws_instance" "by_a_pattern" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Get-Service | Where-Object { $_.Name -like "Amazon*" } | Stop-Service -Force -PassThru | Set-Service -StartupType Disabled
    </powershell>
  EOT
}

resource "aws_instance" "shut_down" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Stop-Computer -Force
    </powershell>
  EOT
}
