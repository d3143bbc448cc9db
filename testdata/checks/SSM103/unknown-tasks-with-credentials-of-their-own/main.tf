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
  availability_zone = "eu-west-1c"
}

resource "aws_ecs_cluster" "c" {
  name = "c"
}

resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
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

resource "aws_ecs_task_definition" "envkeys" {
  family = "envkeys"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true, environment = [{ name = "AWS_ACCESS_KEY_ID", value = "AKIAIOSFODNN7EXAMPLE" }, { name = "AWS_SECRET_ACCESS_KEY", value = "x" }] }])
}

resource "aws_ecs_service" "envkeys" {
  name = "envkeys"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.envkeys.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "secretkeys" {
  family = "secretkeys"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  execution_role_arn = aws_iam_role.execk.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true, secrets = [{ name = "AWS_ACCESS_KEY_ID", valueFrom = "arn:aws:ssm:eu-west-1:111122223333:parameter/a" }, { name = "AWS_SECRET_ACCESS_KEY", valueFrom = "arn:aws:ssm:eu-west-1:111122223333:parameter/b" }] }])
}

resource "aws_iam_role" "execk" {
  name = "execk"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "execk" {
  role = aws_iam_role.execk.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:GetParameters"], Resource = "*" }]
  })
}

resource "aws_ecs_service" "secretkeys" {
  name = "secretkeys"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.secretkeys.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "envregion" {
  family = "envregion"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true, environment = [{ name = "AWS_REGION", value = "eu-west-1" }] }])
}

