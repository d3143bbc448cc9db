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
  name = "node"
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
resource "aws_iam_role" "bare" {
  name = "bare"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })

}
resource "aws_iam_instance_profile" "bare" {
  name = "bare"
  role = aws_iam_role.bare.name
}
resource "aws_vpc" "two_in" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "two_in" {
  vpc_id            = aws_vpc.two_in.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"

}
resource "aws_route_table" "two_in" {
  vpc_id = aws_vpc.two_in.id

}
resource "aws_route_table_association" "two_in_two_in" {
  subnet_id      = aws_subnet.two_in.id
  route_table_id = aws_route_table.two_in.id
}
resource "aws_security_group" "web_two_in" {
  name   = "web_two_in"
  vpc_id = aws_vpc.two_in.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "vpce_two_in" {
  name   = "vpce_two_in"
  vpc_id = aws_vpc.two_in.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.web_two_in.id]
  }
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.x_two_in.id]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "two_in" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.two_in.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.two_in.id]
  security_group_ids  = [aws_security_group.vpce_two_in.id]
  private_dns_enabled = true

}
resource "aws_security_group" "x_two_in" {
  name   = "x_two_in"
  vpc_id = aws_vpc.two_in.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "two_in" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.two_in.id
  vpc_security_group_ids = [aws_security_group.web_two_in.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name

}
resource "aws_instance" "two_in_x" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.two_in.id
  vpc_security_group_ids = [aws_security_group.x_two_in.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name

}
resource "aws_security_group" "y_two_in" {
  name   = "y_two_in"
  vpc_id = aws_vpc.two_in.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "two_in_y" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.two_in.id
  vpc_security_group_ids = [aws_security_group.y_two_in.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name

}
resource "aws_vpc" "two_eg" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "two_eg" {
  vpc_id            = aws_vpc.two_eg.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"

}
resource "aws_route_table" "two_eg" {
  vpc_id = aws_vpc.two_eg.id

}
resource "aws_route_table_association" "two_eg_two_eg" {
  subnet_id      = aws_subnet.two_eg.id
  route_table_id = aws_route_table.two_eg.id
}
resource "aws_security_group" "web_two_eg" {
  name   = "web_two_eg"
  vpc_id = aws_vpc.two_eg.id

  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.x_two_eg.id]
  }
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.vpce_two_eg.id]
  }
}
resource "aws_security_group" "vpce_two_eg" {
  name   = "vpce_two_eg"
  vpc_id = aws_vpc.two_eg.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "two_eg" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.two_eg.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.two_eg.id]
  security_group_ids  = [aws_security_group.vpce_two_eg.id]
  private_dns_enabled = true

}
resource "aws_security_group" "x_two_eg" {
  name   = "x_two_eg"
  vpc_id = aws_vpc.two_eg.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "two_eg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.two_eg.id
  vpc_security_group_ids = [aws_security_group.web_two_eg.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name

}
resource "aws_vpc" "two_eg2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "two_eg2" {
  vpc_id            = aws_vpc.two_eg2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"

}
resource "aws_route_table" "two_eg2" {
  vpc_id = aws_vpc.two_eg2.id

}
resource "aws_route_table_association" "two_eg2_two_eg2" {
  subnet_id      = aws_subnet.two_eg2.id
  route_table_id = aws_route_table.two_eg2.id
}
resource "aws_security_group" "web_two_eg2" {
  name   = "web_two_eg2"
  vpc_id = aws_vpc.two_eg2.id

  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.x_two_eg2.id]
  }
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.y_two_eg2.id]
  }
}
resource "aws_security_group" "vpce_two_eg2" {
  name   = "vpce_two_eg2"
  vpc_id = aws_vpc.two_eg2.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "two_eg2" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.two_eg2.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.two_eg2.id]
  security_group_ids  = [aws_security_group.vpce_two_eg2.id]
  private_dns_enabled = true

}
resource "aws_security_group" "x_two_eg2" {
  name   = "x_two_eg2"
  vpc_id = aws_vpc.two_eg2.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "y_two_eg2" {
  name   = "y_two_eg2"
  vpc_id = aws_vpc.two_eg2.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "two_eg2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.two_eg2.id
  vpc_security_group_ids = [aws_security_group.web_two_eg2.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name

}
resource "aws_vpc" "list_in" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "list_in" {
  vpc_id            = aws_vpc.list_in.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"

}
resource "aws_route_table" "list_in" {
  vpc_id = aws_vpc.list_in.id

}
resource "aws_route_table_association" "list_in_list_in" {
  subnet_id      = aws_subnet.list_in.id
  route_table_id = aws_route_table.list_in.id
}
resource "aws_security_group" "web_list_in" {
  name   = "web_list_in"
  vpc_id = aws_vpc.list_in.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "vpce_list_in" {
  name   = "vpce_list_in"
  vpc_id = aws_vpc.list_in.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.x_list_in.id, aws_security_group.web_list_in.id]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "list_in" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.list_in.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.list_in.id]
  security_group_ids  = [aws_security_group.vpce_list_in.id]
  private_dns_enabled = true

}
resource "aws_security_group" "x_list_in" {
  name   = "x_list_in"
  vpc_id = aws_vpc.list_in.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "list_in" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.list_in.id
  vpc_security_group_ids = [aws_security_group.web_list_in.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name

}
resource "aws_iam_role" "fleet" {
  name = "fleet"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "spotfleet.amazonaws.com" } }]
  })

}
resource "aws_iam_instance_profile" "fleet" {
  name = "fleet"
  role = aws_iam_role.fleet.name
}
resource "aws_vpc" "m" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "m" {
  vpc_id            = aws_vpc.m.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"

}
resource "aws_route_table" "m" {
  vpc_id = aws_vpc.m.id

}
resource "aws_route_table_association" "m_m" {
  subnet_id      = aws_subnet.m.id
  route_table_id = aws_route_table.m.id
}
resource "aws_security_group" "web_m" {
  name   = "web_m"
  vpc_id = aws_vpc.m.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "vpce_m" {
  name   = "vpce_m"
  vpc_id = aws_vpc.m.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "m" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.m.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.m.id]
  security_group_ids  = [aws_security_group.vpce_m.id]
  private_dns_enabled = true

}
resource "aws_subnet" "two" {
  vpc_id            = aws_vpc.m.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"

}
resource "aws_vpc" "d" {
  cidr_block           = "10.9.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "d" {
  vpc_id            = aws_vpc.d.id
  cidr_block        = "10.9.1.0/24"
  availability_zone = "eu-west-1a"

}
resource "aws_security_group" "d" {
  name   = "d"
  vpc_id = aws_vpc.d.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_spot_fleet_request" "f_ok" {
  iam_fleet_role  = aws_iam_role.fleet.arn
  target_capacity = 1
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "t3.micro"
    subnet_id                = aws_subnet.m.id
    iam_instance_profile_arn = aws_iam_instance_profile.node.arn
    vpc_security_group_ids   = [aws_security_group.web_m.id]
  }
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "t3.micro"
    subnet_id                = aws_subnet.two.id
    iam_instance_profile_arn = aws_iam_instance_profile.node.arn
    vpc_security_group_ids   = [aws_security_group.web_m.id]
  }
}
resource "aws_spot_fleet_request" "f_dark" {
  iam_fleet_role  = aws_iam_role.fleet.arn
  target_capacity = 1
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "t3.micro"
    subnet_id                = aws_subnet.m.id
    iam_instance_profile_arn = aws_iam_instance_profile.node.arn
    vpc_security_group_ids   = [aws_security_group.web_m.id]
  }
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "t3.micro"
    subnet_id                = aws_subnet.d.id
    iam_instance_profile_arn = aws_iam_instance_profile.node.arn
    vpc_security_group_ids   = [aws_security_group.d.id]
  }
}
resource "aws_spot_fleet_request" "f_bare" {
  iam_fleet_role  = aws_iam_role.fleet.arn
  target_capacity = 1
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "t3.micro"
    subnet_id                = aws_subnet.m.id
    iam_instance_profile_arn = aws_iam_instance_profile.node.arn
    vpc_security_group_ids   = [aws_security_group.web_m.id]
  }
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "t3.micro"
    subnet_id                = aws_subnet.two.id
    iam_instance_profile_arn = aws_iam_instance_profile.bare.arn
    vpc_security_group_ids   = [aws_security_group.web_m.id]
  }
}
resource "aws_launch_template" "lt" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile {
    arn = aws_iam_instance_profile.node.arn
  }
  vpc_security_group_ids = [aws_security_group.web_m.id]
}
resource "aws_spot_fleet_request" "lto" {
  iam_fleet_role  = aws_iam_role.fleet.arn
  target_capacity = 1
  launch_template_config {
    launch_template_specification {
      id      = aws_launch_template.lt.id
      version = "$Latest"
    }
    overrides {
      subnet_id = aws_subnet.m.id
    }
    overrides {
      subnet_id = aws_subnet.two.id
    }
  }
}
resource "aws_ec2_fleet" "eo" {
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.lt.id
      version            = "$Latest"
    }
    override {
      subnet_id = aws_subnet.m.id
    }
    override {
      subnet_id = aws_subnet.two.id
    }
  }
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity        = 1
  }
}
resource "aws_vpc" "c" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "c" {
  count             = 2
  vpc_id            = aws_vpc.c.id
  cidr_block        = cidrsubnet(aws_vpc.c.cidr_block, 8, count.index)
  availability_zone = "eu-west-1${["a", "b"][count.index]}"
}
resource "aws_security_group" "web_c" {
  name   = "web_c"
  vpc_id = aws_vpc.c.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "vpce_c" {
  name   = "vpce_c"
  vpc_id = aws_vpc.c.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [for x in aws_subnet.c : x.cidr_block]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "c" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.c.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.c[*].id
  security_group_ids  = [aws_security_group.vpce_c.id]
  private_dns_enabled = true

}
resource "aws_instance" "c" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  vpc_security_group_ids = [aws_security_group.web_c.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  count                  = 2
  subnet_id              = aws_subnet.c[count.index].id
}
resource "aws_vpc" "e" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

}
resource "aws_subnet" "e" {
  for_each          = { a = 1, b = 2 }
  vpc_id            = aws_vpc.e.id
  cidr_block        = cidrsubnet(aws_vpc.e.cidr_block, 8, each.value)
  availability_zone = "eu-west-1${each.key}"
}
resource "aws_security_group" "web_e" {
  name   = "web_e"
  vpc_id = aws_vpc.e.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "vpce_e" {
  name   = "vpce_e"
  vpc_id = aws_vpc.e.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_subnet.e["a"].cidr_block]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.e.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for k, x in aws_subnet.e : x.id]
  security_group_ids  = [aws_security_group.vpce_e.id]
  private_dns_enabled = true

}
resource "aws_instance" "e" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  vpc_security_group_ids = [aws_security_group.web_e.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  for_each               = aws_subnet.e
  subnet_id              = each.value.id
}
