# The trust policies say which keys session tags may have: what is not among them is the role's own, but for what a session inherits.
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
resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_iam_user" "anna" { name = "anna" }

resource "aws_iam_role" "keeps" {
  name = "keeps"
  tags = { Team = "data" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.anna.arn } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = aws_iam_user.anna.arn }, Condition = { "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Project"] } } },
    ]
  })
}

resource "aws_iam_role_policy" "keeps" {
  role = aws_iam_role.keeps.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "lacks" {
  name = "lacks"
  tags = { Team = "web" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.anna.arn } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = aws_iam_user.anna.arn }, Condition = { "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Project"] } } },
    ]
  })
}

resource "aws_iam_role_policy" "lacks" {
  role = aws_iam_role.lacks.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "brings" {
  name = "brings"
  tags = { Team = "web" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.anna.arn } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = aws_iam_user.anna.arn }, Condition = { "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Project", "Team"] } } },
    ]
  })
}

resource "aws_iam_role_policy" "brings" {
  role = aws_iam_role.brings.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "chained" {
  name = "chained"
  tags = { Team = "web" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Condition = { "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Project"] } } },
    ]
  })
}

resource "aws_iam_role_policy" "chained" {
  role = aws_iam_role.chained.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}
