# Roles that may open tunnels under conditions: some hold for this endpoint, its ports and its network.
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
data "aws_caller_identity" "me" {}
data "aws_partition" "p" {}
data "aws_region" "r" {}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags = {"Env" = "prod"}

}

resource "aws_security_group" "eice" {
  name   = "eice"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
resource "aws_ec2_instance_connect_endpoint" "e" {
  subnet_id          = aws_subnet.pub.id
  security_group_ids = [aws_security_group.eice.id]
  tags               = { Env = "prod" }
}

resource "aws_iam_role" "o1" {
  name               = "o1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o1" {
  role   = aws_iam_role.o1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*"}]})
}

resource "aws_iam_role" "o2" {
  name               = "o2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o2" {
  role   = aws_iam_role.o2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*", "Condition": {"NumericEquals": {"ec2-instance-connect:remotePort": "22"}, "IpAddress": {"ec2-instance-connect:privateIpAddress": "10.0.1.0/31"}, "NumericLessThanEquals": {"ec2-instance-connect:maxTunnelDuration": "3600"}}}]})
}

resource "aws_iam_role" "o3" {
  name               = "o3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o3" {
  role   = aws_iam_role.o3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*", "Condition": {"NumericEquals": {"ec2-instance-connect:remotePort": "8080"}}}]})
}

resource "aws_iam_role" "o4" {
  name               = "o4"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o4" {
  role   = aws_iam_role.o4.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*", "Condition": {"IpAddress": {"ec2-instance-connect:privateIpAddress": "192.168.0.0/16"}}}]})
}

resource "aws_iam_role" "o5" {
  name               = "o5"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o5" {
  role   = aws_iam_role.o5.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*", "Condition": {"StringEquals": {"aws:ResourceTag/Env": "dev"}}}]})
}

resource "aws_iam_role" "o6" {
  name               = "o6"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o6" {
  role   = aws_iam_role.o6.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*", "Condition": {"StringEquals": {"aws:ResourceTag/Env": "prod"}}}]})
}

resource "aws_iam_role" "o7" {
  name               = "o7"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o7" {
  role   = aws_iam_role.o7.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:*", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "*"}]})
}

resource "aws_iam_role" "o8" {
  name               = "o8"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o8" {
  role   = aws_iam_role.o8.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:us-east-1:123456789012:instance-connect-endpoint/*"}]})
}

resource "aws_iam_role" "o9" {
  name               = "o9"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o9" {
  role   = aws_iam_role.o9.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:eu-west-1:123456789012:instance/*"}]})
}

resource "aws_iam_role" "o10" {
  name               = "o10"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o10" {
  role   = aws_iam_role.o10.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ec2-instance-connect:SendSSHPublicKey", "ec2-instance-connect:OpenTunnel"], "Resource": "*"}, {"Effect": "Deny", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})
}
