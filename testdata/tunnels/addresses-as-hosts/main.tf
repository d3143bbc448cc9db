
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
  tags                   = { Name = "bastion", Env = "dev" }
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

resource "aws_db_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.main.id
  ingress {
    protocol = "tcp"
    from_port = 0
    to_port = 65535
    security_groups = [aws_security_group.out.id]
  }

}

resource "aws_db_instance" "orders" {
  identifier             = "orders-x"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.db.id]

}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  private_ip             = "10.0.8.77"
  vpc_security_group_ids = [aws_security_group.db.id]
}
resource "aws_instance" "app2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  private_ip             = "10.0.8.78"
  vpc_security_group_ids = [aws_security_group.db.id]
}
resource "aws_instance" "any" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.b.id
  vpc_security_group_ids = [aws_security_group.db.id]
}
resource "aws_efs_mount_target" "e" {
  file_system_id  = "fs-0123456789abcdef0"
  subnet_id       = aws_subnet.a.id
  ip_address      = "10.0.8.20"
  security_groups = [aws_security_group.db.id]
}

resource "aws_ssm_document" "ip" {
  name            = "doc-ip"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = "10.0.8.77", portNumber = "22", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "ip" {
  name               = "ip"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "ip" {
  name   = "p"
  role   = aws_iam_role.ip.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-ip"]}] })
}

resource "aws_ssm_document" "efs" {
  name            = "doc-efs"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = "10.0.8.20", portNumber = "2049", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "efs" {
  name               = "efs"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "efs" {
  name   = "p"
  role   = aws_iam_role.efs.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-efs"]}] })
}

resource "aws_ssm_document" "beside" {
  name            = "doc-beside"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { p = { type = "String" } }, properties = { host = "10.0.200.9", portNumber = "{{ p }}", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "beside" {
  name               = "beside"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "beside" {
  name   = "p"
  role   = aws_iam_role.beside.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-beside"]}] })
}

resource "aws_ssm_document" "inb" {
  name            = "doc-inb"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = "10.0.9.4", portNumber = "22", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "inb" {
  name               = "inb"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "inb" {
  name   = "p"
  role   = aws_iam_role.inb.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-inb"]}] })
}

resource "aws_ssm_document" "pub" {
  name            = "doc-pub"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = "198.41.0.4", portNumber = "443", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "pub" {
  name               = "pub"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "pub" {
  name   = "p"
  role   = aws_iam_role.pub.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-pub"]}] })
}

resource "aws_ssm_document" "name" {
  name            = "doc-name"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = "partner.example.com", portNumber = "443", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "name" {
  name               = "name"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "name" {
  name   = "p"
  role   = aws_iam_role.name.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-name"]}] })
}

resource "aws_ssm_document" "ipat" {
  name            = "doc-ipat"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { h = { type = "String", allowedPattern = "^10\\.0\\.8\\.77$" } }, properties = { host = "{{ h }}", portNumber = "22", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "ipat" {
  name               = "ipat"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "ipat" {
  name   = "p"
  role   = aws_iam_role.ipat.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-ipat"]}] })
}
