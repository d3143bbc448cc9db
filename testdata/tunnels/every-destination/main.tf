# One of everything that listens in a VPC, behind a group that admits the bastion, and one file system that does not.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
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

# The bastion, in a public subnet.

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  availability_zone       = "eu-west-1a"
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

resource "aws_security_group" "bastion" {
  name   = "bastion"
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "node" {
  name = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "core" {
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
  subnet_id              = aws_subnet.public.id
  vpc_security_group_ids = [aws_security_group.bastion.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

# Who tunnels.

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSessionToRemoteHost"] }]
  })
}

# What listens.

resource "aws_subnet" "data" {
  for_each          = { a = "10.0.8.0/24", b = "10.0.9.0/24" }
  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_security_group" "data" {
  name   = "data"
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 0
    to_port         = 65535
    protocol        = "tcp"
    security_groups = [aws_security_group.bastion.id]
  }
}

resource "aws_security_group" "shut" {
  name   = "shut"
  vpc_id = aws_vpc.main.id
}

resource "aws_db_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
}

resource "aws_db_instance" "sql_server" {
  identifier             = "sql-server"
  engine                 = "sqlserver-ex"
  instance_class         = "db.t3.small"
  allocated_storage      = 20
  username               = "main"
  password               = "not-a-secret"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.data.id]
}

resource "aws_rds_cluster" "main" {
  cluster_identifier     = "main"
  engine                 = "aurora-mysql"
  master_username        = "main"
  master_password        = "not-a-secret"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.data.id]
}

resource "aws_db_proxy" "main" {
  name                   = "main"
  engine_family          = "POSTGRESQL"
  role_arn               = "arn:aws:iam::123456789012:role/proxy"
  vpc_subnet_ids         = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
  vpc_security_group_ids = [aws_security_group.data.id]

  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:main"
  }
}

resource "aws_elasticache_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
}

resource "aws_elasticache_cluster" "memcached" {
  cluster_id         = "memcached"
  engine             = "memcached"
  node_type          = "cache.t3.micro"
  num_cache_nodes    = 1
  subnet_group_name  = aws_elasticache_subnet_group.main.name
  security_group_ids = [aws_security_group.data.id]
}

resource "aws_elasticache_replication_group" "valkey" {
  replication_group_id = "valkey"
  description          = "valkey"
  engine               = "valkey"
  node_type            = "cache.t3.micro"
  port                 = 6380
  subnet_group_name    = aws_elasticache_subnet_group.main.name
  security_group_ids   = [aws_security_group.data.id]
}

resource "aws_elasticache_serverless_cache" "main" {
  name               = "main"
  engine             = "valkey"
  subnet_ids         = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
  security_group_ids = [aws_security_group.data.id]
}

resource "aws_memorydb_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
}

resource "aws_memorydb_cluster" "main" {
  name               = "main"
  acl_name           = "open-access"
  node_type          = "db.t4g.small"
  subnet_group_name  = aws_memorydb_subnet_group.main.name
  security_group_ids = [aws_security_group.data.id]
}

resource "aws_redshift_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
}

resource "aws_redshift_cluster" "main" {
  cluster_identifier        = "main"
  node_type                 = "ra3.large"
  master_username           = "main"
  master_password           = "Not-a-secret-1"
  skip_final_snapshot       = true
  cluster_subnet_group_name = aws_redshift_subnet_group.main.name
  vpc_security_group_ids    = [aws_security_group.data.id]
}

resource "aws_redshiftserverless_workgroup" "main" {
  namespace_name     = "main"
  workgroup_name     = "main"
  subnet_ids         = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
  security_group_ids = [aws_security_group.data.id]
}

resource "aws_docdb_subnet_group" "main" {
  name       = "docdb"
  subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
}

resource "aws_docdb_cluster" "main" {
  cluster_identifier     = "docdb"
  master_username        = "main"
  master_password        = "not-a-secret"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_docdb_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.data.id]
}

