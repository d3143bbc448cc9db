variable "create" {
  type    = bool
  default = true
}

resource "aws_iam_role" "node" {
  count = var.create ? 1 : 0
  name  = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "node" {
  count = var.create ? 1 : 0
  name  = "node"
  role  = aws_iam_role.node[0].name
}

output "profile" {
  value = one(aws_iam_instance_profile.node[*].name)
}
