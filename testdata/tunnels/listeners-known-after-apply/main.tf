# Whether a load balancer is internal, and how brokers are signed in to, is known after apply only.
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
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
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.n.id
  }
}
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.t.id
}
resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.v.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }

}
resource "aws_iam_role" "r" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "p" {
  name = "node"
  role = aws_iam_role.r.name
}
resource "aws_instance" "w" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.web.id]
  iam_instance_profile   = aws_iam_instance_profile.p.name

}
resource "aws_subnet" "d1" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.11.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "d2" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.12.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "ops" {
  role   = aws_iam_role.ops.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}
resource "aws_lb" "m" {
  name               = "m"
  internal           = tobool(data.aws_ssm_parameter.told.insecure_value)
  load_balancer_type = "network"
  subnets            = [aws_subnet.d1.id, aws_subnet.d2.id]
}
resource "aws_lb_listener" "m" {
  load_balancer_arn = aws_lb.m.arn
  port              = 5432
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.m.arn
  }
}
resource "aws_lb_target_group" "m" {
  name     = "m"
  port     = 5432
  protocol = "TCP"
  vpc_id   = aws_vpc.v.id
}
resource "aws_subnet" "pub" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_route_table_association" "pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_eip" "n" {
  domain = "vpc"
}
resource "aws_nat_gateway" "n" {
  subnet_id     = aws_subnet.pub.id
  allocation_id = aws_eip.n.id
}
resource "aws_security_group" "data" {
  name   = "data"
  vpc_id = aws_vpc.v.id
  ingress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["10.0.0.0/16"]
  }
}
resource "aws_msk_cluster" "signed" {
  cluster_name           = "signed"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2
  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = [aws_subnet.d1.id, aws_subnet.d2.id]
    security_groups = [aws_security_group.data.id]
  }
  client_authentication {
    dynamic "sasl" {
      for_each = jsondecode(data.aws_ssm_parameter.told.insecure_value)
      content {
        iam = true
      }
    }
  }
}

# Read at apply only, since it waits for something new.
resource "terraform_data" "release" {
  input = "v1"
}

data "aws_ssm_parameter" "told" {
  name       = "/platform/told"
  depends_on = [terraform_data.release]
}
