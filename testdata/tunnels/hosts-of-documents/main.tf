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

resource "aws_db_instance" "main" {
  identifier             = "orders-main"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_db_instance" "dev" {
  identifier             = "orders-dev"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_db_instance" "my" {
  identifier             = "my-x"
  engine                 = "mysql"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]

}

resource "aws_rds_cluster" "c" {
  cluster_identifier     = "ledger"
  engine                 = "aurora-postgresql"
  master_username        = "app"
  master_password        = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_rds_cluster_instance" "c" {
  identifier         = "ledger-1"
  cluster_identifier = aws_rds_cluster.c.id
  instance_class     = "db.r6g.large"
  engine             = aws_rds_cluster.c.engine
}
resource "aws_rds_cluster_endpoint" "c" {
  cluster_identifier          = aws_rds_cluster.c.id
  cluster_endpoint_identifier = "reports"
  custom_endpoint_type        = "READER"
}
resource "aws_elasticache_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_elasticache_replication_group" "rg" {
  replication_group_id = "rg"
  description          = "x"
  node_type            = "cache.t4g.micro"
  subnet_group_name    = aws_elasticache_subnet_group.d.name
  security_group_ids   = [aws_security_group.all.id]
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

resource "aws_ssm_document" "addr" {
  name          = "doc-addr"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.main.address, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "addr" {
  name               = "addr"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "addr" {
  role   = aws_iam_role.addr.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-addr"] }] })
}

resource "aws_ssm_document" "addrport" {
  name          = "doc-addrport"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.main.address, portNumber = tostring(aws_db_instance.main.port), type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "addrport" {
  name               = "addrport"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "addrport" {
  role   = aws_iam_role.addrport.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-addrport"] }] })
}

resource "aws_ssm_document" "wrongport" {
  name          = "doc-wrongport"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.main.address, portNumber = "3306", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "wrongport" {
  name               = "wrongport"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "wrongport" {
  role   = aws_iam_role.wrongport.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-wrongport"] }] })
}

resource "aws_ssm_document" "endpoint" {
  name          = "doc-endpoint"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = split(":", aws_db_instance.main.endpoint)[0], portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "endpoint" {
  name               = "endpoint"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "endpoint" {
  role   = aws_iam_role.endpoint.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-endpoint"] }] })
}

resource "aws_ssm_document" "lit" {
  name          = "doc-lit"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "orders-main.cabcdefghijk.eu-west-1.rds.amazonaws.com", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "lit" {
  name               = "lit"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "lit" {
  role   = aws_iam_role.lit.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-lit"] }] })
}

resource "aws_ssm_document" "pat" {
  name          = "doc-pat"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^orders-[a-z]+[.][a-z0-9]+[.]eu-west-1[.]rds[.]amazonaws[.]com$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "pat" {
  name               = "pat"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "pat" {
  role   = aws_iam_role.pat.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-pat"] }] })
}

resource "aws_ssm_document" "patdev" {
  name          = "doc-patdev"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^orders-dev[.][a-z0-9]+[.]eu-west-1[.]rds[.]amazonaws[.]com$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "patdev" {
  name               = "patdev"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "patdev" {
  role   = aws_iam_role.patdev.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-patdev"] }] })
}

resource "aws_ssm_document" "patregion" {
  name          = "doc-patregion"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^.*[.]us-east-1[.]rds[.]amazonaws[.]com$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "patregion" {
  name               = "patregion"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "patregion" {
  role   = aws_iam_role.patregion.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-patregion"] }] })
}

resource "aws_ssm_document" "patip" {
  name          = "doc-patip"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^10[.]0[.](8|9)[.][0-9]{1,3}$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "patip" {
  name               = "patip"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "patip" {
  role   = aws_iam_role.patip.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-patip"] }] })
}

resource "aws_ssm_document" "patip2" {
  name          = "doc-patip2"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String", allowedPattern = "^10[.]9[.][0-9]{1,3}[.][0-9]{1,3}$" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "patip2" {
  name               = "patip2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "patip2" {
  role   = aws_iam_role.patip2.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-patip2"] }] })
}

resource "aws_ssm_document" "free5432" {
  name          = "doc-free5432"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { host = { type = "String" } }, properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "free5432" {
  name               = "free5432"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "free5432" {
  role   = aws_iam_role.free5432.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-free5432"] }] })
}

resource "aws_ssm_document" "cw" {
  name          = "doc-cw"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_rds_cluster.c.endpoint, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "cw" {
  name               = "cw"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "cw" {
  role   = aws_iam_role.cw.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-cw"] }] })
}

resource "aws_ssm_document" "cr" {
  name          = "doc-cr"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_rds_cluster.c.reader_endpoint, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "cr" {
  name               = "cr"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "cr" {
  role   = aws_iam_role.cr.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-cr"] }] })
}

resource "aws_ssm_document" "ci" {
  name          = "doc-ci"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_rds_cluster_instance.c.endpoint, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "ci" {
  name               = "ci"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "ci" {
  role   = aws_iam_role.ci.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-ci"] }] })
}

resource "aws_ssm_document" "ce" {
  name          = "doc-ce"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_rds_cluster_endpoint.c.endpoint, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "ce" {
  name               = "ce"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "ce" {
  role   = aws_iam_role.ce.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-ce"] }] })
}

resource "aws_ssm_document" "red" {
  name          = "doc-red"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_elasticache_replication_group.rg.primary_endpoint_address, portNumber = "6379", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "red" {
  name               = "red"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "red" {
  role   = aws_iam_role.red.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-red"] }] })
}

resource "aws_ssm_document" "nlb" {
  name          = "doc-nlb"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_lb.nlb.dns_name, portNumber = "15432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "nlb" {
  name               = "nlb"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "nlb" {
  role   = aws_iam_role.nlb.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-nlb"] }] })
}

resource "aws_ssm_document" "local" {
  name          = "doc-local"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "local" {
  name               = "local"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "local" {
  role   = aws_iam_role.local.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-local"] }] })
}

resource "aws_ssm_document" "lh" {
  name          = "doc-lh"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "localhost", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "lh" {
  name               = "lh"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "lh" {
  role   = aws_iam_role.lh.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-lh"] }] })
}

resource "aws_ssm_document" "lo" {
  name          = "doc-lo"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "127.0.0.1", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "lo" {
  name               = "lo"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "lo" {
  role   = aws_iam_role.lo.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-lo"] }] })
}

resource "aws_ssm_document" "anyport" {
  name          = "doc-anyport"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { p = { type = "String", allowedPattern = "^[0-9]+$" } }, properties = { host = aws_db_instance.main.address, portNumber = "{{ p }}", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "anyport" {
  name               = "anyport"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "anyport" {
  role   = aws_iam_role.anyport.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-anyport"] }] })
}

resource "aws_ssm_document" "cond" {
  name          = "doc-cond"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = true ? aws_db_instance.main.address : aws_db_instance.dev.address, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "cond" {
  name               = "cond"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "cond" {
  role   = aws_iam_role.cond.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-cond"] }] })
}

resource "aws_ssm_document" "mixed" {
  name          = "doc-mixed"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { env = { type = "String", allowedPattern = "^(prod|dev)$" } }, properties = { host = "{{ env }}.db.example.internal", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "mixed" {
  name               = "mixed"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "mixed" {
  role   = aws_iam_role.mixed.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-mixed"] }] })
}

resource "aws_ssm_document" "interp" {
  name          = "doc-interp"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = { id = { type = "String", allowedPattern = "^orders-dev$" } }, properties = { host = "{{ id }}.${join(".", slice(split(".", aws_db_instance.main.address), 1, 6))}", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "interp" {
  name               = "interp"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "interp" {
  role   = aws_iam_role.interp.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-interp"] }] })
}
