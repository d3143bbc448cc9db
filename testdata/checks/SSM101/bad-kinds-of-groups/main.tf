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

resource "aws_iam_role" "cluster" {
  name               = "cluster"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }]
  })
}
resource "aws_eks_cluster" "c" {
  name     = "c"
  role_arn = aws_iam_role.cluster.arn
  vpc_config {
    subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
  }
}

resource "aws_eks_node_group" "plain" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "plain"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.private_b.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_node_group" "dark" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "dark"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.dark.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_launch_template" "eks_closed" {
  name          = "eks_closed"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  vpc_security_group_ids = [aws_security_group.closed.id]
}

resource "aws_eks_node_group" "closed" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "closed"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.private_b.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.eks_closed.id
    version = aws_launch_template.eks_closed.latest_version
  }
}

resource "aws_launch_template" "eks_imds" {
  name          = "eks_imds"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_eks_node_group" "imds" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "imds"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.private_b.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.eks_imds.id
    version = aws_launch_template.eks_imds.latest_version
  }
}

resource "aws_launch_template" "eks_hop" {
  name          = "eks_hop"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_eks_node_group" "hop" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "hop"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.private_b.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.eks_hop.id
    version = aws_launch_template.eks_hop.latest_version
  }
}

resource "aws_eks_node_group" "bottle" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "bottle"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.private_b.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  ami_type = "BOTTLEROCKET_x86_64"
}

resource "aws_eks_node_group" "remote" {
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = "remote"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private.id, aws_subnet.private_b.id]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  remote_access {
    ec2_ssh_key = "k"
    source_security_group_ids = [aws_security_group.closed.id]
  }
}

resource "aws_launch_template" "good" {
  name          = "good"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  vpc_security_group_ids = [aws_security_group.app.id]
}

resource "aws_launch_template" "noprof" {
  name          = "noprof"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  vpc_security_group_ids = [aws_security_group.app.id]
}

resource "aws_autoscaling_group" "mip" {
  name = "mip"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.good.id
        version = "$Latest"
      }
      override {
        instance_type = "t3.micro"
      }
      override {
        instance_type = "t3a.micro"
      }
    }
  }
}

resource "aws_autoscaling_group" "mip_arm" {
  name = "mip_arm"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.good.id
        version = "$Latest"
      }
      override {
        instance_type = "t3.micro"
      }
      override {
        instance_type = "t4g.micro"
        launch_template_specification {
          launch_template_id = aws_launch_template.noprof.id
          version = "$Latest"
        }
      }
    }
  }
}

resource "aws_autoscaling_group" "mip_all_over" {
  name = "mip_all_over"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.noprof.id
        version = "$Latest"
      }
      override {
        instance_type = "t3.micro"
        launch_template_specification {
          launch_template_id = aws_launch_template.good.id
          version = "$Latest"
        }
      }
      override {
        instance_type = "t4g.micro"
        launch_template_specification {
          launch_template_id = aws_launch_template.good.id
          version = "$Latest"
        }
      }
    }
  }
}

resource "aws_launch_template" "eni" {
  name          = "eni"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    security_groups = [aws_security_group.closed.id]
  }
}

resource "aws_autoscaling_group" "lt_eni" {
  name = "lt_eni"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template {
    id      = aws_launch_template.eni.id
    version = "$Latest"
  }
}

resource "aws_launch_template" "eni_pub" {
  name          = "eni_pub"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    associate_public_ip_address = true
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_autoscaling_group" "lt_eni_pub" {
  name = "lt_eni_pub"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.public.id]
  launch_template {
    id      = aws_launch_template.eni_pub.id
    version = "$Latest"
  }
}

resource "aws_launch_template" "eni_priv" {
  name          = "eni_priv"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    associate_public_ip_address = false
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_autoscaling_group" "lt_eni_priv_in_pub" {
  name = "lt_eni_priv_in_pub"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.public.id]
  launch_template {
    id      = aws_launch_template.eni_priv.id
    version = "$Latest"
  }
}

resource "aws_autoscaling_group" "by_name" {
  name = "by_name"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template {
    name = aws_launch_template.good.name
    version = "$Default"
  }
}

resource "aws_launch_template" "arnp" {
  name          = "arnp"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    arn = aws_iam_instance_profile.node.arn
  }
  vpc_security_group_ids = [aws_security_group.app.id]
}

resource "aws_autoscaling_group" "arn_profile" {
  name = "arn_profile"
  min_size = 1
  max_size = 2
  vpc_zone_identifier = [aws_subnet.private.id]
  launch_template {
    id      = aws_launch_template.arnp.id
    version = "$Latest"
  }
}

resource "aws_instance" "lt_sub" {
  launch_template {
    id = aws_launch_template.good.id
  }
  subnet_id = aws_subnet.private.id
}

resource "aws_instance" "lt_over_sg" {
  launch_template {
    id = aws_launch_template.good.id
  }
  subnet_id = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.closed.id]
}

