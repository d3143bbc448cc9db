# What the compute environment runs on stands in a block over something that only the apply tells.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "jobs" {
  name   = "jobs"
  vpc_id = aws_vpc.main.id
}

resource "aws_batch_compute_environment" "jobs" {
  compute_environment_name = "jobs"
  type                     = "MANAGED"
  service_role             = "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"

  dynamic "compute_resources" {
    for_each = aws_security_group.jobs.id == "" ? [] : [{ type = "FARGATE", group = aws_security_group.jobs.id }]

    content {
      type               = compute_resources.value.type
      max_vcpus          = 4
      security_group_ids = [compute_resources.value.group]
      subnets            = [aws_subnet.private.id]
    }
  }
}
