# Tags come in the request to assume a role: the statements of both actions count.
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


resource "aws_iam_role" "together" {
  name = "together"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { AWS = "arn:aws:iam::123456789012:user/anna" } },
    ]
  })
}

resource "aws_iam_role_policy" "together" {
  role = aws_iam_role.together.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "apart" {
  name = "apart"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:user/anna" } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = "arn:aws:iam::123456789012:user/anna" } },
    ]
  })
}

resource "aws_iam_role_policy" "apart" {
  role = aws_iam_role.apart.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "limited" {
  name = "limited"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:user/anna" }, Condition = { "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Project"] } } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = "arn:aws:iam::123456789012:user/anna" } },
    ]
  })
}

resource "aws_iam_role_policy" "limited" {
  role = aws_iam_role.limited.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "refused" {
  name = "refused"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { AWS = "arn:aws:iam::123456789012:user/anna" } },
      { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { "ForAnyValue:StringEquals" = { "aws:TagKeys" = ["Team"] } } },
    ]
  })
}

resource "aws_iam_role_policy" "refused" {
  role = aws_iam_role.refused.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "somebody_else" {
  name = "somebody-else"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:user/anna" } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = "arn:aws:iam::123456789012:user/bob" } },
    ]
  })
}

resource "aws_iam_role_policy" "somebody_else" {
  role = aws_iam_role.somebody_else.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}

resource "aws_iam_role" "of_a_service" {
  name = "of-a-service"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "ec2.amazonaws.com" } },
    ]
  })
}

resource "aws_iam_role_policy" "of_a_service" {
  role = aws_iam_role.of_a_service.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Team" = "data" } } }]
  })
}
