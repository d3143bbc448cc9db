provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

data "aws_partition" "current" {}

resource "aws_ssm_document" "session" {
  name            = "session"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters    = { portNumber = { type = "String", allowedPattern = "^(22|443)$" } }
    properties    = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}

resource "aws_instance" "db" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "db", Team = join("-", ["a", "b"]) }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "half" {
  statement {
    sid       = "Start"
    actions   = ["ssm:StartSession"]
    resources = [aws_instance.db.arn, aws_ssm_document.session.arn]
  }

  dynamic "statement" {
    for_each = toset(["ssm:TerminateSession", "ssm:ResumeSession"])
    content {
      sid       = replace(statement.value, ":", "")
      actions   = [statement.value]
      resources = ["arn:${data.aws_partition.current.partition}:ssm:*:*:session/*"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "role"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "half" {
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.half.json
}

resource "aws_iam_policy" "encoded" {
  name = "encoded"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = [aws_instance.db.arn, "${aws_ssm_document.session.arn}"] },
      { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:ResourceTag/Name" = aws_instance.db.tags.Name } } },
    ]
  })
}

resource "aws_iam_policy" "heredoc" {
  name   = "heredoc"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{"Effect": "Allow", "Action": "ssm:*", "Resource": "${aws_instance.db.arn}/*"}]
    }
  EOT
}

resource "aws_iam_policy" "known" {
  name   = "known"
  policy = templatefile("${path.module}/policy.json.tftpl", { actions = ["a:B", "c:D"], resource = "arn:aws:s3:::${aws_iam_role.this.name}" })
}
