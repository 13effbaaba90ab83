mock_provider "aws" {
  mock_data "aws_region" {
    defaults = {
      id = "ap-northeast-1"
    }
  }
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = {
      id       = "ap-northeast-1_AbCdEf123"
      arn      = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_AbCdEf123"
      endpoint = "cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123"
    }
  }
  mock_resource "aws_db_instance" {
    defaults = {
      address            = "tenantry.abc.ap-northeast-1.rds.amazonaws.com"
      port               = 5432
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!db-owner" }]
    }
  }
  mock_resource "aws_secretsmanager_secret_version" {
    defaults = {
      arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:secret"
    }
  }
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/role"
    }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:ap-northeast-1:123456789012:log-group:group"
    }
  }
  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/tenantry/1"
      arn_suffix = "app/tenantry/1"
    }
  }
  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/tenantry/1"
      arn_suffix = "targetgroup/tenantry/1"
    }
  }
  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener/app/tenantry/1/1"
    }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn = "arn:aws:ecs:ap-northeast-1:123456789012:task-definition/task:1"
    }
  }
}

variables {
  api_domain        = "api.example.com"
  web_domain        = "app.example.com"
  domain_prefix     = "tenantry-demo"
  certificate_arn   = "arn:aws:acm:ap-northeast-1:123456789012:certificate/1"
  api_image         = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/tenantry/api:1.2.3"
  web_image         = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/tenantry/web:1.2.3"
  database_password = "0123456789abcdef0123456789abcdef"
  auth_secret       = "0123456789abcdef0123456789abcdef"
  aws_cli           = "../../modules/service/tests/aws-cli.sh"
}

run "everything_together" {
  command = apply

  assert {
    condition     = output.api_url == "https://api.example.com" && output.web_url == "https://app.example.com"
    error_message = "The services are somewhere else."
  }

  assert {
    condition     = aws_secretsmanager_secret_version.auth.secret_string == null
    error_message = "AUTH_SECRET stands in the state."
  }

  assert {
    condition     = issensitive(output.api_env)
    error_message = "An output with a secret is not marked sensitive."
  }
}
