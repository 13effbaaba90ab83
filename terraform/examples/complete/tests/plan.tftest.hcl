# The provider as it is, without credentials: a plan of things that do not exist yet asks AWS nothing, and the provider
# checks more of it than a mocked one.
provider "aws" {
  region                      = "ap-northeast-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = module.service.data.aws_caller_identity.current
  values = {
    account_id = "123456789012"
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
  zone_id           = "Z0123456789"
  alarm_topic_arn   = "arn:aws:sns:ap-northeast-1:123456789012:alarms"
  # Any file: what is packed is tested beside the code.
  pre_token_generation_package = "main.tf"
}

run "it_can_be_planned" {
  command = plan

  assert {
    condition     = output.hosted_ui_domain == "https://tenantry-demo.auth.ap-northeast-1.amazoncognito.com"
    error_message = "The region is not the provider's."
  }
}
