provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  rules = [
    { port = 443, cidrs = ["10.0.0.0/16"], description = "https" },
    { port = 80, cidrs = ["10.1.0.0/16"], description = null },
  ]
  named = { ssh = 22, rdp = 3389 }
}

variable "extra" {
  type    = list(number)
  default = []
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = local.rules
    content {
      description = ingress.value.description
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ingress.value["cidrs"]
    }
  }

  dynamic "ingress" {
    for_each = local.named
    iterator = it
    content {
      description = it.key
      from_port   = it.value
      to_port     = it.value
      protocol    = "tcp"
      cidr_blocks = [aws_vpc.main.cidr_block]
    }
  }

  dynamic "ingress" {
    for_each = toset(var.extra)
    content {
      from_port = ingress.key
      to_port   = ingress.key
      protocol  = "udp"
    }
  }

  egress {
    from_port       = 0
    to_port         = 0
    protocol        = -1
    security_groups = [aws_security_group.other.id]
  }
}

resource "aws_security_group" "other" {
  name   = "other"
  vpc_id = aws_vpc.main.id

  ingress = [for port in [1, 2] : {
    from_port        = port
    to_port          = port
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    description      = ""
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
}

resource "aws_launch_template" "nested" {
  name_prefix = "lt-"

  dynamic "block_device_mappings" {
    for_each = { "/dev/sda1" = { size = 8, encrypted = true }, "/dev/sdb" = { size = 100, encrypted = null } }
    content {
      device_name = block_device_mappings.key
      dynamic "ebs" {
        for_each = [block_device_mappings.value]
        content {
          volume_size = ebs.value.size
          encrypted   = try(tostring(ebs.value.encrypted), null)
        }
      }
    }
  }
}
