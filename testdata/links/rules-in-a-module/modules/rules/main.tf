variable "group_id" {
  type = string
}

variable "ports" {
  type = list(number)
}

resource "aws_security_group_rule" "out" {
  count             = length(var.ports)
  type              = "egress"
  security_group_id = var.group_id
  from_port         = var.ports[count.index]
  to_port           = var.ports[count.index]
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}
