
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a" {
  vpc_id = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "pub" {
  vpc_id = aws_vpc.v.id
  cidr_block = "10.0.9.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_route_table_association" "pub" {
  subnet_id = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_eip" "n" {
  domain = "vpc"
}
resource "aws_nat_gateway" "n" {
  subnet_id = aws_subnet.pub.id
  allocation_id = aws_eip.n.id
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.n.id
  }
}
resource "aws_security_group" "open" {
  name = "open"
  vpc_id = aws_vpc.v.id
  egress {
    protocol = "-1"
    from_port = 0
    to_port = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "closed" {
  name = "closed"
  vpc_id = aws_vpc.v.id
}
resource "aws_iam_role" "r" {
  name = "igw_gone_r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "core" {
  role = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "p" {
  name = "igw_gone_p"
  role = aws_iam_role.r.name
}
output "vpc" { value = aws_vpc.v.id }
output "subnet" { value = aws_subnet.a.id }
output "pub" { value = aws_subnet.pub.id }
output "open" { value = aws_security_group.open.id }
output "closed" { value = aws_security_group.closed.id }
output "default_sg" { value = aws_vpc.v.default_security_group_id }
output "default_acl" { value = aws_vpc.v.default_network_acl_id }
output "default_rt" { value = aws_vpc.v.default_route_table_id }
output "nat" { value = aws_nat_gateway.n.id }
output "igw" { value = aws_internet_gateway.i.id }
output "rt" { value = aws_route_table.t.id }
output "eip" { value = aws_eip.n.id }
output "role" { value = aws_iam_role.r.name }
resource "aws_route_table_association" "a" {
  subnet_id = aws_subnet.a.id
  route_table_id = aws_route_table.t.id
}
resource "aws_vpc" "x" {
  cidr_block = "10.7.0.0/16"
}
resource "aws_subnet" "x" {
  vpc_id = aws_vpc.x.id
  cidr_block = "10.7.1.0/24"
}
resource "aws_internet_gateway" "x" {
}
resource "aws_route" "x" {
  route_table_id = aws_vpc.x.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id = aws_internet_gateway.x.id
}
resource "aws_security_group" "x" {
  name = "x"
  vpc_id = aws_vpc.x.id
  egress {
    protocol = "-1"
    from_port = 0
    to_port = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_eip" "x" {
  domain = "vpc"
}
output "xvpc" { value = aws_vpc.x.id }
output "xsubnet" { value = aws_subnet.x.id }
output "xigw" { value = aws_internet_gateway.x.id }
output "xsg" { value = aws_security_group.x.id }
output "xeip" { value = aws_eip.x.id }
