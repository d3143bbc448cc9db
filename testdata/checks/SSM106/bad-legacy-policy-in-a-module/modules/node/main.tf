variable "name" {
  type = string
}

locals {
  # AWS does not maintain this one any more.
  agent_policy = "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"
}

resource "aws_iam_role" "this" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "agent" {
  role       = aws_iam_role.this.name
  policy_arn = local.agent_policy
}

resource "aws_iam_instance_profile" "this" {
  name = var.name
  role = aws_iam_role.this.name
}

resource "aws_instance" "this" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.this.name
}
