variable "subnet_ids" {
  type = list(string)
}

variable "groups" {
  type = list(string)
}

variable "definition" {
  type = string
}

variable "platform_version" {
  type    = string
  default = "1.3.0"
}

resource "aws_ecs_service" "this" {
  name                   = "jobs"
  cluster                = "main"
  task_definition        = var.definition
  desired_count          = 1
  launch_type            = "FARGATE"
  platform_version       = "LATEST"
  enable_execute_command = true

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = var.groups
    assign_public_ip = true
  }
}
