mock_provider "aws" {}

variables {
  project_name  = "tenantry"
  domain_prefix = "tenantry-login"
  callback_urls = ["https://app.example.com/api/auth/callback/cognito"]
  logout_urls   = ["https://app.example.com/"]
}

run "what_is_refused" {
  command = plan

  variables {
    project_name           = "Tenantry!"
    domain_prefix          = "my-cognito"
    callback_urls          = ["http://app.example.com/api/auth/callback/cognito"]
    logout_urls            = ["http://app.example.com/"]
    swagger_callback_urls  = ["https://*.example.com/docs/oauth2-redirect.html"]
    swagger_logout_urls    = ["http://api.example.com/docs"]
    user_pool_tier         = "GOLD"
    managed_login_version  = 3
    password_policy        = { minimum_length = 6 }
    access_token_minutes   = 1440
    id_token_minutes       = 4
    refresh_token_days     = 3650
    refresh_token_rotation = { web_grace_seconds = 61 }
    groups                 = {}
    log_retention_days     = 31
    ses = {
      source_arn         = "example.com"
      from_email_address = "login@example.com"
    }
  }

  expect_failures = [
    var.project_name, var.domain_prefix, var.callback_urls, var.logout_urls, var.swagger_callback_urls,
    var.swagger_logout_urls, var.user_pool_tier, var.managed_login_version, var.password_policy,
    var.access_token_minutes, var.id_token_minutes, var.refresh_token_days, var.refresh_token_rotation, var.groups,
    var.log_retention_days, var.ses,
  ]
}

run "what_is_refused_as_well" {
  command = plan

  variables {
    # Both domains, and a certificate that CloudFront does not find.
    custom_domain = {
      name            = "login.example.com"
      certificate_arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/6f1c"
    }
    # Addresses that only begin like localhost.
    callback_urls                = ["http://localhost.example.com/api/auth/callback/cognito"]
    logout_urls                  = ["http://localhost@example.com/"]
    password_policy              = { temporary_password_validity_days = 90 }
    pre_token_generation_package = "nowhere.zip"
  }

  expect_failures = [
    var.custom_domain, var.callback_urls, var.logout_urls, var.password_policy, var.pre_token_generation_package,
  ]
}

run "access_tokens_in_the_lite_tier" {
  command = plan

  variables {
    user_pool_tier               = "LITE"
    pre_token_generation_package = "main.tf"
  }

  expect_failures = [aws_cognito_user_pool.this]
}
