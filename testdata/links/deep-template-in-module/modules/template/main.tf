variable "group_id" {
  type = string
}

variable "profile" {
  type = string
}

resource "aws_launch_template" "this" {
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [var.group_id]
  iam_instance_profile {
    arn = var.profile
  }
}

output "id" {
  value = aws_launch_template.this.id
}

output "version" {
  value = aws_launch_template.this.latest_version
}
