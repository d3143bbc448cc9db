variable "vpc_id" { type = string }
variable "subnet_id" { type = string }
variable "group_id" { type = string }
variable "services" { type = list(string) }

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(var.services)

  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.eu-west-1.${each.value}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [var.subnet_id]
  security_group_ids  = [var.group_id]
  private_dns_enabled = true
}
