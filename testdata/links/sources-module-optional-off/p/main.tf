
variable "name" { type = string }
variable "cfg" {
  type = object({ managed = optional(bool, false), extra = optional(list(string), []) })
}
resource "aws_iam_role" "this" {
  name_prefix = "${var.name}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
locals {
  arns = concat(var.cfg.managed ? ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"] : [], var.cfg.extra)
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(local.arns)
  role = aws_iam_role.this.name
  policy_arn = each.value
}
resource "aws_iam_instance_profile" "this" {
  name_prefix = "${var.name}-"
  role = one(aws_iam_role.this[*].name)
}
output "profile" { value = try(aws_iam_instance_profile.this.name, "") }
