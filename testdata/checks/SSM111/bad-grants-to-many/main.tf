# Each instance has a role of its own, and grants let some of the roles decrypt, which no policy does.
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

locals {
  decrypt   = toset(["linked", "written", "all-keys"])
  encrypted = toset(["other-operation", "other-key", "other-account", "user-of-its-name", "longer-name", "none"])
}

resource "aws_iam_role" "node" {
  for_each           = setunion(local.decrypt, local.encrypted)
  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  for_each   = aws_iam_role.node
  role       = each.value.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "node" {
  for_each = aws_iam_role.node
  name     = each.key
  role     = each.value.name
}
resource "aws_instance" "app" {
  for_each               = aws_iam_role.node
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node[each.key].name
}
resource "aws_kms_key" "session" {}

resource "aws_ssm_document" "prefs" {
  name            = "SSM-SessionManagerRunShell"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "prefs"
    sessionType   = "Standard_Stream"
    inputs        = { kmsKeyId = aws_kms_key.session.arn }
  })
}

resource "aws_kms_key" "other" {}

resource "aws_kms_grant" "linked" {
  key_id            = aws_kms_key.session.key_id
  grantee_principal = aws_iam_role.node["linked"].arn
  operations        = ["Encrypt", "Decrypt"]
}
resource "aws_kms_grant" "written" {
  key_id            = aws_kms_key.session.arn
  grantee_principal = "arn:aws:iam::123456789012:role/written"
  operations        = ["Decrypt"]
}
resource "aws_kms_grant" "all_keys" {
  for_each          = { session = aws_kms_key.session.key_id, other = aws_kms_key.other.key_id }
  key_id            = each.value
  grantee_principal = aws_iam_role.node["all-keys"].arn
  operations        = ["Decrypt"]
}
resource "aws_kms_grant" "other_operation" {
  key_id            = aws_kms_key.session.key_id
  grantee_principal = aws_iam_role.node["other-operation"].arn
  operations        = ["Encrypt", "GenerateDataKey"]
}
resource "aws_kms_grant" "other_key" {
  key_id            = aws_kms_key.other.key_id
  grantee_principal = aws_iam_role.node["other-key"].arn
  operations        = ["Decrypt"]
}
resource "aws_kms_grant" "other_account" {
  key_id            = aws_kms_key.session.key_id
  grantee_principal = "arn:aws:iam::210987654321:role/other-account"
  operations        = ["Decrypt"]
}
resource "aws_kms_grant" "user" {
  key_id            = aws_kms_key.session.key_id
  grantee_principal = "arn:aws:iam::123456789012:user/user-of-its-name"
  operations        = ["Decrypt"]
}
resource "aws_kms_grant" "longer_name" {
  key_id            = aws_kms_key.session.key_id
  grantee_principal = "arn:aws:iam::123456789012:role/longer-name-than-that"
  operations        = ["Decrypt"]
}
