mock_provider "aws" {
  mock_data "aws_region" {
    defaults = {
      id = "ap-northeast-1"
    }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = {
      id       = "ap-northeast-1_AbCdEf123"
      arn      = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_AbCdEf123"
      endpoint = "cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123"
    }
  }
}

variables {
  domain_prefix = "tenantry-demo"
}

run "what_the_sample_did" {
  command = apply

  assert {
    condition     = output.hosted_ui_domain == "https://tenantry-demo.auth.ap-northeast-1.amazoncognito.com"
    error_message = "The hosted login page is somewhere else."
  }

  assert {
    condition     = strcontains(output.web_env, "AUTH_URL=http://localhost:3000\n") && strcontains(output.api_env, "COGNITO_USER_POOL_ID=${output.user_pool_id}\n")
    error_message = "The contents for .env do not fit the defaults."
  }

  assert {
    condition     = issensitive(output.api_env) && issensitive(output.web_env)
    error_message = "An output with a secret is not marked sensitive."
  }
}
