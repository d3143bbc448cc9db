# The only policies of the role are a list, and one of them lets the agent register.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "default_host" {
  name = "AWSSystemsManagerDefaultEC2InstanceManagementRole"
  path = "/service-role/"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ssm.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "default_host" {
  role       = aws_iam_role.default_host.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy"
}

resource "aws_ssm_service_setting" "default_host" {
  setting_id    = "/ssm/managed-instance/default-ec2-instance-management-role"
  setting_value = "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"
}

resource "aws_iam_role" "half" {
  name = "half"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "half_ssm" {
  role       = aws_iam_role.half.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_policy" "inventory" {
  name = "inventory"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssm:PutInventory"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "inventory" {
  role       = aws_iam_role.half.name
  policy_arn = aws_iam_policy.inventory.arn
}

resource "aws_iam_role_policy_attachments_exclusive" "half" {
  role_name   = aws_iam_role.half.name
  policy_arns = [aws_iam_policy.inventory.arn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
}

resource "aws_instance" "half" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.half.name
}

resource "aws_iam_instance_profile" "half" {
  name = "half"
  role = aws_iam_role.half.name
}