resource "aws_launch_template" "imdsoff" {
  name          = "imdsoff"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  vpc_security_group_ids = [aws_security_group.app.id]
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_instance" "lt_over_imds" {
  launch_template {
    id = aws_launch_template.imdsoff.id
  }
  subnet_id = aws_subnet.private.id
  metadata_options {
    http_endpoint = "enabled"
    http_tokens = "required"
  }
}

resource "aws_launch_template" "eni_sub" {
  name          = "eni_sub"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
  network_interfaces {
    subnet_id = aws_subnet.private.id
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_instance" "lt_eni_subnet" {
  launch_template {
    id = aws_launch_template.eni_sub.id
  }
}

resource "aws_spot_instance_request" "s" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile = aws_iam_instance_profile.node.name
}

resource "aws_ec2_fleet" "f" {
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.good.id
      version = aws_launch_template.good.latest_version
    }
    override {
      subnet_id = aws_subnet.private.id
    }
    override {
      subnet_id = aws_subnet.dark.id
    }
  }
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity = 2
  }
}

resource "aws_security_group" "emr" {
  name   = "emr"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
  revoke_rules_on_delete = true
}
resource "aws_emr_cluster" "e" {
  name = "e"
  release_label = "emr-7.1.0"
  applications = ["Spark"]
  service_role = "EMR_DefaultRole"
  ec2_attributes {
    subnet_ids = [aws_subnet.private.id, aws_subnet.private_b.id]
    emr_managed_master_security_group = aws_security_group.emr.id
    emr_managed_slave_security_group = aws_security_group.emr.id
    instance_profile = aws_iam_instance_profile.node.arn
  }
  master_instance_fleet {
    instance_type_configs {
      instance_type = "m5.xlarge"
    }
    target_on_demand_capacity = 1
  }
  core_instance_fleet {
    instance_type_configs {
      instance_type = "m5.xlarge"
    }
    target_on_demand_capacity = 1
  }
}

resource "aws_batch_compute_environment" "b" {
  compute_environment_name = "b"
  type = "MANAGED"
  compute_resources {
    type = "EC2"
    instance_role = aws_iam_instance_profile.node.arn
    instance_type = ["optimal"]
    max_vcpus = 4
    min_vcpus = 0
    security_group_ids = [aws_security_group.app.id]
    subnets = [aws_subnet.private.id]
  }
}

resource "aws_launch_template" "batch" {
  name          = "batch"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  vpc_security_group_ids = [aws_security_group.closed.id]
}

resource "aws_batch_compute_environment" "lt" {
  compute_environment_name = "lt"
  type = "MANAGED"
  compute_resources {
    type = "SPOT"
    instance_role = aws_iam_instance_profile.node.arn
    instance_type = ["optimal"]
    max_vcpus = 4
    min_vcpus = 0
    launch_template {
      launch_template_id = aws_launch_template.batch.id
      version = "$Latest"
    }
    subnets = [aws_subnet.private.id]
  }
}

resource "aws_elastic_beanstalk_environment" "pub" {
  name = "pub"
  application = "app"
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Docker"
  setting {
    namespace = "aws:autoscaling:launchconfiguration"
    name = "IamInstanceProfile"
    value = aws_iam_instance_profile.node.name
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "VPCId"
    value = aws_vpc.main.id
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "Subnets"
    value = aws_subnet.public.id
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "AssociatePublicIpAddress"
    value = "true"
  }
}

resource "aws_elastic_beanstalk_environment" "nopub" {
  name = "nopub"
  application = "app"
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Docker"
  setting {
    namespace = "aws:autoscaling:launchconfiguration"
    name = "IamInstanceProfile"
    value = aws_iam_instance_profile.node.name
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "VPCId"
    value = aws_vpc.main.id
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "Subnets"
    value = aws_subnet.public.id
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "AssociatePublicIpAddress"
    value = "false"
  }
}

resource "aws_elastic_beanstalk_environment" "two" {
  name = "two"
  application = "app"
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Docker"
  setting {
    namespace = "aws:autoscaling:launchconfiguration"
    name = "IamInstanceProfile"
    value = aws_iam_instance_profile.node.name
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "VPCId"
    value = aws_vpc.main.id
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "Subnets"
    value = join(",", [aws_subnet.private.id, aws_subnet.private_b.id])
  }
  setting {
    namespace = "aws:autoscaling:launchconfiguration"
    name = "SecurityGroups"
    value = aws_security_group.app.id
  }
}

resource "aws_elastic_beanstalk_environment" "twobad" {
  name = "twobad"
  application = "app"
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Docker"
  setting {
    namespace = "aws:autoscaling:launchconfiguration"
    name = "IamInstanceProfile"
    value = aws_iam_instance_profile.node.name
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "VPCId"
    value = aws_vpc.main.id
  }
  setting {
    namespace = "aws:ec2:vpc"
    name = "Subnets"
    value = join(",", [aws_subnet.private.id, aws_subnet.dark.id])
  }
}

resource "aws_imagebuilder_infrastructure_configuration" "ib" {
  name = "ib"
  instance_profile_name = aws_iam_instance_profile.node.name
  subnet_id = aws_subnet.private.id
  security_group_ids = [aws_security_group.app.id]
}
