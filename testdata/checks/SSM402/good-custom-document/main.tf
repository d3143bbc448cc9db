# The only tunnel is a document of one's own with one host and one port.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "orders_db" {
  name            = "TunnelToOrdersDb"
  document_type   = "Session"
  document_format = "YAML"
  content         = <<-YAML
    schemaVersion: "1.0"
    description: Tunnel to the orders database
    sessionType: Port
    properties:
      type: LocalPortForwarding
      host: orders.db.internal
      portNumber: "5432"
  YAML
}

resource "aws_iam_role" "dba" {
  name = "dba"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "sessions" {
  role = aws_iam_role.dba.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:123456789012:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Role" = "bastion" } } },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:eu-west-1:123456789012:document/${aws_ssm_document.orders_db.name}" },
    ]
  })
}
