
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

resource "aws_db_subnet_group" "d" {
  name       = "d"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.main.id
  ingress {
    protocol = "tcp"
    from_port = 0
    to_port = 65535
    security_groups = [aws_security_group.out.id]
  }

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
  vpc_security_group_ids = [aws_security_group.db.id]

}

resource "aws_db_instance" "maria" {
  identifier             = "maria-x"
  engine                 = "mariadb"
  instance_class         = "db.t4g.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correcthorse1"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.d.name
  vpc_security_group_ids = [aws_security_group.db.id]

}

locals {
  hosts = { orders = aws_db_instance.orders.address, maria = aws_db_instance.maria.address }
  ports = { orders = "5432", maria = "3306" }
}

resource "aws_ssm_document" "yml" {
  name            = "doc-yml"
  document_type   = "Session"
  document_format = "YAML"
  content         = yamlencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", properties = { host = aws_db_instance.orders.address, portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "yml" {
  name               = "yml"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "yml" {
  name   = "p"
  role   = aws_iam_role.yml.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-yml"]}] })
}

resource "aws_ssm_document" "repl" {
  name            = "doc-repl"
  document_type   = "Session"
  document_format = "JSON"
  content         = replace(replace(file("${path.module}/t.json"), "HOST", aws_db_instance.orders.address), "PORT", "5432")
}

resource "aws_iam_role" "repl" {
  name               = "repl"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "repl" {
  name   = "p"
  role   = aws_iam_role.repl.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-repl"]}] })
}

resource "aws_ssm_document" "tpl" {
  name            = "doc-tpl"
  document_type   = "Session"
  document_format = "YAML"
  content         = templatefile("${path.module}/t.yaml.tftpl", { host = aws_db_instance.maria.address, port = aws_db_instance.maria.port })
}

resource "aws_iam_role" "tpl" {
  name               = "tpl"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "tpl" {
  name   = "p"
  role   = aws_iam_role.tpl.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-tpl"]}] })
}

resource "aws_ssm_document" "portattr" {
  name            = "doc-portattr"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.orders.address, portNumber = tostring(aws_db_instance.orders.port), type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "portattr" {
  name               = "portattr"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "portattr" {
  name   = "p"
  role   = aws_iam_role.portattr.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-portattr"]}] })
}

resource "aws_ssm_document" "wrongport" {
  name            = "doc-wrongport"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.orders.address, portNumber = tostring(aws_db_instance.maria.port), type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "wrongport" {
  name               = "wrongport"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "wrongport" {
  name   = "p"
  role   = aws_iam_role.wrongport.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-wrongport"]}] })
}

resource "aws_ssm_document" "interp" {
  name            = "doc-interp"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = aws_db_instance.orders.address, portNumber = "${aws_db_instance.orders.port}", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "interp" {
  name               = "interp"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "interp" {
  name   = "p"
  role   = aws_iam_role.interp.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-interp"]}] })
}

resource "aws_ssm_document" "split" {
  name            = "doc-split"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = split(":", aws_db_instance.orders.endpoint)[0], portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "split" {
  name               = "split"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "split" {
  name   = "p"
  role   = aws_iam_role.split.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-split"]}] })
}

resource "aws_ssm_document" "elem" {
  name            = "doc-elem"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = element(split(":", aws_db_instance.orders.endpoint), 0), portNumber = "5432", type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "elem" {
  name               = "elem"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "elem" {
  name   = "p"
  role   = aws_iam_role.elem.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-elem"]}] })
}

resource "aws_ssm_document" "look" {
  name            = "doc-look"
  document_type   = "Session"
  document_format = "JSON"
  content         = jsonencode({ schemaVersion = "1.0", description = "d", sessionType = "Port", parameters = {}, properties = { host = local.hosts["maria"], portNumber = local.ports["maria"], type = "LocalPortForwarding" } })
}

resource "aws_iam_role" "look" {
  name               = "look"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "look" {
  name   = "p"
  role   = aws_iam_role.look.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-look"]}] })
}

resource "aws_ssm_document" "fmt" {
  name            = "doc-fmt"
  document_type   = "Session"
  document_format = "JSON"
  content         = format("{\"schemaVersion\":\"1.0\",\"sessionType\":\"Port\",\"properties\":{\"host\":\"%s\",\"portNumber\":\"%d\",\"type\":\"LocalPortForwarding\"}}", aws_db_instance.orders.address, 5432)
}

resource "aws_iam_role" "fmt" {
  name               = "fmt"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "fmt" {
  name   = "p"
  role   = aws_iam_role.fmt.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-fmt"]}] })
}

resource "aws_ssm_document" "here" {
  name            = "doc-here"
  document_type   = "Session"
  document_format = "JSON"
  content         = <<-EOT
  {"schemaVersion":"1.0","sessionType":"Port","properties":{"host":"${aws_db_instance.orders.address}","portNumber":"${aws_db_instance.orders.port}","type":"LocalPortForwarding"}}
  EOT

}

resource "aws_iam_role" "here" {
  name               = "here"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "here" {
  name   = "p"
  role   = aws_iam_role.here.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/doc-here"]}] })
}
