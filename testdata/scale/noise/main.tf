# What most plans are made of: services with functions, queues, tables, buckets and dashboards, of which no check asks anything.
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

locals {
  services = toset(["admin", "billing"])
}

resource "aws_cloudwatch_dashboard" "this" {
  for_each       = local.services
  dashboard_name = each.key
  dashboard_body = jsonencode({
    widgets = [for i in range(24) : {
      type   = "metric"
      x      = i
      y      = 0
      width  = 12
      height = 6
      properties = {
        region  = "eu-west-1"
        title   = "${each.key} ${i}"
        metrics = [["AWS/Lambda", "Errors", "FunctionName", each.key]]
      }
    }]
  })
}

resource "aws_cloudwatch_log_group" "this" {
  for_each          = local.services
  name              = "/svc/${each.key}"
  retention_in_days = 30
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.services
  alarm_name          = "${each.key}-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 3
}

resource "aws_dynamodb_table" "this" {
  for_each     = local.services
  name         = each.key
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_ecs_task_definition" "this" {
  for_each = local.services
  family   = each.key
  container_definitions = jsonencode([{
    name        = each.key
    image       = "example.com/${each.key}:1"
    cpu         = 256
    memory      = 512
    environment = [for i in range(30) : { name = "V${i}", value = "v${i}" }]
  }])
}

resource "aws_iam_role" "this" {
  for_each = local.services
  name     = "fn-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "this" {
  for_each      = local.services
  function_name = each.key
  role          = aws_iam_role.this[each.key].arn
  package_type  = "Image"
  image_uri     = "example.com/${each.key}:1"

  environment {
    variables = { for i in range(40) : "SETTING_${i}" => "value-${i}" }
  }
}

resource "aws_lb" "this" {
  for_each = local.services
  name     = each.key
  subnets  = ["subnet-1", "subnet-2"]
}

resource "aws_route53_record" "this" {
  for_each = local.services
  zone_id  = "Z123"
  name     = "${each.key}.example.com"
  type     = "CNAME"
  ttl      = 60
  records  = [aws_lb.this[each.key].dns_name]
}

resource "aws_s3_bucket" "this" {
  for_each      = local.services
  bucket_prefix = "${each.key}-"
  tags          = { Service = each.key, Owner = "platform", CostCentre = "1234" }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.services
  bucket   = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sqs_queue" "this" {
  for_each                   = local.services
  name                       = each.key
  visibility_timeout_seconds = 60
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Principal = "*", Resource = "*" }]
  })
}
