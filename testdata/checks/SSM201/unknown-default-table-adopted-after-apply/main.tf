# Which main table is adopted, and gets the default route, is known after apply only.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_iam_policy_document" "app_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "app" {
  name_prefix        = "app-"
  assume_role_policy = data.aws_iam_policy_document.app_trust.json
}

resource "aws_iam_role_policy_attachment" "app_ssm" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "app-"
  role        = aws_iam_role.app.name
}

resource "aws_vpc" "office" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.office.id
  cidr_block              = "10.20.0.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}

resource "aws_internet_gateway" "igw" {
  vpc_id = aws_vpc.office.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.office.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.igw.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "office" {
  domain = "vpc"
}

resource "aws_nat_gateway" "office" {
  subnet_id     = aws_subnet.public.id
  allocation_id = aws_eip.office.id
}

resource "aws_subnet" "staff" {
  vpc_id            = aws_vpc.office.id
  cidr_block        = "10.20.8.0/22"
  availability_zone = "eu-west-1a"
}

resource "aws_default_route_table" "office" {
  default_route_table_id = data.aws_ssm_parameter.told.insecure_value
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.office.id
  }
}

resource "aws_security_group" "staff" {
  name   = "staff"
  vpc_id = aws_vpc.office.id
}

resource "aws_vpc_security_group_egress_rule" "staff_all" {
  security_group_id = aws_security_group.staff.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_instance" "staff" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.staff.id
  vpc_security_group_ids = [aws_security_group.staff.id]
  iam_instance_profile   = aws_iam_instance_profile.app.name
}

# Read at apply only, since it waits for something new.
resource "terraform_data" "release" {
  input = "v1"
}

data "aws_ssm_parameter" "told" {
  name       = "/platform/told"
  depends_on = [terraform_data.release]
}
