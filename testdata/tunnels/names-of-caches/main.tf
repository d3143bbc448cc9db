
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
resource "aws_elasticache_cluster" "red" {
  cluster_id         = "red"
  engine             = "redis"
  node_type          = "cache.t4g.micro"
  num_cache_nodes    = 1
  subnet_group_name  = aws_elasticache_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_elasticache_cluster" "mem" {
  cluster_id         = "mem"
  engine             = "memcached"
  node_type          = "cache.t4g.micro"
  num_cache_nodes    = 2
  port               = 6379
  subnet_group_name  = aws_elasticache_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_elasticache_replication_group" "plain" {
  replication_group_id = "plain"
  description          = "rg"
  node_type            = "cache.t3.micro"
  num_cache_clusters   = 2
  subnet_group_name    = aws_elasticache_subnet_group.d.name
  security_group_ids   = [aws_security_group.all.id]
}
resource "aws_elasticache_replication_group" "tls" {
  replication_group_id       = "tls"
  description                = "rg"
  node_type                  = "cache.t3.micro"
  num_cache_clusters         = 2
  transit_encryption_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.d.name
  security_group_ids         = [aws_security_group.all.id]
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

resource "aws_db_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
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
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_ssm_document" "aws" {
  name            = "doc-aws"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^[a-z0-9-]+\\.[a-z0-9.-]+\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "aws" {
  name               = "aws"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "aws" {
  name   = "p"
  role   = aws_iam_role.aws.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-aws"]}] })
}

resource "aws_ssm_document" "red" {
  name            = "doc-red"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^red\\..*\\.cache\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "red" {
  name               = "red"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "red" {
  name   = "p"
  role   = aws_iam_role.red.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-red"]}] })
}

resource "aws_ssm_document" "cache" {
  name            = "doc-cache"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^.*\\.cache\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "cache" {
  name               = "cache"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "cache" {
  name   = "p"
  role   = aws_iam_role.cache.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-cache"]}] })
}

resource "aws_ssm_document" "rds" {
  name            = "doc-rds"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^.*\\.rds\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "rds" {
  name               = "rds"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "rds" {
  name   = "p"
  role   = aws_iam_role.rds.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-rds"]}] })
}

resource "aws_ssm_document" "usw" {
  name            = "doc-usw"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^.*\\.usw2\\.cache\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "usw" {
  name               = "usw"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "usw" {
  name   = "p"
  role   = aws_iam_role.usw.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-usw"]}] })
}

resource "aws_ssm_document" "plain" {
  name            = "doc-plain"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^plain\\..*\\.euw1\\.cache\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "plain" {
  name               = "plain"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "plain" {
  name   = "p"
  role   = aws_iam_role.plain.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-plain"]}] })
}

resource "aws_ssm_document" "master" {
  name            = "doc-master"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^master\\..*\\.cache\\.amazonaws\\.com$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "master" {
  name               = "master"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "master" {
  name   = "p"
  role   = aws_iam_role.master.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-master"]}] })
}

resource "aws_ssm_document" "ip" {
  name            = "doc-ip"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^10\\.0\\.(8|9)\\.[0-9]{1,3}$" } }, properties = { host = "{{ host }}", portNumber = "6379", type = "LocalPortForwarding" } })
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
