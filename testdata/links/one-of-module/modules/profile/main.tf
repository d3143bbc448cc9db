variable "role" {}
resource "aws_iam_instance_profile" "this" {
  role = var.role
}
output "name" {
  value = aws_iam_instance_profile.this.name
}
