# Conditions on what a call of ECS Exec asks for: the cluster, the task and the container.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_vpc" "main" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.20.4.0/24"
}

resource "aws_subnet" "data" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.20.5.0/24"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "tasks" {
  name   = "tasks"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.tasks.id]
  }
}

resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = [aws_subnet.data.id, aws_subnet.public.id]
}

resource "aws_db_instance" "db" {
  identifier             = "db"
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "x"
  password               = "xxxxxxxxxx"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.db.name
  vpc_security_group_ids = [aws_security_group.db.id]
}

resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "task" {
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

locals {
  containers = {
    web  = [{ name = "web", image = "nginx" }]
    pair = [{ name = "web", image = "nginx" }, { name = "log", image = "fluent", essential = false }]
  }
}

resource "aws_ecs_task_definition" "all" {
  for_each                 = local.containers
  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode(each.value)
}

resource "aws_ecs_service" "all" {
  for_each               = local.containers
  name                   = each.key
  cluster                = aws_ecs_cluster.main.id
  task_definition        = aws_ecs_task_definition.all[each.key].arn
  launch_type            = "FARGATE"
  desired_count          = 1
  enable_execute_command = true
  network_configuration {
    subnets          = [aws_subnet.public.id]
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = true
  }
}

locals {
  allow = { Effect = "Allow", Action = "ecs:ExecuteCommand", Resource = "*" }
  deny  = { Effect = "Deny", Action = "ecs:ExecuteCommand", Resource = "*" }
  callers = {
    cluster       = [merge(local.allow, { Condition = { ArnLike = { "ecs:cluster" = "arn:aws:ecs:*:*:cluster/main" } } })]
    other-cluster = [merge(local.allow, { Condition = { ArnEquals = { "ecs:cluster" = "arn:aws:ecs:eu-west-1:123456789012:cluster/other" } } })]
    task          = [merge(local.allow, { Condition = { ArnLike = { "ecs:task" = "arn:aws:ecs:*:*:task/main/*" } } })]
    other-task    = [merge(local.allow, { Condition = { ArnLike = { "ecs:task" = "arn:aws:ecs:*:123456789012:task/other/*" } } })]
    web           = [merge(local.allow, { Condition = { StringEquals = { "ecs:container-name" = "web" } } })]
    log           = [merge(local.allow, { Condition = { StringEquals = { "ecs:container-name" = "log" } } })]
    debug         = [merge(local.allow, { Condition = { StringEquals = { "ecs:container-name" = "debug" } } })]
    not-log       = [local.allow, merge(local.deny, { Condition = { StringEquals = { "ecs:container-name" = "log" } } })]
    listed        = [local.allow, merge(local.deny, { Condition = { StringNotEquals = { "ecs:container-name" = ["web", "log"] } } })]
    debug-alone   = [local.allow, merge(local.deny, { Condition = { StringNotLike = { "ecs:container-name" = "debug*" } } })]
  }
}

resource "aws_iam_role" "by" {
  for_each = local.callers
  name     = "by-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "by" {
  for_each = local.callers
  role     = aws_iam_role.by[each.key].id
  policy   = jsonencode({ Version = "2012-10-17", Statement = each.value })
}
