# A failing precondition: terraform saves a plan that is marked as errored.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name        = "node"
  description = "Session Manager for nodes"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}

variable "image" {
  type    = string
  default = "latest"
}

resource "aws_instance" "node" {
  ami                  = var.image
  instance_type        = "t3.micro"
  subnet_id            = "subnet-0f3a1b2c4d5e6f701"
  iam_instance_profile = aws_iam_instance_profile.node.name
  lifecycle {
    precondition {
      condition     = startswith(var.image, "ami-")
      error_message = "The image must be an image id."
    }
  }
}
