# The attached policy's ARN is only known after apply.
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

resource "aws_iam_role" "stream" {
  name = "stream"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

data "aws_ssm_parameter" "baseline" {
  name       = "/platform/baseline"
  depends_on = [terraform_data.release]
}

resource "aws_iam_role_policy_attachment" "baseline" {
  role       = aws_iam_role.stream.name
  policy_arn = data.aws_ssm_parameter.baseline.insecure_value
}

resource "aws_iam_instance_profile" "stream" {
  name = "stream"
  role = aws_iam_role.stream.name
}

resource "aws_instance" "stream" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.stream.name
}
