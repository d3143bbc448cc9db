# Secrets everywhere: each value that begins with CANARY is marked sensitive, or is one by convention (user data).

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "CANARY-provider-access"
  secret_key                  = "CANARY-provider-secret"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variable "name" {
  type      = string
  sensitive = true
  default   = "CANARY-name"
}

variable "token" {
  type      = string
  sensitive = true
  default   = "CANARY-token"
}

variable "host" {
  type      = string
  sensitive = true
  default   = "CANARY-host.example.com"
}

variable "bucket" {
  type      = string
  sensitive = true
  default   = "canary-bucket"
}

variable "tag" {
  type      = string
  sensitive = true
  default   = "CANARYtag"
}

locals {
  prefix = "${var.name}-local"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = local.prefix, CanaryKey = var.token }
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
  tags       = { Name = sensitive("CANARY-function") }
}

resource "aws_security_group" "app" {
  name        = var.name
  description = "CANARY-description ${var.token}"
  vpc_id      = aws_vpc.main.id

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
    description = var.token
  }
}

resource "aws_vpc_endpoint" "ssm" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.ssm"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.app.id]
  policy = jsonencode({
    Statement = [{ Sid = "CANARYsid", Effect = "Deny", Principal = { AWS = "arn:aws:iam::111122223333:role/${var.name}" }, Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_role" "node" {
  name = var.name
  path = "/service/"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com", AWS = "arn:aws:iam::111122223333:role/${var.name}" }, Action = "sts:AssumeRole", Condition = { StringEquals = { "sts:ExternalId" = var.token } } }]
  })
  tags = { Secret = var.token }
}

resource "aws_iam_role_policy" "node" {
  name = var.name
  role = aws_iam_role.node.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "CANARYnode", Effect = "Allow", Action = ["ssm:UpdateInstanceInformation"], Resource = "arn:aws:ssm:*:*:${var.token}" },
      { Effect = "Deny", Action = "ssmmessages:*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/Secret" = var.token } } },
    ]
  })
}

resource "aws_iam_instance_profile" "node" {
  name = var.name
  role = aws_iam_role.node.name
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags                   = { Name = var.name, Access = var.tag }
  user_data              = <<-EOF
    #!/bin/bash
    export PASSWORD=CANARY-user-data TOKEN=${var.token}
    curl -u CANARY-curl:pass https://CANARY-mirror.example.com/amazon-ssm-agent.rpm?key=CANARY-query -o agent.rpm
    yum install -y https://CANARY-install.example.com/amazon-ssm-agent.rpm
    systemctl stop amazon-ssm-agent # CANARY-comment
    systemctl disable amazon-ssm-agent && echo CANARY-echo
  EOF
}

# Not sensitive by any mark; user data holds secrets all the same.
resource "aws_instance" "plain" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.private.id
  user_data     = <<-EOF
    #!/bin/bash
    export DB_PASSWORD=CANARY-plain-user-data
    curl -H 'Authorization: CANARY-header' https://user:CANARY-basic@packages.example.com/amazon-ssm-agent.deb?sig=CANARY-signature -o a.deb && dpkg -i a.deb
    sudo systemctl mask amazon-ssm-agent || echo CANARY-plain-echo
  EOF
}

resource "aws_instance" "encoded" {
  ami              = "ami-0123456789abcdef0"
  instance_type    = "t3.micro"
  subnet_id        = aws_subnet.private.id
  user_data_base64 = base64encode("#!/bin/sh\nexport K=CANARY-base64\nrm -f /usr/bin/amazon-ssm-agent; yum -y remove amazon-ssm-agent # CANARY-encoded\n")
}

resource "aws_launch_template" "app" {
  name_prefix   = "app-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = base64encode("#!/bin/sh\nexport K=${var.token}\nsystemctl stop amazon-ssm-agent --CANARY-option\n")
  tag_specifications {
    resource_type = "instance"
    tags          = { Access = var.tag }
  }
}

resource "aws_autoscaling_group" "app" {
  name                = var.name
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template { id = aws_launch_template.app.id }
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "ops" {
  name = "ops"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Sessions", Effect = "Allow", Action = ["ssm:StartSession", "ssm:SendCommand"], Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/${var.token}", Condition = { StringLike = { "aws:userid" = var.token } } },
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/${var.name}-*" },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "ssm:resourceTag/Access" = var.tag } } },
      { Effect = "Allow", Action = ["ec2:CreateTags"], Resource = "*" },
    ]
  })
}

resource "aws_iam_policy" "marked" {
  name   = "CANARY-policy-name${var.token}"
  policy = sensitive(jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "CANARYmarked", Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:eu-west-1::document/CANARY-document" }, { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:eu-west-1:111122223333:instance/CANARY-instance" }] }))
}

resource "aws_iam_user" "dba" {
  name = var.name
}

resource "aws_iam_user_policy_attachment" "dba" {
  user       = aws_iam_user.dba.name
  policy_arn = aws_iam_policy.marked.arn
}

resource "aws_ssm_document" "tunnel" {
  name            = "tunnel"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = var.token
    sessionType   = "Port"
    parameters = {
      portNumber = { type = "String", allowedPattern = "^${var.token}|[0-9]+", default = var.token }
      host       = { type = "String", allowedPattern = var.host }
    }
    properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding", host = "{{ host }}", CANARYfield = var.token }
  })
}

resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs = {
      s3BucketName = var.bucket, s3KeyPrefix = var.token, s3EncryptionEnabled = false
      cloudWatchLogGroupName = var.name, cloudWatchEncryptionEnabled = false, kmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/${var.token}"
      idleSessionTimeout = "CANARY-minutes", shellProfile = { linux = "export P=${var.token}" }
    }
  })
}

resource "aws_ssm_document" "command" {
  name            = "command"
  document_type   = "Command"
  document_format = "YAML"
  content         = <<-EOF
    schemaVersion: "2.2"
    description: ${var.token}
    parameters:
      host: { type: String }
    mainSteps:
      - action: aws:runShellScript
        name: tunnel
        inputs:
          runCommand: ["export T=${var.token}; socat TCP-LISTEN:5432,fork TCP:{{ host }}:5432 # CANARY-script"]
  EOF
}

resource "aws_ssm_parameter" "secret" {
  name  = "/app/secret"
  type  = "SecureString"
  value = "CANARY-parameter"
}

output "token" {
  value     = var.token
  sensitive = true
}
