# The document's actions are only known after apply.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# Read at apply only, since it waits for something new.
resource "terraform_data" "release" {
  input = "v1"
}

resource "aws_iam_role" "lab" {
  name = "lab"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

data "aws_ssm_parameter" "grants" {
  name       = "/platform/grants"
  depends_on = [terraform_data.release]
}

data "aws_iam_policy_document" "lab" {
  statement {
    actions   = jsondecode(data.aws_ssm_parameter.grants.insecure_value)
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "lab" {
  name   = "lab"
  role   = aws_iam_role.lab.id
  policy = data.aws_iam_policy_document.lab.json
}

resource "aws_iam_instance_profile" "lab" {
  name = "lab"
  role = aws_iam_role.lab.name
}

resource "aws_instance" "lab" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.lab.name
}
