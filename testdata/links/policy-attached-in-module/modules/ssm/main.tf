variable "role_names" {
  type = list(string)
}

resource "aws_iam_role_policy_attachment" "this" {
  count      = length(var.role_names)
  role       = var.role_names[count.index]
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
