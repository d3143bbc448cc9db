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
resource "aws_eks_cluster" "k" {
  name     = "k"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids              = [aws_subnet.a.id, aws_subnet.b.id]
    security_group_ids      = [aws_security_group.all.id]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}
resource "aws_eks_cluster" "other" {
  name     = "other"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids              = [aws_subnet.a.id, aws_subnet.b.id]
    security_group_ids      = [aws_security_group.all.id]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}
resource "aws_ssm_document" "replaced" {
  name          = "doc-replaced"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = replace(aws_eks_cluster.k.endpoint, "https://", ""), portNumber = "443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "replaced" {
  name               = "replaced"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "replaced" {
  role   = aws_iam_role.replaced.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-replaced"] }] })
}
resource "aws_ssm_document" "trimmed" {
  name          = "doc-trimmed"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = trimprefix(aws_eks_cluster.k.endpoint, "https://"), portNumber = "443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "trimmed" {
  name               = "trimmed"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "trimmed" {
  role   = aws_iam_role.trimmed.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-trimmed"] }] })
}
resource "aws_ssm_document" "splitted" {
  name          = "doc-splitted"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = split("//", aws_eks_cluster.k.endpoint)[1], portNumber = "443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "splitted" {
  name               = "splitted"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "splitted" {
  role   = aws_iam_role.splitted.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-splitted"] }] })
}
resource "aws_ssm_document" "splitslash" {
  name          = "doc-splitslash"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = element(split("/", aws_eks_cluster.k.endpoint), 2), portNumber = "443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "splitslash" {
  name               = "splitslash"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "splitslash" {
  role   = aws_iam_role.splitslash.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-splitslash"] }] })
}
resource "aws_ssm_document" "splitscheme" {
  name          = "doc-splitscheme"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = split("://", aws_eks_cluster.k.endpoint)[1], portNumber = "443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "splitscheme" {
  name               = "splitscheme"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "splitscheme" {
  role   = aws_iam_role.splitscheme.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-splitscheme"] }] })
}
resource "aws_ssm_document" "wrongport" {
  name          = "doc-wrongport"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = replace(aws_eks_cluster.k.endpoint, "https://", ""), portNumber = "6443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "wrongport" {
  name               = "wrongport"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "wrongport" {
  role   = aws_iam_role.wrongport.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-wrongport"] }] })
}
resource "aws_ssm_document" "templated" {
  name          = "doc-templated"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "${replace(aws_eks_cluster.k.endpoint, "https://", "")}", portNumber = "443", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "templated" {
  name               = "templated"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "templated" {
  role   = aws_iam_role.templated.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-templated"] }] })
}
