
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

resource "aws_elasticache_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_memorydb_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_memorydb_cluster" "m" {
  name               = "m"
  acl_name           = "open-access"
  node_type          = "db.t4g.small"
  subnet_group_name  = aws_memorydb_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_elasticache_serverless_cache" "s" {
  name               = "s"
  engine             = "valkey"
  subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_redshiftserverless_workgroup" "w" {
  namespace_name     = "w"
  workgroup_name     = "w"
  subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_mq_broker" "q" {
  broker_name        = "q"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.t3.micro"
  subnet_ids         = [aws_subnet.a.id]
  security_groups    = [aws_security_group.all.id]
  user {
    username = "main"
    password = "not-a-secret-at-all"
  }
}
resource "aws_vpc_endpoint" "secrets" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.secretsmanager"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.a.id]
  security_group_ids  = [aws_security_group.all.id]
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
resource "aws_elasticache_replication_group" "rg" {
  replication_group_id       = "rg"
  description                = "rg"
  node_type                  = "cache.t3.micro"
  num_node_groups            = 2
  replicas_per_node_group    = 1
  automatic_failover_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.d.name
  security_group_ids         = [aws_security_group.all.id]
}
resource "aws_network_interface" "eni" {
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.all.id]
}
resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  private_ip             = "10.0.8.77"
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_security_group" "all" {
  name   = "all"
  vpc_id = aws_vpc.main.id
  ingress {
    protocol = "tcp"
    from_port = 0
    to_port = 65535
    security_groups = [aws_security_group.out.id]
  }

}

resource "aws_ssm_document" "mem" {
  name            = "doc-mem"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_memorydb_cluster.m.cluster_endpoint[0].address, portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "mem" {
  name               = "mem"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "mem" {
  name   = "p"
  role   = aws_iam_role.mem.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-mem"]}] })
}

resource "aws_ssm_document" "srv" {
  name            = "doc-srv"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_elasticache_serverless_cache.s.endpoint[0].address, portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "srv" {
  name               = "srv"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "srv" {
  name   = "p"
  role   = aws_iam_role.srv.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-srv"]}] })
}

resource "aws_ssm_document" "rsw" {
  name            = "doc-rsw"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_redshiftserverless_workgroup.w.endpoint[0].address, portNumber = "5439", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "rsw" {
  name               = "rsw"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "rsw" {
  name   = "p"
  role   = aws_iam_role.rsw.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-rsw"]}] })
}

resource "aws_ssm_document" "mq" {
  name            = "doc-mq"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_mq_broker.q.instances[0].ip_address, portNumber = "8162", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "mq" {
  name               = "mq"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "mq" {
  name   = "p"
  role   = aws_iam_role.mq.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-mq"]}] })
}

resource "aws_ssm_document" "vpce" {
  name            = "doc-vpce"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_vpc_endpoint.secrets.dns_entry[0]["dns_name"], portNumber = "443", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "vpce" {
  name               = "vpce"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "vpce" {
  name   = "p"
  role   = aws_iam_role.vpce.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-vpce"]}] })
}

resource "aws_ssm_document" "vpce2" {
  name            = "doc-vpce2"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_vpc_endpoint.secrets.dns_entry[0].dns_name, portNumber = "443", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "vpce2" {
  name               = "vpce2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "vpce2" {
  name   = "p"
  role   = aws_iam_role.vpce2.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-vpce2"]}] })
}

resource "aws_ssm_document" "eks" {
  name            = "doc-eks"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = replace(aws_eks_cluster.k.endpoint, "https://", ""), portNumber = "443", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "eks" {
  name               = "eks"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "eks" {
  name   = "p"
  role   = aws_iam_role.eks.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-eks"]}] })
}

resource "aws_ssm_document" "eks2" {
  name            = "doc-eks2"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = trimprefix(aws_eks_cluster.k.endpoint, "https://"), portNumber = "443", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "eks2" {
  name               = "eks2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "eks2" {
  name   = "p"
  role   = aws_iam_role.eks2.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-eks2"]}] })
}

resource "aws_ssm_document" "rgc" {
  name            = "doc-rgc"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_elasticache_replication_group.rg.configuration_endpoint_address, portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "rgc" {
  name               = "rgc"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "rgc" {
  name   = "p"
  role   = aws_iam_role.rgc.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-rgc"]}] })
}

resource "aws_ssm_document" "app" {
  name            = "doc-app"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_instance.app.private_ip, portNumber = "22", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "app" {
  name   = "p"
  role   = aws_iam_role.app.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-app"]}] })
}

resource "aws_ssm_document" "appdns" {
  name            = "doc-appdns"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_instance.app.private_dns, portNumber = "22", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "appdns" {
  name               = "appdns"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "appdns" {
  name   = "p"
  role   = aws_iam_role.appdns.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-appdns"]}] })
}
