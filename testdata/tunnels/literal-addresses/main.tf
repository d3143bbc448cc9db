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
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "pub" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_security_group" "out" {
  name   = "out"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
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
resource "aws_instance" "bastion" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags                   = { Name = "bastion" }
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.8.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.9.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_security_group" "all" {
  name   = "all"
  vpc_id = aws_vpc.main.id
  ingress {
    protocol        = "tcp"
    from_port       = 0
    to_port         = 65535
    security_groups = [aws_security_group.out.id]
  }
}
resource "aws_efs_file_system" "e" {}
resource "aws_efs_mount_target" "e" {
  file_system_id  = aws_efs_file_system.e.id
  subnet_id       = aws_subnet.a.id
  ip_address      = "10.0.8.10"
  security_groups = [aws_security_group.all.id]
}
resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  private_ip             = "10.0.8.20"
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_db_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_db_instance" "main" {
  identifier             = "main"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_ssm_document" "mount" {
  name          = "doc-mount"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "10.0.8.10", portNumber = "2049", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "mount" {
  name               = "mount"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "mount" {
  role   = aws_iam_role.mount.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-mount"] }] })
}
resource "aws_ssm_document" "app" {
  name          = "doc-app"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "10.0.8.20", portNumber = "22", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "app" {
  role   = aws_iam_role.app.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-app"] }] })
}
resource "aws_ssm_document" "mountother" {
  name          = "doc-mountother"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "10.0.8.11", portNumber = "2049", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "mountother" {
  name               = "mountother"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "mountother" {
  role   = aws_iam_role.mountother.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-mountother"] }] })
}
resource "aws_ssm_document" "some" {
  name          = "doc-some"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "10.0.8.30", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "some" {
  name               = "some"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "some" {
  role   = aws_iam_role.some.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-some"] }] })
}
resource "aws_ssm_document" "none" {
  name          = "doc-none"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "10.77.0.1", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "none" {
  name               = "none"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "none" {
  role   = aws_iam_role.none.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-none"] }] })
}
resource "aws_ssm_document" "public" {
  name          = "doc-public"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "52.10.1.7", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "public" {
  name               = "public"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "public" {
  role   = aws_iam_role.public.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-public"] }] })
}
resource "aws_ssm_document" "allof" {
  name          = "doc-allof"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^10[.]0[.][89][.][0-9]+$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "allof" {
  name               = "allof"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "allof" {
  role   = aws_iam_role.allof.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-allof"] }] })
}
resource "aws_ssm_document" "half" {
  name          = "doc-half"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^10[.]0[.]8[.][0-9]+$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "half" {
  name               = "half"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "half" {
  role   = aws_iam_role.half.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-half"] }] })
}
resource "aws_ssm_document" "own" {
  name          = "doc-own"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "127.0.0.1", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "own" {
  name               = "own"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "own" {
  role   = aws_iam_role.own.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-own"] }] })
}
resource "aws_ssm_document" "ownname" {
  name          = "doc-ownname"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "localhost", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "ownname" {
  name               = "ownname"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "ownname" {
  role   = aws_iam_role.ownname.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-ownname"] }] })
}
