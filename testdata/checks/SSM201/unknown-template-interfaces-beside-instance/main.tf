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
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_role" "bad" {
  name               = "bad"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "bad" {
  name = "bad"
  role = aws_iam_role.bad.name
}
resource "aws_vpc" "net" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "net" {
  vpc_id            = aws_vpc.net.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "net" {
  name   = "net"
  vpc_id = aws_vpc.net.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "net_ep" {
  name   = "net_ep"
  vpc_id = aws_vpc.net.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "net" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.net.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.net.id]
  security_group_ids  = [aws_security_group.net_ep.id]
}
resource "aws_instance" "net" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.net.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.net.id]
}
resource "aws_subnet" "pub" {
  vpc_id            = aws_vpc.net.id
  cidr_block        = "10.0.9.0/24"
  availability_zone = "eu-west-1b"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "net" {
  vpc_id = aws_vpc.net.id
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.net.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.net.id
  }
}
resource "aws_route_table_association" "pub_pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_security_group" "closed" {
  name   = "closed"
  vpc_id = aws_vpc.net.id
}
resource "aws_vpc" "dark" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "dark" {
  vpc_id            = aws_vpc.dark.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "dark" {
  name   = "dark"
  vpc_id = aws_vpc.dark.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc" "inet" {
  cidr_block           = "10.2.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "inet" {
  vpc_id            = aws_vpc.inet.id
  cidr_block        = "10.2.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "inet2" {
  vpc_id            = aws_vpc.inet.id
  cidr_block        = "10.2.2.0/24"
  availability_zone = "eu-west-1b"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "inet" {
  vpc_id = aws_vpc.inet.id
}
resource "aws_route_table" "inet" {
  vpc_id = aws_vpc.inet.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.inet.id
  }
}
resource "aws_route_table_association" "inet_inet" {
  subnet_id      = aws_subnet.inet.id
  route_table_id = aws_route_table.inet.id
}
resource "aws_route_table_association" "inet_inet2" {
  subnet_id      = aws_subnet.inet2.id
  route_table_id = aws_route_table.inet.id
}
resource "aws_security_group" "inet" {
  name   = "inet"
  vpc_id = aws_vpc.inet.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_subnet" "inetd" {
  vpc_id            = aws_vpc.inet.id
  cidr_block        = "10.2.3.0/24"
  availability_zone = "eu-west-1c"
}
# r1
resource "aws_launch_template" "r1" {
  name = "lt-r1"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    device_index = 0
    security_groups = [aws_security_group.inet.id]
    associate_public_ip_address = true
  }
}
resource "aws_instance" "r1" {
  launch_template {
    id = aws_launch_template.r1.id
    version = "$Latest"
  }
  subnet_id = aws_subnet.inet.id
}
# r2
resource "aws_launch_template" "r2" {
  name = "lt-r2"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    device_index = 0
    subnet_id = aws_subnet.inet2.id
    security_groups = [aws_security_group.inet.id]
  }
}
resource "aws_instance" "r2" {
  launch_template {
    id = aws_launch_template.r2.id
    version = "$Latest"
  }
  vpc_security_group_ids = [aws_security_group.inet.id]
}
# r3
resource "aws_launch_template" "r3" {
  name = "lt-r3"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  vpc_security_group_ids = [aws_security_group.inet.id]
}
resource "aws_instance" "r3" {
  launch_template {
    id = aws_launch_template.r3.id
    version = "$Latest"
  }
  subnet_id = aws_subnet.inet.id
  associate_public_ip_address = true
}
# r4
resource "aws_launch_template" "r4" {
  name = "lt-r4"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  vpc_security_group_ids = [aws_security_group.inet.id]
}
resource "aws_instance" "r4" {
  launch_template {
    id = aws_launch_template.r4.id
    version = "$Latest"
  }
  subnet_id = aws_subnet.inet2.id
}
# r5
resource "aws_launch_template" "r5" {
  name = "lt-r5"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    device_index = 0
    security_groups = [aws_security_group.inet.id]
    associate_public_ip_address = false
  }
}
resource "aws_instance" "r5" {
  launch_template {
    id = aws_launch_template.r5.id
    version = "$Latest"
  }
  subnet_id = aws_subnet.inet.id
  associate_public_ip_address = true
  vpc_security_group_ids = [aws_security_group.inet.id]
}
# r6
resource "aws_launch_template" "r6" {
  name = "lt-r6"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    device_index = 0
    security_groups = [aws_security_group.net.id]
  }
}
resource "aws_instance" "r6" {
  launch_template {
    id = aws_launch_template.r6.id
    version = "$Latest"
  }
  subnet_id = aws_subnet.net.id
}
# r7
resource "aws_launch_template" "r7" {
  name = "lt-r7"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    device_index = 0
    subnet_id = aws_subnet.net.id
    security_groups = [aws_security_group.net.id]
  }
}
resource "aws_instance" "r7" {
  launch_template {
    id = aws_launch_template.r7.id
    version = "$Latest"
  }
  subnet_id = aws_subnet.net.id
}
