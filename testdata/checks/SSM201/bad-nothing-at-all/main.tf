# A private subnet with an empty route table and no endpoints.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "host" {
  name = "host"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
}

resource "aws_iam_instance_profile" "host" {
  name = "host-profile"
  role = aws_iam_role.host.name
}

resource "aws_vpc" "isolated" {
  cidr_block           = "10.99.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "dark" {
  vpc_id            = aws_vpc.isolated.id
  cidr_block        = "10.99.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "dark" {
  vpc_id = aws_vpc.isolated.id
}

resource "aws_route_table_association" "dark" {
  subnet_id      = aws_subnet.dark.id
  route_table_id = aws_route_table.dark.id
}

resource "aws_security_group" "host" {
  name   = "host"
  vpc_id = aws_vpc.isolated.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "host" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.dark.id
  vpc_security_group_ids = [aws_security_group.host.id]
  iam_instance_profile   = aws_iam_instance_profile.host.name
}
