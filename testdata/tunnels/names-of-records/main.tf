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
resource "aws_db_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_db_instance" "main" {
  identifier             = "main"
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
  identifier             = "dev"
  engine                 = "postgres"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_route53_zone" "corp" {
  name = "corp.internal"
  vpc { vpc_id = aws_vpc.main.id }
}
resource "aws_route53_record" "db" {
  zone_id = aws_route53_zone.corp.zone_id
  name    = "db.corp.internal"
  type    = "CNAME"
  ttl     = 60
  records = [aws_db_instance.main.address]
}
resource "aws_route53_record" "short" {
  zone_id = aws_route53_zone.corp.zone_id
  name    = "short"
  type    = "CNAME"
  ttl     = 60
  records = [aws_db_instance.main.address]
}
resource "aws_route53_record" "chain" {
  zone_id = aws_route53_zone.corp.zone_id
  name    = "chain.corp.internal"
  type    = "CNAME"
  ttl     = 60
  records = [aws_route53_record.db.fqdn]
}
resource "aws_route53_record" "lb" {
  zone_id = aws_route53_zone.corp.zone_id
  name    = "lb.corp.internal"
  type    = "A"
  alias {
    name                   = aws_lb.nlb.dns_name
    zone_id                = aws_lb.nlb.zone_id
    evaluate_target_health = false
  }
}
resource "aws_route53_record" "app" {
  zone_id = aws_route53_zone.corp.zone_id
  name    = "app.corp.internal"
  type    = "A"
  ttl     = 60
  records = [aws_instance.app.private_ip]
}
resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.all.id]
}
resource "aws_route53_record" "weighted" {
  for_each       = { main = aws_db_instance.main.address, dev = aws_db_instance.dev.address }
  zone_id        = aws_route53_zone.corp.zone_id
  name           = "either.corp.internal"
  type           = "CNAME"
  ttl            = 60
  set_identifier = each.key
  records        = [each.value]
  weighted_routing_policy {
    weight = 1
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
  port              = 5432
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_ssm_document" "fqdn" {
  name          = "doc-fqdn"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_route53_record.db.fqdn, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "fqdn" {
  name               = "fqdn"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "fqdn" {
  role   = aws_iam_role.fqdn.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-fqdn"] }] })
}
resource "aws_ssm_document" "name" {
  name          = "doc-name"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_route53_record.db.name, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "name" {
  name               = "name"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "name" {
  role   = aws_iam_role.name.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-name"] }] })
}
resource "aws_ssm_document" "literal" {
  name          = "doc-literal"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "db.corp.internal", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "literal" {
  name               = "literal"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "literal" {
  role   = aws_iam_role.literal.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-literal"] }] })
}
resource "aws_ssm_document" "dotted" {
  name          = "doc-dotted"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "DB.corp.internal.", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "dotted" {
  name               = "dotted"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "dotted" {
  role   = aws_iam_role.dotted.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-dotted"] }] })
}
resource "aws_ssm_document" "short" {
  name          = "doc-short"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_route53_record.short.fqdn, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "short" {
  name               = "short"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "short" {
  role   = aws_iam_role.short.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-short"] }] })
}
resource "aws_ssm_document" "shortliteral" {
  name          = "doc-shortliteral"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "short.corp.internal", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "shortliteral" {
  name               = "shortliteral"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "shortliteral" {
  role   = aws_iam_role.shortliteral.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-shortliteral"] }] })
}
resource "aws_ssm_document" "chained" {
  name          = "doc-chained"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_route53_record.chain.fqdn, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "chained" {
  name               = "chained"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "chained" {
  role   = aws_iam_role.chained.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-chained"] }] })
}
resource "aws_ssm_document" "alias" {
  name          = "doc-alias"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_route53_record.lb.fqdn, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "alias" {
  name               = "alias"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "alias" {
  role   = aws_iam_role.alias.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-alias"] }] })
}
resource "aws_ssm_document" "byaddress" {
  name          = "doc-byaddress"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_route53_record.app.fqdn, portNumber = "22", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "byaddress" {
  name               = "byaddress"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "byaddress" {
  role   = aws_iam_role.byaddress.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-byaddress"] }] })
}
resource "aws_ssm_document" "either" {
  name          = "doc-either"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "either.corp.internal", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "either" {
  name               = "either"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "either" {
  role   = aws_iam_role.either.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-either"] }] })
}
resource "aws_ssm_document" "missing" {
  name          = "doc-missing"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = "other.corp.internal", portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "missing" {
  name               = "missing"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "missing" {
  role   = aws_iam_role.missing.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-missing"] }] })
}
resource "aws_ssm_document" "direct" {
  name          = "doc-direct"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", description = "x", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.main.address, portNumber = "5432", type = "LocalPortForwarding" } })
}
resource "aws_iam_role" "direct" {
  name               = "direct"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "direct" {
  role   = aws_iam_role.direct.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-direct"] }] })
}
