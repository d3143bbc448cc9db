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
  s3_use_path_style           = true
}

resource "aws_vpc" "w" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}
resource "aws_subnet" "w" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "w" {
  name   = "w"
  vpc_id = aws_vpc.w.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_internet_gateway" "w" { vpc_id = aws_vpc.w.id }
resource "aws_subnet" "w_pub" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.0.100.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "w_pub" { vpc_id = aws_vpc.w.id }
resource "aws_route" "w_pub" {
  route_table_id         = aws_route_table.w_pub.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.w.id
}
resource "aws_route_table_association" "w_pub" {
  subnet_id      = aws_subnet.w_pub.id
  route_table_id = aws_route_table.w_pub.id
}

resource "aws_eip" "w" { domain = "vpc" }
resource "aws_nat_gateway" "w" {
  allocation_id = aws_eip.w.id
  subnet_id     = aws_subnet.w_pub.id
  depends_on    = [aws_internet_gateway.w]
}

resource "aws_route_table" "w" { vpc_id = aws_vpc.w.id }
resource "aws_route" "w" {
  route_table_id         = aws_route_table.w.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.w.id
}

resource "aws_route_table_association" "w" {
  subnet_id      = aws_subnet.w.id
  route_table_id = aws_route_table.w.id
}

resource "aws_iam_role" "ok" {
  name               = "ok"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "ok" {
  name = "ok"
  role = aws_iam_role.ok.name
}

resource "aws_iam_role_policy_attachment" "ok" {
  role       = aws_iam_role.ok.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "w" {
  ami                    = "ami-0abcdef1234567890"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.w.id
  vpc_security_group_ids = [aws_security_group.w.id]
  iam_instance_profile   = aws_iam_instance_profile.ok.name
}

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "ops" {
  name   = "ops"
  role   = aws_iam_role.ops.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ssm:StartSession", "ssmmessages:OpenDataChannel"], Resource = "*" }, { Effect = "Allow", Action = "kms:GenerateDataKey", Resource = aws_kms_key.s.arn }] })
}
resource "aws_s3_bucket" "logs" { bucket = "session-logs-p18" }
resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
  }
}
resource "aws_iam_role_policy" "logs" {
  name   = "logs"
  role   = aws_iam_role.ok.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:PutObject", "s3:GetEncryptionConfiguration"], Resource = ["${aws_s3_bucket.logs.arn}", "${aws_s3_bucket.logs.arn}/*"] }, { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.s.arn }] })
}

resource "aws_kms_key" "s" {
  description = "sessions"
}

resource "aws_kms_key" "s2" {
  description = "sessions 2"
}

resource "aws_ssm_document" "prefs" {
  name            = "SSM-SessionManagerRunShell"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs = {
      s3BucketName                = aws_s3_bucket.logs.id
      s3EncryptionEnabled         = true
      cloudWatchLogGroupName      = ""
      cloudWatchEncryptionEnabled = false
      kmsKeyId                    = "alias/sessions"
    }
  })
}

resource "aws_kms_alias" "s" {
  name          = "alias/sessions"
  target_key_id = aws_kms_key.s.key_id
}
