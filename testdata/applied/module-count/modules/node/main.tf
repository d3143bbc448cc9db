variable "subnet_id" {
  type = string
}

variable "group_ids" {
  type = list(string)
}

variable "profile" {
  type    = string
  default = null
}

resource "aws_instance" "this" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = var.subnet_id
  vpc_security_group_ids = var.group_ids
  iam_instance_profile   = var.profile
}

output "id" {
  value = aws_instance.this.id
}
