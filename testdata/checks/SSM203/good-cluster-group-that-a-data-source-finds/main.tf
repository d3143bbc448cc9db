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

resource "aws_vpc" "v" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "v" { vpc_id = aws_vpc.v.id }
resource "aws_subnet" "vpub" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "vpub" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.v.id
  }
}
resource "aws_route_table_association" "vpub" {
  subnet_id      = aws_subnet.vpub.id
  route_table_id = aws_route_table.vpub.id
}
resource "aws_subnet" "va" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "vb" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.3.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_iam_role" "eks" {
  name               = "eks"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "eks" {
  role       = aws_iam_role.eks.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_eks_cluster" "c" {
  name     = "c"
  role_arn = aws_iam_role.eks.arn
  vpc_config {
    subnet_ids = [aws_subnet.va.id, aws_subnet.vb.id]

  }
}

data "aws_eks_cluster" "d" {
  name       = aws_eks_cluster.c.name
  depends_on = [aws_eks_cluster.c]
}
data "aws_eks_cluster" "e" {
  name = aws_eks_cluster.c.id
}
resource "aws_security_group" "ep" {
  name   = "ep"
  vpc_id = aws_vpc.v.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [data.aws_eks_cluster.d.vpc_config[0].cluster_security_group_id]
  }
}
resource "aws_vpc_endpoint" "vssm" {
  vpc_id              = aws_vpc.v.id
  service_name        = "com.amazonaws.eu-west-1.ssm"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.va.id, aws_subnet.vb.id]
  security_group_ids  = [aws_security_group.ep.id]
}
resource "aws_vpc_endpoint" "vssmmessages" {
  vpc_id              = aws_vpc.v.id
  service_name        = "com.amazonaws.eu-west-1.ssmmessages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.va.id, aws_subnet.vb.id]
  security_group_ids  = [aws_security_group.ep.id]
}
resource "aws_vpc_endpoint" "vec2messages" {
  vpc_id              = aws_vpc.v.id
  service_name        = "com.amazonaws.eu-west-1.ec2messages"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.va.id, aws_subnet.vb.id]
  security_group_ids  = [aws_security_group.ep.id]
}

resource "aws_eks_node_group" "n" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "n"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.va.id, aws_subnet.vb.id]

  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_launch_template" "l" {
  name                   = "lll"
  vpc_security_group_ids = [data.aws_eks_cluster.e.vpc_config[0].cluster_security_group_id]
}

resource "aws_eks_node_group" "lt" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "lt"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.va.id, aws_subnet.vb.id]
  launch_template {
    id      = aws_launch_template.l.id
    version = aws_launch_template.l.latest_version
  }
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_vpc" "w" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "w" { vpc_id = aws_vpc.w.id }
resource "aws_subnet" "wpub" {
  vpc_id                  = aws_vpc.w.id
  cidr_block              = "10.1.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "wpub" {
  vpc_id = aws_vpc.w.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.w.id
  }
}
resource "aws_route_table_association" "wpub" {
  subnet_id      = aws_subnet.wpub.id
  route_table_id = aws_route_table.wpub.id
}
resource "aws_subnet" "wa" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.1.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "wb" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.1.3.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_eip" "w" { domain = "vpc" }
resource "aws_nat_gateway" "w" {
  subnet_id     = aws_subnet.wpub.id
  allocation_id = aws_eip.w.id
}
resource "aws_route_table" "wpriv" {
  vpc_id = aws_vpc.w.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.w.id
  }
}
resource "aws_route_table_association" "wa" {
  subnet_id      = aws_subnet.wa.id
  route_table_id = aws_route_table.wpriv.id
}
resource "aws_route_table_association" "wb" {
  subnet_id      = aws_subnet.wb.id
  route_table_id = aws_route_table.wpriv.id
}

resource "aws_eks_cluster" "k" {
  name     = "k"
  role_arn = aws_iam_role.eks.arn
  vpc_config {
    subnet_ids = [aws_subnet.wa.id, aws_subnet.wb.id]

  }
}

data "aws_eks_cluster" "k" {
  name = aws_eks_cluster.k.id
}
resource "aws_launch_template" "k" {
  name                   = "kkk"
  vpc_security_group_ids = [data.aws_eks_cluster.k.vpc_config[0].cluster_security_group_id]
}

resource "aws_eks_node_group" "nat" {
  cluster_name    = aws_eks_cluster.k.name
  node_group_name = "nat"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.wa.id]
  launch_template {
    id      = aws_launch_template.k.id
    version = aws_launch_template.k.latest_version
  }
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