resource "aws_ecs_service" "envregion" {
  name = "envregion"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.envregion.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "execonly" {
  family = "execonly"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  execution_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "execonly" {
  name = "execonly"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.execonly.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "swapped" {
  name = "swapped"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "swapped" {
  role = aws_iam_role.swapped.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*"], Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "swapped" {
  family = "swapped"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  execution_role_arn = aws_iam_role.task.arn
  task_role_arn = aws_iam_role.swapped.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "swapped" {
  name = "swapped"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.swapped.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "both" {
  family = "both"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  execution_role_arn = aws_iam_role.task.arn
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "both" {
  name = "both"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.both.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "pidmode" {
  family = "pidmode"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
  pid_mode = "task"
}

resource "aws_ecs_service" "pidmode" {
  name = "pidmode"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.pidmode.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "ecstrust" {
  name = "ecstrust"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "ecstrust" {
  role = aws_iam_role.ecstrust.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "ecstrust" {
  family = "ecstrust"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.ecstrust.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "ecstrust" {
  name = "ecstrust"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.ecstrust.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "ec2trust" {
  name = "ec2trust"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "ec2trust" {
  role = aws_iam_role.ec2trust.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "ec2trust" {
  family = "ec2trust"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.ec2trust.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "ec2trust" {
  name = "ec2trust"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.ec2trust.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "worev" {
  name = "worev"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn_without_revision
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "byfamily" {
  name = "byfamily"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.family
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_service" "famrev" {
  name = "famrev"
  cluster = aws_ecs_cluster.c.id
  task_definition = "${aws_ecs_task_definition.t.family}:${aws_ecs_task_definition.t.revision}"
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "ec2nat" {
  family = "ec2nat"
  network_mode = "awsvpc"
  requires_compatibilities = ["EC2"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "ec2nat" {
  name = "ec2nat"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.ec2nat.arn
  desired_count = 1
  launch_type = "EC2"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "ec2pub" {
  family = "ec2pub"
  network_mode = "awsvpc"
  requires_compatibilities = ["EC2"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "ec2pub" {
  name = "ec2pub"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.ec2pub.arn
  desired_count = 1
  launch_type = "EC2"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.public.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "allow_star" {
  name = "allow_star"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "allow_star" {
  role = aws_iam_role.allow_star.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssmmessages:*", Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "allow_star" {
  family = "allow_star"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.allow_star.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "allow_star" {
  name = "allow_star"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.allow_star.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "denied" {
  name = "denied"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "denied" {
  role = aws_iam_role.denied.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }, { Effect = "Deny", Action = "ssmmessages:OpenDataChannel", Resource = "*" }]
  })
}

resource "aws_ecs_task_definition" "denied" {
  family = "denied"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.denied.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "denied" {
  name = "denied"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.denied.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "ro_false" {
  family = "ro_false"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true, readonlyRootFilesystem = false }])
}

resource "aws_ecs_service" "ro_false" {
  name = "ro_false"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.ro_false.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_ecs_task_definition" "ro_mounts" {
  family = "ro_mounts"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true, readonlyRootFilesystem = true, mountPoints = [{ sourceVolume = "ssm", containerPath = "/var/lib/amazon" }, { sourceVolume = "log", containerPath = "/var/log/amazon" }] }])
  volume {
    name = "ssm"
  }
  volume {
    name = "log"
  }
}

resource "aws_ecs_service" "ro_mounts" {
  name = "ro_mounts"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.ro_mounts.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_kms_key" "k" {}
resource "aws_ecs_cluster" "k" {
  name = "k"
  configuration {
    execute_command_configuration {
      kms_key_id = aws_kms_key.k.arn
      logging = "DEFAULT"
    }
  }
}

resource "aws_ecs_service" "kms_no" {
  name = "kms_no"
  cluster = aws_ecs_cluster.k.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "kms_yes" {
  name = "kms_yes"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "kms_yes" {
  role = aws_iam_role.kms_yes.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }, { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.k.arn }]
  })
}

resource "aws_ecs_task_definition" "kms_yes" {
  family = "kms_yes"
  network_mode = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu = 256
  memory = 512
  task_role_arn = aws_iam_role.kms_yes.arn
  container_definitions = jsonencode([{ name = "a", image = "x", essential = true }])
}

resource "aws_ecs_service" "kms_yes" {
  name = "kms_yes"
  cluster = aws_ecs_cluster.k.id
  task_definition = aws_ecs_task_definition.kms_yes.arn
  desired_count = 1
  launch_type = "FARGATE"
  enable_execute_command = true
  network_configuration {
    subnets = [aws_subnet.private.id]
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_iam_role" "cluster" {
  name = "cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }] })
}
resource "aws_eks_cluster" "c" {
  name = "c"
  role_arn = aws_iam_role.cluster.arn
  vpc_config {
    subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  }
}

resource "aws_eks_node_group" "al2023" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "al2023"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "AL2023_x86_64_STANDARD"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
}

resource "aws_eks_node_group" "bottle" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "bottle"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "BOTTLEROCKET_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
}
resource "aws_launch_template" "bo" {
  name = "lt-bo"
  user_data = "W3NldHRpbmdzLmhvc3QtY29udGFpbmVycy5hZG1pbl0KZW5hYmxlZCA9IGZhbHNlCgpbc2V0dGluZ3MuaG9zdC1jb250YWluZXJzLmNvbnRyb2xdCmVuYWJsZWQgPSBmYWxzZQo="
}

resource "aws_eks_node_group" "bottle_off" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "bottle_off"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "BOTTLEROCKET_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.bo.id
    version = aws_launch_template.bo.latest_version
  }
}
resource "aws_launch_template" "bn" {
  name = "lt-bn"
  user_data = "W3NldHRpbmdzLmhvc3QtY29udGFpbmVycy5hZG1pbl0KZW5hYmxlZCA9IGZhbHNlCgpbc2V0dGluZ3MuaG9zdC1jb250YWluZXJzLmNvbnRyb2xdCmVuYWJsZWQgPSB0cnVlCg=="
}

resource "aws_eks_node_group" "bottle_on" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "bottle_on"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "BOTTLEROCKET_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.bn.id
    version = aws_launch_template.bn.latest_version
  }
}
resource "aws_launch_template" "ba" {
  name = "lt-ba"
  user_data = "W3NldHRpbmdzLmhvc3QtY29udGFpbmVycy5hZG1pbl0KZW5hYmxlZCA9IGZhbHNlCg=="
}

resource "aws_eks_node_group" "bottle_adminoff" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "bottle_adminoff"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "BOTTLEROCKET_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.ba.id
    version = aws_launch_template.ba.latest_version
  }
}
resource "aws_launch_template" "bi" {
  name = "lt-bi"
  user_data = "W3NldHRpbmdzXQpob3N0LWNvbnRhaW5lcnMgPSB7IGNvbnRyb2wgPSB7IGVuYWJsZWQgPSBmYWxzZSB9IH0K"
}

resource "aws_eks_node_group" "bottle_inline" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "bottle_inline"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "BOTTLEROCKET_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.bi.id
    version = aws_launch_template.bi.latest_version
  }
}
resource "aws_launch_template" "bd" {
  name = "lt-bd"
  user_data = "c2V0dGluZ3MuaG9zdC1jb250YWluZXJzLmNvbnRyb2wuZW5hYmxlZCA9IGZhbHNlCg=="
}

resource "aws_eks_node_group" "bottle_dotted" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "bottle_dotted"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "BOTTLEROCKET_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.bd.id
    version = aws_launch_template.bd.latest_version
  }
}

resource "aws_eks_node_group" "windows" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "windows"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "WINDOWS_CORE_2022_x86_64"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
}
resource "aws_launch_template" "na" {
  name = "lt-na"
  user_data = "TUlNRS1WZXJzaW9uOiAxLjAKQ29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ7IGJvdW5kYXJ5PSJCT1VOREFSWSIKCi0tQk9VTkRBUlkKQ29udGVudC1UeXBlOiBhcHBsaWNhdGlvbi9ub2RlLmVrcy5hd3MKCi0tLQphcGlWZXJzaW9uOiBub2RlLmVrcy5hd3MvdjFhbHBoYTEKa2luZDogTm9kZUNvbmZpZwpzcGVjOgogIGt1YmVsZXQ6CiAgICBjb25maWc6CiAgICAgIG1heFBvZHM6IDIwCgotLUJPVU5EQVJZCkNvbnRlbnQtVHlwZTogdGV4dC94LXNoZWxsc2NyaXB0OyBjaGFyc2V0PSJ1cy1hc2NpaSIKCiMhL2Jpbi9iYXNoCmVjaG8gaGkKCi0tQk9VTkRBUlktLQo="
}

resource "aws_eks_node_group" "nodeadm" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "nodeadm"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "AL2023_x86_64_STANDARD"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.na.id
    version = aws_launch_template.na.latest_version
  }
}
resource "aws_launch_template" "nf" {
  name = "lt-nf"
  user_data = "TUlNRS1WZXJzaW9uOiAxLjAKQ29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ7IGJvdW5kYXJ5PSJCT1VOREFSWSIKCi0tQk9VTkRBUlkKQ29udGVudC1UeXBlOiBhcHBsaWNhdGlvbi9ub2RlLmVrcy5hd3MKCi0tLQphcGlWZXJzaW9uOiBub2RlLmVrcy5hd3MvdjFhbHBoYTEKa2luZDogTm9kZUNvbmZpZwpzcGVjOgogIGt1YmVsZXQ6CiAgICBjb25maWc6CiAgICAgIG1heFBvZHM6IDIwCgotLUJPVU5EQVJZCkNvbnRlbnQtVHlwZTogdGV4dC94LXNoZWxsc2NyaXB0OyBjaGFyc2V0PSJ1cy1hc2NpaSIKCiMhL2Jpbi9iYXNoCnN5c3RlbWN0bCBkaXNhYmxlIC0tbm93IGFtYXpvbi1zc20tYWdlbnQKCi0tQk9VTkRBUlktLQo="
}

resource "aws_eks_node_group" "nodeadm_off" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "nodeadm_off"
  node_role_arn = aws_iam_role.node.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "AL2023_x86_64_STANDARD"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
  launch_template {
    id = aws_launch_template.nf.id
    version = aws_launch_template.nf.latest_version
  }
}
resource "aws_iam_role" "nc" {
  name = "nc"
  assume_role_policy = aws_iam_role.node.assume_role_policy
}
resource "aws_iam_role_policy_attachment" "nc" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"])
  role = aws_iam_role.nc.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_eks_node_group" "nocore" {
  cluster_name = aws_eks_cluster.c.name
  node_group_name = "nocore"
  node_role_arn = aws_iam_role.nc.arn
  subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  ami_type = "AL2023_x86_64_STANDARD"
  scaling_config {
    desired_size = 1
    max_size = 1
    min_size = 1
  }
}
resource "aws_launch_template" "w1" {
  name = "lt-w1"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  vpc_security_group_ids = [aws_security_group.app.id]
}

resource "aws_autoscaling_group" "warm" {
  name = "warm"
  min_size = 0
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template {
    id = aws_launch_template.w1.id
    version = "$Latest"
  }
  warm_pool {
    pool_state = "Stopped"
  }
}
resource "aws_launch_template" "w2" {
  name = "lt-w2"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  image_id = "ami-0123456789abcdef0"
  vpc_security_group_ids = [aws_security_group.app.id]
  instance_requirements {
    vcpu_count {
      min = 1
    }
    memory_mib {
      min = 1024
    }
  }
}

resource "aws_autoscaling_group" "reqs" {
  name = "reqs"
  min_size = 0
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template {
    id = aws_launch_template.w2.id
    version = "$Latest"
  }
}

resource "aws_autoscaling_group" "partial_dark" {
  name = "partial_dark"
  min_size = 0
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id, aws_subnet.dark.id]
  launch_template {
    id = aws_launch_template.w1.id
    version = "$Latest"
  }
}
resource "aws_launch_template" "w3" {
  name = "lt-w3"
  user_data = "W3NldHRpbmdzLmhvc3QtY29udGFpbmVycy5hZG1pbl0KZW5hYmxlZCA9IGZhbHNlCgpbc2V0dGluZ3MuaG9zdC1jb250YWluZXJzLmNvbnRyb2xdCmVuYWJsZWQgPSBmYWxzZQo="
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  vpc_security_group_ids = [aws_security_group.app.id]
}

resource "aws_autoscaling_group" "bottle_asg" {
  name = "bottle_asg"
  min_size = 0
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template {
    id = aws_launch_template.w3.id
    version = "$Latest"
  }
}
