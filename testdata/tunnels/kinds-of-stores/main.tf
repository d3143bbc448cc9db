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

resource "aws_db_instance" "postgres" {
  identifier             = "postgres-x"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_db_instance" "mysql" {
  identifier             = "mysql-x"
  engine                 = "mysql"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_db_instance" "mariadb" {
  identifier             = "mariadb-x"
  engine                 = "mariadb"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_db_instance" "sqlserverex" {
  identifier             = "sqlserverex-x"
  engine                 = "sqlserver-ex"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_db_instance" "oraclese2" {
  identifier             = "oraclese2-x"
  engine                 = "oracle-se2"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
  license_model = "bring-your-own-license"
}

resource "aws_db_instance" "db2se" {
  identifier             = "db2se-x"
  engine                 = "db2-se"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
  license_model = "bring-your-own-license"
}

resource "aws_db_instance" "odd" {
  identifier             = "odd-x"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
  port = 6543
}

resource "aws_rds_cluster" "apg" {
  cluster_identifier     = "apg"
  engine                 = "aurora-postgresql"
  master_username        = "app"
  master_password        = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_rds_cluster" "amy" {
  cluster_identifier     = "amy"
  engine                 = "aurora-mysql"
  master_username        = "app"
  master_password        = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_elasticache_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_elasticache_cluster" "mem" {
  cluster_id         = "mem"
  engine             = "memcached"
  node_type          = "cache.t4g.micro"
  num_cache_nodes    = 1
  subnet_group_name  = aws_elasticache_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_elasticache_replication_group" "rg" {
  replication_group_id = "rg"
  description          = "x"
  node_type            = "cache.t4g.micro"
  subnet_group_name    = aws_elasticache_subnet_group.d.name
  security_group_ids   = [aws_security_group.all.id]
}
resource "aws_elasticache_serverless_cache" "sl" {
  engine             = "valkey"
  name               = "sl"
  subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_memorydb_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_memorydb_cluster" "mdb" {
  acl_name           = "open-access"
  name               = "mdb"
  node_type          = "db.t4g.small"
  subnet_group_name  = aws_memorydb_subnet_group.d.name
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_redshift_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_redshift_cluster" "rs" {
  cluster_identifier        = "rs"
  node_type                 = "ra3.xlplus"
  master_username           = "app"
  master_password           = "Correcthorse1"
  cluster_subnet_group_name = aws_redshift_subnet_group.d.name
  vpc_security_group_ids    = [aws_security_group.all.id]
  skip_final_snapshot       = true
}
resource "aws_redshiftserverless_namespace" "n" { namespace_name = "nnn" }
resource "aws_redshiftserverless_workgroup" "w" {
  namespace_name     = aws_redshiftserverless_namespace.n.namespace_name
  workgroup_name     = "www"
  subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_docdb_subnet_group" "d" {
  name       = "dd"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_docdb_cluster" "doc" {
  cluster_identifier     = "doc"
  master_username        = "app"
  master_password        = "correcthorse1"
  db_subnet_group_name   = aws_docdb_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
  skip_final_snapshot    = true
}
resource "aws_neptune_subnet_group" "d" {
  name       = "nd"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_neptune_cluster" "nep" {
  cluster_identifier        = "nep"
  neptune_subnet_group_name = aws_neptune_subnet_group.d.name
  vpc_security_group_ids    = [aws_security_group.all.id]
  skip_final_snapshot       = true
}
resource "aws_opensearch_domain" "os" {
  domain_name = "osd"
  vpc_options {
    subnet_ids         = [aws_subnet.a.id]
    security_group_ids = [aws_security_group.all.id]
  }
}
resource "aws_opensearch_domain" "ospub" { domain_name = "ospub" }
resource "aws_msk_cluster" "k" {
  cluster_name           = "k"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2
  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = [aws_subnet.a.id, aws_subnet.b.id]
    security_groups = [aws_security_group.all.id]
  }
}
resource "aws_msk_serverless_cluster" "ks" {
  cluster_name = "ks"
  vpc_config {
    subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
    security_group_ids = [aws_security_group.all.id]
  }
  client_authentication {
    sasl {
      iam { enabled = true }
    }
  }
}
resource "aws_mq_broker" "mq" {
  broker_name        = "mq"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  host_instance_type = "mq.m5.large"
  subnet_ids         = [aws_subnet.a.id]
  security_groups    = [aws_security_group.all.id]
  auto_minor_version_upgrade = true
  user {
    username = "app"
    password = "correcthorse12"
  }
}
resource "aws_efs_file_system" "e" {}
resource "aws_efs_mount_target" "e" {
  file_system_id  = aws_efs_file_system.e.id
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.all.id]
}
resource "aws_db_proxy" "px" {
  name                   = "px"
  engine_family          = "POSTGRESQL"
  role_arn               = aws_iam_role.node.arn
  vpc_subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
  vpc_security_group_ids = [aws_security_group.all.id]
  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-abcdef"
  }
}
resource "aws_lb" "nlb" {
  name               = "nlb"
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_lb_target_group" "t" {
  name     = "t"
  port     = 5432
  protocol = "TCP"
  vpc_id   = aws_vpc.main.id
}
resource "aws_lb_listener" "nlb" {
  load_balancer_arn = aws_lb.nlb.arn
  port              = 15432
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_lb" "alb" {
  name               = "alb"
  internal           = true
  security_groups    = [aws_security_group.all.id]
  subnets            = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_lb_listener" "alb" {
  load_balancer_arn = aws_lb.alb.arn
  port              = 8443
  protocol          = "HTTP"
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "200"
    }
  }
}
resource "aws_eks_cluster" "k8s" {
  name     = "k8s"
  role_arn = aws_iam_role.node.arn
  vpc_config {
    subnet_ids              = [aws_subnet.a.id, aws_subnet.b.id]
    endpoint_private_access = true
    security_group_ids      = [aws_security_group.all.id]
  }
}
resource "aws_vpc_endpoint" "sm" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.secretsmanager"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.a.id]
  security_group_ids  = [aws_security_group.all.id]
  private_dns_enabled = true
}
resource "aws_directory_service_directory" "ad" {
  name     = "corp.example.com"
  password = "Correcthorse1!"
  edition  = "Standard"
  type     = "MicrosoftAD"
  vpc_settings {
    vpc_id     = aws_vpc.main.id
    subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
  }
}
resource "aws_fsx_lustre_file_system" "lu" {
  storage_capacity   = 1200
  subnet_ids         = [aws_subnet.a.id]
  security_group_ids = [aws_security_group.all.id]
}
resource "aws_transfer_server" "tr" {
  endpoint_type = "VPC"
  endpoint_details {
    subnet_ids         = [aws_subnet.a.id]
    vpc_id             = aws_vpc.main.id
    security_group_ids = [aws_security_group.all.id]
  }
}
