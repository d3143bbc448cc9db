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

resource "aws_instance" "disabled_v2" {
  ami                    = data.aws_ami.windows_2022.id
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

resource "aws_instance" "tasks_of_1_0" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    version: 1.0
    tasks:
    - task: executeScript
      inputs:
      - frequency: once
        type: powershell
        runAs: localSystem
        content: |-
          Stop-Service AmazonSSMAgent
  EOT
}

resource "aws_instance" "detached" {
  ami                    = data.aws_ami.windows_2022.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Stop-Service AmazonSSMAgent
    </powershell>
    <detach>true</detach>
  EOT
}

resource "aws_instance" "image_not_known" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Stop-Service AmazonSSMAgent
    </powershell>
  EOT
}

resource "aws_instance" "disabled_on_image_not_known" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Set-Service AmazonSSMAgent -StartupType Disabled
    </powershell>
  EOT
}

resource "aws_instance" "by_hand_v1" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Set-Service AmazonSSMAgent -StartupType Manual
    </powershell>
  EOT
}

resource "aws_instance" "every_boot_v1" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Stop-Service AmazonSSMAgent
    </powershell>
    <persist>true</persist>
  EOT
}

resource "aws_instance" "asks" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <powershell>
    Set-Service AmazonSSMAgent -StartupType Disabled -Confirm
    </powershell>
  EOT
}

resource "aws_instance" "may_be_jumped_over" {
  ami                    = data.aws_ami.windows_2019.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.app.id]
  user_data              = <<-EOT
    <script>
    if exist C:\ready goto end
    sc config AmazonSSMAgent start= disabled
    :end
    </script>
  EOT
}
