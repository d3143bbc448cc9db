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
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}

resource "aws_vpc" "a" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "a" { vpc_id = aws_vpc.a.id }
resource "aws_subnet" "apub" {
  vpc_id                  = aws_vpc.a.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "apub" {
  vpc_id = aws_vpc.a.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.a.id
  }
}
resource "aws_route_table_association" "apub" {
  subnet_id      = aws_subnet.apub.id
  route_table_id = aws_route_table.apub.id
}
resource "aws_subnet" "aa" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "ab" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.3.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_security_group" "owna" {
  name   = "owna"
  vpc_id = aws_vpc.a.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_security_group" "a" {
  id = aws_security_group.owna.id
}
resource "aws_security_group" "epa" {
  name   = "epa"
  vpc_id = aws_vpc.a.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [data.aws_security_group.a.id]
  }
}
resource "aws_vpc_endpoint" "assm" {
  vpc_id              = aws_vpc.a.id
  service_name        = "com.amazonaws.eu-west-1.ssm"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.aa.id, aws_subnet.ab.id]
  security_group_ids  = [aws_security_group.epa.id]
}
resource "aws_vpc_endpoint" "assmmessages" {
  vpc_id              = aws_vpc.a.id
  service_name        = "com.amazonaws.eu-west-1.ssmmessages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.aa.id, aws_subnet.ab.id]
  security_group_ids  = [aws_security_group.epa.id]
}
resource "aws_vpc_endpoint" "aec2messages" {
  vpc_id              = aws_vpc.a.id
  service_name        = "com.amazonaws.eu-west-1.ec2messages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.aa.id, aws_subnet.ab.id]
  security_group_ids  = [aws_security_group.epa.id]
}
resource "aws_instance" "a" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.aa.id
  vpc_security_group_ids = [aws_security_group.owna.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "b" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "b" { vpc_id = aws_vpc.b.id }
resource "aws_subnet" "bpub" {
  vpc_id                  = aws_vpc.b.id
  cidr_block              = "10.1.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "bpub" {
  vpc_id = aws_vpc.b.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.b.id
  }
}
resource "aws_route_table_association" "bpub" {
  subnet_id      = aws_subnet.bpub.id
  route_table_id = aws_route_table.bpub.id
}
resource "aws_subnet" "ba" {
  vpc_id            = aws_vpc.b.id
  cidr_block        = "10.1.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "bb" {
  vpc_id            = aws_vpc.b.id
  cidr_block        = "10.1.3.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_security_group" "ownb" {
  name   = "ownb"
  vpc_id = aws_vpc.b.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_security_group" "b" {
  name       = aws_security_group.ownb.name
  depends_on = [aws_security_group.ownb]
}
resource "aws_security_group" "epb" {
  name   = "epb"
  vpc_id = aws_vpc.b.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [data.aws_security_group.b.id]
  }
}
resource "aws_vpc_endpoint" "bssm" {
  vpc_id              = aws_vpc.b.id
  service_name        = "com.amazonaws.eu-west-1.ssm"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ba.id, aws_subnet.bb.id]
  security_group_ids  = [aws_security_group.epb.id]
}
resource "aws_vpc_endpoint" "bssmmessages" {
  vpc_id              = aws_vpc.b.id
  service_name        = "com.amazonaws.eu-west-1.ssmmessages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ba.id, aws_subnet.bb.id]
  security_group_ids  = [aws_security_group.epb.id]
}
resource "aws_vpc_endpoint" "bec2messages" {
  vpc_id              = aws_vpc.b.id
  service_name        = "com.amazonaws.eu-west-1.ec2messages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ba.id, aws_subnet.bb.id]
  security_group_ids  = [aws_security_group.epb.id]
}
resource "aws_instance" "b" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ba.id
  vpc_security_group_ids = [aws_security_group.ownb.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_vpc" "c" {
  cidr_block           = "10.2.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "c" { vpc_id = aws_vpc.c.id }
resource "aws_subnet" "cpub" {
  vpc_id                  = aws_vpc.c.id
  cidr_block              = "10.2.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "cpub" {
  vpc_id = aws_vpc.c.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.c.id
  }
}
resource "aws_route_table_association" "cpub" {
  subnet_id      = aws_subnet.cpub.id
  route_table_id = aws_route_table.cpub.id
}
resource "aws_subnet" "ca" {
  vpc_id            = aws_vpc.c.id
  cidr_block        = "10.2.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "cb" {
  vpc_id            = aws_vpc.c.id
  cidr_block        = "10.2.3.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_security_group" "ownc" {
  name   = "ownc"
  vpc_id = aws_vpc.c.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_security_group" "c" {
  filter {
    name   = "group-name"
    values = ["ownc"]
  }
  depends_on = [aws_security_group.ownc]
}
resource "aws_security_group" "epc" {
  name   = "epc"
  vpc_id = aws_vpc.c.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [data.aws_security_group.c.id]
  }
}
resource "aws_vpc_endpoint" "cssm" {
  vpc_id              = aws_vpc.c.id
  service_name        = "com.amazonaws.eu-west-1.ssm"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ca.id, aws_subnet.cb.id]
  security_group_ids  = [aws_security_group.epc.id]
}
resource "aws_vpc_endpoint" "cssmmessages" {
  vpc_id              = aws_vpc.c.id
  service_name        = "com.amazonaws.eu-west-1.ssmmessages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ca.id, aws_subnet.cb.id]
  security_group_ids  = [aws_security_group.epc.id]
}
resource "aws_vpc_endpoint" "cec2messages" {
  vpc_id              = aws_vpc.c.id
  service_name        = "com.amazonaws.eu-west-1.ec2messages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ca.id, aws_subnet.cb.id]
  security_group_ids  = [aws_security_group.epc.id]
}
resource "aws_instance" "c" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ca.id
  vpc_security_group_ids = [aws_security_group.ownc.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}
