resource "aws_launch_template" "this" {
  name_prefix   = "${var.name}-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  network_interfaces {
    subnet_id       = "subnet-0f3a1b2c4d5e6f701"
    security_groups = ["sg-0a1b2c3d4e5f60718"]
  }
}
