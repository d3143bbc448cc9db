# Deleting an `aws_ec2_tag` deletes the tag, though the instance still shows it; beside a new one of the same key, either comes last.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_user" "allowed" {
  name = "allowed"
}

resource "aws_iam_user_policy" "allowed" {
  name   = "sessions"
  user   = aws_iam_user.allowed.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } },
    { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" },
  ] })
}

resource "aws_iam_user" "locked" {
  name = "locked"
}

resource "aws_iam_user_policy" "locked" {
  name   = "sessions"
  user   = aws_iam_user.locked.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
    { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } },
  ] })
}

resource "aws_instance" "kept" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "deleted" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "renamed" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "moved" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "changed" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "rekeyed" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "forgotten" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_instance" "rewritten" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Team = "data" }
}

resource "aws_instance" "written" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Team = "payments" }
}

resource "aws_ec2_tag" "kept" {
  resource_id = aws_instance.kept.id
  key         = "Team"
  value       = "payments"
}

resource "aws_ec2_tag" "renamed_anew" {
  resource_id = aws_instance.renamed.id
  key         = "Team"
  value       = "payments"
}

resource "aws_ec2_tag" "moved_anew" {
  resource_id = aws_instance.moved.id
  key         = "Team"
  value       = "payments"
}

moved {
  from = aws_ec2_tag.moved
  to   = aws_ec2_tag.moved_anew
}

resource "aws_ec2_tag" "changed" {
  resource_id = aws_instance.changed.id
  key         = "Team"
  value       = "data"
}

resource "aws_ec2_tag" "rekeyed" {
  resource_id = aws_instance.rekeyed.id
  key         = "Squad"
  value       = "payments"
}

removed {
  from = aws_ec2_tag.forgotten
  lifecycle {
    destroy = false
  }
}
