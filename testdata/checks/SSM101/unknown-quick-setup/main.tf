# Quick Setup turns default host management on when it runs: no instance needs a profile then.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  access_key                  = "test"
  secret_key                  = "test"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table" "app" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "app" {
  subnet_id      = aws_subnet.app.id
  route_table_id = aws_route_table.app.id
}

resource "aws_ssmquicksetup_configuration_manager" "hosts" {
  name = "hosts"
  configuration_definition {
    type                                    = "AWSQuickSetupType-DHMC"
    local_deployment_administration_role_arn = "arn:aws:iam::123456789012:role/AWS-QuickSetup-StackSet-Local-AdministrationRole"
    local_deployment_execution_role_name    = "AWS-QuickSetup-StackSet-Local-ExecutionRole"
    parameters = {
      "TargetOrganizationalUnits" = ""
      "TargetRegions"             = "eu-west-1"
      "TargetAccounts"            = "123456789012"
    }
  }
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.app.id
}
