# The host is a new database's address, so the whole content is only known after apply.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_db_instance" "orders" {
  identifier          = "orders"
  engine              = "postgres"
  instance_class      = "db.t4g.micro"
  allocated_storage   = 20
  username            = "postgres"
  password            = "not-a-secret-1"
  skip_final_snapshot = true
}

resource "aws_ssm_document" "orders" {
  name          = "orders"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Port forwarding"
    sessionType   = "Port"
    parameters = {
      portNumber = {
        type = "String"
      }
    }
    properties = {
      host       = aws_db_instance.orders.address
      portNumber = "{{ portNumber }}"
      type       = "LocalPortForwarding"
    }
  })
}
