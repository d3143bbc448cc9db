variable "create" {
  type    = bool
  default = true
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "this" {
  count = var.create ? 1 : 0

  name = "node"
  role = aws_iam_role.this[0].name
}

resource "aws_instance" "this" {
  count = var.create ? 1 : 0

  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.this[0].name
}
