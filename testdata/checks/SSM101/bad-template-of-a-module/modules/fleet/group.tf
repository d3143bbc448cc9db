resource "aws_autoscaling_group" "this" {
  name               = var.name
  availability_zones = ["eu-west-1a"]
  min_size           = 1
  max_size           = 3

  launch_template {
    id      = aws_launch_template.this.id
    version = "$Latest"
  }
}