resource "aws_neptune_subnet_group" "main" {
  name       = "neptune"
  subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
}

resource "aws_neptune_cluster" "main" {
  cluster_identifier        = "neptune"
  skip_final_snapshot       = true
  neptune_subnet_group_name = aws_neptune_subnet_group.main.name
  vpc_security_group_ids    = [aws_security_group.data.id]
}

resource "aws_opensearch_domain" "main" {
  domain_name = "main"

  vpc_options {
    subnet_ids         = [aws_subnet.data["a"].id]
    security_group_ids = [aws_security_group.data.id]
  }
}

resource "aws_opensearch_domain" "public" {
  domain_name = "public"
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2

  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
    security_groups = [aws_security_group.data.id]
  }
}

resource "aws_mq_broker" "rabbit" {
  broker_name        = "rabbit"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  host_instance_type = "mq.t3.micro"
  subnet_ids         = [aws_subnet.data["a"].id]
  security_groups    = [aws_security_group.data.id]

  user {
    username = "main"
    password = "not-a-secret-at-all"
  }
}

resource "aws_efs_mount_target" "main" {
  file_system_id  = "fs-0123456789abcdef0"
  subnet_id       = aws_subnet.data["a"].id
  security_groups = [aws_security_group.data.id]
}

resource "aws_efs_mount_target" "shut" {
  file_system_id  = "fs-0123456789abcdef1"
  subnet_id       = aws_subnet.data["b"].id
  security_groups = [aws_security_group.shut.id]
}

resource "aws_fsx_lustre_file_system" "main" {
  storage_capacity   = 1200
  deployment_type    = "SCRATCH_2"
  subnet_ids         = [aws_subnet.data["a"].id]
  security_group_ids = [aws_security_group.data.id]
}

resource "aws_fsx_windows_file_system" "main" {
  active_directory_id = "d-0123456789"
  storage_capacity    = 300
  throughput_capacity = 32
  subnet_ids          = [aws_subnet.data["a"].id]
  security_group_ids  = [aws_security_group.data.id]
}

resource "aws_fsx_openzfs_file_system" "main" {
  deployment_type     = "SINGLE_AZ_1"
  storage_capacity    = 64
  throughput_capacity = 64
  subnet_ids          = [aws_subnet.data["a"].id]
  security_group_ids  = [aws_security_group.data.id]
}

resource "aws_fsx_ontap_file_system" "main" {
  deployment_type     = "SINGLE_AZ_1"
  storage_capacity    = 1024
  throughput_capacity = 128
  preferred_subnet_id = aws_subnet.data["a"].id
  subnet_ids          = [aws_subnet.data["a"].id]
  security_group_ids  = [aws_security_group.data.id]
}

resource "aws_lb" "internal" {
  name               = "internal"
  internal           = true
  load_balancer_type = "application"
  subnets            = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
  security_groups    = [aws_security_group.data.id]
}

resource "aws_lb_listener" "internal" {
  load_balancer_arn = aws_lb.internal.arn
  port              = 8443

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/eks"

  vpc_config {
    subnet_ids              = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
    security_group_ids      = [aws_security_group.data.id]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_vpc_endpoint" "secrets" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.secretsmanager"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
  security_group_ids  = [aws_security_group.data.id]
}

resource "aws_transfer_server" "main" {
  endpoint_type = "VPC"

  endpoint_details {
    vpc_id             = aws_vpc.main.id
    subnet_ids         = [aws_subnet.data["a"].id]
    security_group_ids = [aws_security_group.data.id]
  }
}

resource "aws_directory_service_directory" "main" {
  name     = "corp.example.com"
  password = "Not-a-secret-1"
  type     = "MicrosoftAD"

  vpc_settings {
    vpc_id     = aws_vpc.main.id
    subnet_ids = [aws_subnet.data["a"].id, aws_subnet.data["b"].id]
  }
}
