provider "aws" {
  region = "eu-west-1"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
}
resource "aws_instance" "a" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags = { Env = "dev", Team = "pay" }
}
resource "aws_instance" "b" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags = { Env = "prod" }
}
resource "aws_iam_role" "r" {
  count = 20
  name = "r${count.index}"
  # Half of them have a boundary.
  permissions_boundary = count.index % 2 == 0 ? null : aws_iam_policy.boundary[count.index].arn
  tags = { Team = "pay", Dept = "ops" }
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}
resource "aws_iam_role_policy" "r" {
  count = 20
  name = "p"
  role = aws_iam_role.r[count.index].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:eu-west-1:123456789012:instance/*" }] })
}
resource "aws_iam_policy" "boundary" {
  count = 20
  name = "b${count.index}"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:eu-west-1:123456789012:instance/*" }] })
}
resource "aws_organizations_policy" "service" {
  count = 2
  name = "service${count.index}"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ec2:eu-west-1:123456789012:instance/*" }] })
}
resource "aws_organizations_policy_attachment" "service" {
  count = 2
  policy_id = aws_organizations_policy.service[count.index].id
  target_id = "r-abcd"
}
# Systems Manager is under no resource control policy.
resource "aws_organizations_policy" "resource" {
  name = "resource"
  type = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "ssm:StartSession", Resource = "arn:aws:ec2:eu-west-1:123456789012:instance/*" }] })
}
resource "aws_organizations_policy_attachment" "resource" {
  policy_id = aws_organizations_policy.resource.id
  target_id = "r-abcd"
}
