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
  skip_requesting_account_id  = false
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "pub" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_security_group" "out" {
  name   = "out"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
data "aws_caller_identity" "me" {}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags = {"Team" = "a"}

}

resource "aws_instance" "prod" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  vpc_security_group_ids = [aws_security_group.out.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  tags = {"Team" = "b", "Env" = "prod"}

}

resource "aws_iam_role" "t1" {
  name               = "t1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t1" {
  role   = aws_iam_role.t1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstances"}}}]})
}

resource "aws_iam_role" "t2" {
  name               = "t2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t2" {
  role   = aws_iam_role.t2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["Name"]}}}]})
}

resource "aws_iam_role" "t3" {
  name               = "t3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t3" {
  role   = aws_iam_role.t3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestTag/Team": "a"}}}]})
}

resource "aws_iam_role" "t4" {
  name               = "t4"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t4" {
  role   = aws_iam_role.t4.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": ["Name"]}}}]})
}

resource "aws_iam_role" "t5" {
  name               = "t5"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t5" {
  role   = aws_iam_role.t5.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:*:*:volume/*"}]})
}

resource "aws_iam_role" "t6" {
  name               = "t6"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t6" {
  role   = aws_iam_role.t6.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"Null": {"aws:RequestTag/Team": "false"}}}]})
}

resource "aws_iam_role" "t7" {
  name               = "t7"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t7" {
  role   = aws_iam_role.t7.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}]})
}

resource "aws_iam_role" "t8" {
  name               = "t8"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t8" {
  role   = aws_iam_role.t8.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}]})
}

resource "aws_iam_role" "t9" {
  name               = "t9"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t9" {
  role   = aws_iam_role.t9.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*"}, {"Effect": "Deny", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Env": "prod"}}}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:DeleteTags", "Resource": "*"}]})
}

resource "aws_iam_role" "t10" {
  name               = "t10"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t10" {
  role   = aws_iam_role.t10.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "tag:TagResources", "Resource": "*"}]})
}

resource "aws_iam_role" "t11" {
  name               = "t11"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t11" {
  role   = aws_iam_role.t11.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestTag/Team": "zzz"}}}]})
}

resource "aws_iam_role" "t12" {
  name               = "t12"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "t12" {
  role   = aws_iam_role.t12.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ec2:DeleteTags", "Resource": "*"}]})
}

resource "aws_iam_role" "c1" {
  name               = "c1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c1" {
  role   = aws_iam_role.c1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/own-*"]}]})
}

resource "aws_iam_role" "c2" {
  name               = "c2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c2" {
  role   = aws_iam_role.c2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ssm:*::document/AWS-RunShellScript"}]})
}

resource "aws_iam_role" "c3" {
  name               = "c3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c3" {
  role   = aws_iam_role.c3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ec2:*:*:instance/*"]}]})
}

resource "aws_iam_role" "c4" {
  name               = "c4"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c4" {
  role   = aws_iam_role.c4.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*::document/AWS-RunPatchBaseline"]}]})
}

resource "aws_iam_role" "c5" {
  name               = "c5"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c5" {
  role   = aws_iam_role.c5.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:CreateAssociation", "Resource": "*"}]})
}

resource "aws_iam_role" "c6" {
  name               = "c6"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c6" {
  role   = aws_iam_role.c6.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell", "arn:aws:ssm:*::document/AWS-StartInteractiveCommand"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}

resource "aws_iam_role" "c7" {
  name               = "c7"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c7" {
  role   = aws_iam_role.c7.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:StartAutomationExecution", "Resource": "arn:aws:ssm:*::automation-definition/AWS-RestartEC2Instance:*"}]})
}

resource "aws_iam_role" "c8" {
  name               = "c8"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c8" {
  role   = aws_iam_role.c8.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*::document/AWS-RunPowerShellScript"]}]})
}

resource "aws_iam_role" "c9" {
  name               = "c9"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c9" {
  role   = aws_iam_role.c9.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*::document/AWS-RunRemoteScript"]}]})
}

resource "aws_iam_role" "c10" {
  name               = "c10"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "c10" {
  role   = aws_iam_role.c10.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "*"}, {"Effect": "Deny", "Action": "ssm:SendCommand", "Resource": "arn:aws:ssm:*:*:document/*"}]})
}

resource "aws_iam_role" "w1" {
  name               = "w1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "w1" {
  role   = aws_iam_role.w1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/own-*"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:CreateDocument", "Resource": "arn:aws:ssm:*:123456789012:document/own-*"}]})
}

resource "aws_iam_role" "w2" {
  name               = "w2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "w2" {
  role   = aws_iam_role.w2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/own-b*"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": ["ssm:CreateDocument", "ssm:UpdateDocument"], "Resource": "arn:aws:ssm:*:123456789012:document/own-a*"}]})
}

resource "aws_iam_role" "w3" {
  name               = "w3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "w3" {
  role   = aws_iam_role.w3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/own-*"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:CreateDocument", "Resource": "*", "Condition": {"StringEquals": {"ssm:DocumentType": "Automation"}}}]})
}

resource "aws_iam_role" "w4" {
  name               = "w4"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "w4" {
  role   = aws_iam_role.w4.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:UpdateDocument", "Resource": "*"}, {"Effect": "Allow", "Action": "ssm:UpdateDocumentDefaultVersion", "Resource": "*"}]})
}

resource "aws_iam_role" "w5" {
  name               = "w5"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "w5" {
  role   = aws_iam_role.w5.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:CreateDocument", "Resource": "*"}, {"Effect": "Deny", "Action": "ssm:*", "Resource": "arn:aws:ssm:*:*:document/*"}]})
}

resource "aws_ec2_instance_connect_endpoint" "e" { subnet_id = aws_subnet.pub.id }

resource "aws_iam_role" "e1" {
  name               = "e1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "e1" {
  role   = aws_iam_role.e1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "*", "Condition": {"NumericEquals": {"ec2-instance-connect:remotePort": "22"}}}]})
}

resource "aws_iam_role" "e2" {
  name               = "e2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "e2" {
  role   = aws_iam_role.e2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "arn:aws:ec2:us-east-1:123456789012:instance-connect-endpoint/*"}]})
}

resource "aws_iam_role" "e3" {
  name               = "e3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "e3" {
  role   = aws_iam_role.e3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "*", "Condition": {"NumericNotEquals": {"ec2-instance-connect:remotePort": "22"}}}]})
}

resource "aws_iam_role" "e4" {
  name               = "e4"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "e4" {
  role   = aws_iam_role.e4.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:*", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2-instance-connect:OpenTunnel", "Resource": "*"}]})
}

resource "aws_iam_role" "e5" {
  name               = "e5"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "e5" {
  role   = aws_iam_role.e5.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2-instance-connect:SendSSHPublicKey", "Resource": "*"}]})
}

resource "aws_iam_role" "s1" {
  name               = "s1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "s1" {
  role   = aws_iam_role.s1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": ["ssm:TerminateSession"], "Resource": "arn:aws:ssm:*:*:session/*"}]})
}

resource "aws_iam_role" "s2" {
  name               = "s2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "s2" {
  role   = aws_iam_role.s2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": ["ssm:TerminateSession"], "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}

resource "aws_iam_role" "s3" {
  name               = "s3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "s3" {
  role   = aws_iam_role.s3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": ["ssm:ResumeSession"], "Resource": "arn:aws:ssm:*:*:session/$${aws:username}-*"}]})
}

resource "aws_iam_role" "s4" {
  name               = "s4"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "s4" {
  role   = aws_iam_role.s4.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:TerminateSession", "Resource": "*", "Condition": {"StringLike": {"ssm:resourceTag/aws:ssmmessages:session-id": "$${aws:userid}"}}}]})
}

resource "aws_iam_role" "s5" {
  name               = "s5"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "s5" {
  role   = aws_iam_role.s5.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}, {"Effect": "Allow", "Action": "ssm:TerminateSession", "Resource": "*", "Condition": {"StringLike": {"ssm:resourceTag/aws:ssmmessages:session-id": "*"}}}]})
}

resource "aws_iam_role" "n1" {
  name               = "n1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "n1" {
  role   = aws_iam_role.n1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/*"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}

resource "aws_iam_role" "n2" {
  name               = "n2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "n2" {
  role   = aws_iam_role.n2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*"]}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*::document/AWS-StartSSHSession"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}

resource "aws_iam_role" "n3" {
  name               = "n3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "n3" {
  role   = aws_iam_role.n3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Deny", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}

resource "aws_iam_role" "o1" {
  name               = "o1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o1" {
  role   = aws_iam_role.o1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}]})
}

resource "aws_iam_role" "o2" {
  name               = "o2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o2" {
  role   = aws_iam_role.o2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:*", "Resource": "*"}]})
}

resource "aws_iam_role" "o3" {
  name               = "o3"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "o3" {
  role   = aws_iam_role.o3.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:username}-*"}]})
}

resource "aws_iam_role" "b1" {
  name               = "b1"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "b1" {
  role   = aws_iam_role.b1.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"], "Condition": {"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}}, {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:*:*:instance/i-*"}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}

resource "aws_iam_role" "b2" {
  name               = "b2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })

}
resource "aws_iam_role_policy" "b2" {
  role   = aws_iam_role.b2.id
  policy = jsonencode({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"], "Condition": {"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}}, {"Effect": "Allow", "Action": "ssmmessages:OpenDataChannel", "Resource": "arn:aws:ssm:*:*:session/$${aws:userid}-*"}]})
}
