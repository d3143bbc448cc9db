terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node_core" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
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

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "closed" {
  name   = "closed"
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "private_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_route_table_association" "private_b" {
  subnet_id      = aws_subnet.private_b.id
  route_table_id = aws_route_table.private.id
}
resource "aws_subnet" "dark" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.9.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_ecs_cluster" "c" {
  name = "c"
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
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "t" {
  family = "t"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "plain" {
  name = "plain"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "pv130" {
  name = "pv130"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
  platform_version = "1.3.0"
}

resource "aws_ecs_service" "pub" {
  name = "pub"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.public.id]
    security_groups = [aws_security_group.app.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_service" "nopub" {
  name = "nopub"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.public.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "arncond" {
  name = "arncond"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" }, Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:ecs:eu-west-1:*:*" } } }]
  })
}
resource "aws_iam_role_policy" "arncond" {
  role = aws_iam_role.arncond.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "arncond" {
  family = "arncond"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.arncond.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "arncond" {
  name = "arncond"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.arncond.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "arncond2" {
  name = "arncond2"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" }, Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:ecs:us-east-1:*:*" } } }]
  })
}
resource "aws_iam_role_policy" "arncond2" {
  role = aws_iam_role.arncond2.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "arncond2" {
  family = "arncond2"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.arncond2.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "arncond2" {
  name = "arncond2"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.arncond2.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "sidecar" {
  family = "sidecar"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }, { name = "b", image = "y", essential = false, readonlyRootFilesystem = true }])
}

resource "aws_ecs_service" "sidecar_ro" {
  name = "sidecar_ro"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.sidecar.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "cap" {
  name = "cap"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight = 1
  }
}

resource "aws_ecs_task_definition" "win" {
  family = "win"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
    cpu_architecture = "X86_64"
  }
}

resource "aws_ecs_service" "win" {
  name = "win"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.win.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "dark" {
  name = "dark"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id, aws_subnet.dark.id]
    security_groups = [aws_security_group.app.id]
  }
}
