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
  skip_requesting_account_id  = false
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
data "aws_caller_identity" "me" {}

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "ops" {
  role   = aws_iam_role.ops.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*"}]})
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags = {}

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

resource "aws_docdbelastic_cluster" "de" {
  name                = "de"
  admin_user_name     = "app"
  admin_user_password = "correcthorse1"
  auth_type           = "PLAIN_TEXT"
  shard_capacity      = 2
  shard_count         = 1
  subnet_ids          = [aws_subnet.a.id, aws_subnet.b.id]
  vpc_security_group_ids = [aws_security_group.all.id]
}

resource "aws_timestreaminfluxdb_db_instance" "ti" {
  name = "tii"
  allocated_storage = 20
  bucket = "bk"
  db_instance_type = "db.influx.medium"
  username = "admin"
  password = "correcthorse1"
  organization = "org"
  vpc_subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
  vpc_security_group_ids = [aws_security_group.all.id]
}

resource "aws_elasticsearch_domain" "es" {
  domain_name = "esd"
  vpc_options {
    subnet_ids = [aws_subnet.a.id]
    security_group_ids = [aws_security_group.all.id]
  }
}

resource "aws_dax_subnet_group" "d" {
  name       = "dx"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}

resource "aws_dax_cluster" "dx" {
  cluster_name = "dx"
  iam_role_arn = aws_iam_role.node.arn
  node_type = "dax.t3.small"
  replication_factor = 1
  subnet_group_name = aws_dax_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}

resource "aws_dax_cluster" "dxt" {
  cluster_name = "dxt"
  iam_role_arn = aws_iam_role.node.arn
  node_type = "dax.t3.small"
  replication_factor = 1
  cluster_endpoint_encryption_type = "TLS"
  subnet_group_name = aws_dax_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}

resource "aws_opensearchserverless_vpc_endpoint" "x" {
  name               = "xosl"
  vpc_id             = aws_vpc.main.id
  subnet_ids         = [aws_subnet.a.id]
  security_group_ids = [aws_security_group.all.id]
}

resource "aws_db_proxy" "px" {
  name                   = "px"
  engine_family          = "MYSQL"
  role_arn               = aws_iam_role.node.arn
  vpc_subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
  vpc_security_group_ids = []
  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-abcdef"
  }
}
resource "aws_db_proxy_endpoint" "ro" {
  db_proxy_name          = aws_db_proxy.px.name
  db_proxy_endpoint_name = "ro"
  vpc_subnet_ids         = [aws_subnet.a.id]
  vpc_security_group_ids = [aws_security_group.all.id]
  target_role            = "READ_ONLY"
}
resource "aws_redshift_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_redshift_endpoint_access" "ea" {
  endpoint_name          = "eaa"
  subnet_group_name      = aws_redshift_subnet_group.d.name
  cluster_identifier     = "elsewhere"
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_redshiftserverless_endpoint_access" "sea" {
  endpoint_name          = "sea"
  workgroup_name         = "elsewhere"
  subnet_ids             = [aws_subnet.a.id]
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_rds_cluster" "multi" {
  cluster_identifier        = "multi"
  engine                    = "mysql"
  db_cluster_instance_class = "db.r6gd.xlarge"
  storage_type              = "io1"
  allocated_storage         = 100
  iops                      = 1000
  master_username           = "app"
  master_password           = "correcthorse1"
  skip_final_snapshot       = true
  db_subnet_group_name      = aws_db_subnet_group.d.name
  vpc_security_group_ids    = [aws_security_group.all.id]
}
resource "aws_emr_cluster" "emr" {
  name          = "emr"
  release_label = "emr-7.0.0"
  service_role  = aws_iam_role.node.arn
  ec2_attributes {
    subnet_id                         = aws_subnet.a.id
    emr_managed_master_security_group = aws_security_group.all.id
    emr_managed_slave_security_group  = aws_security_group.all.id
    instance_profile                  = aws_iam_instance_profile.node.arn
  }
  master_instance_group { instance_type = "m4.large" }
}
resource "aws_elasticache_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_elasticache_replication_group" "cm" {
  replication_group_id       = "cm"
  description                = "x"
  node_type                  = "cache.t4g.micro"
  port                       = 6390
  num_node_groups            = 2
  replicas_per_node_group    = 1
  automatic_failover_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.d.name
  security_group_ids         = [aws_security_group.all.id]
}
resource "aws_elasticache_cluster" "replica" {
  cluster_id           = "replica"
  replication_group_id = aws_elasticache_replication_group.cm.id
}
resource "aws_cloudhsm_v2_cluster" "hsm" {
  hsm_type   = "hsm1.medium"
  subnet_ids = [aws_subnet.a.id]
}
