mock_provider "aws" {}

variables {
  project_name  = "tenantry"
  domain_prefix = "tenantry-login"
  callback_urls = ["https://app.example.com/api/auth/callback/cognito"]
  logout_urls   = ["https://app.example.com/"]
}

run "names" {
  command = plan

  variables {
    project_name  = "Tenantry!"
    domain_prefix = "my-cognito"
  }

  expect_failures = [var.project_name, var.domain_prefix]
}

run "two_domains" {
  command = plan

  variables {
    custom_domain = {
      name            = "login.example.com"
      certificate_arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/6f1c"
    }
  }

  expect_failures = [var.custom_domain]
}

run "addresses_without_tls" {
  command = plan

  variables {
    callback_urls         = ["http://app.example.com/api/auth/callback/cognito"]
    logout_urls           = ["http://app.example.com/"]
    swagger_callback_urls = ["https://*.example.com/docs/oauth2-redirect.html"]
    swagger_logout_urls   = ["http://api.example.com/docs"]
  }

  expect_failures = [var.callback_urls, var.logout_urls, var.swagger_callback_urls, var.swagger_logout_urls]
}

run "an_address_that_begins_like_localhost" {
  command = plan

  variables {
    callback_urls = ["http://localhost.example.com/api/auth/callback/cognito"]
    logout_urls   = ["http://localhost@example.com/"]
  }

  expect_failures = [var.callback_urls, var.logout_urls]
}

run "lifetimes" {
  command = plan

  variables {
    access_token_minutes   = 1440
    id_token_minutes       = 4
    refresh_token_days     = 3650
    refresh_token_rotation = { web_grace_seconds = 61 }
  }

  expect_failures = [
    var.access_token_minutes, var.id_token_minutes, var.refresh_token_days, var.refresh_token_rotation,
  ]
}

run "weak_passwords" {
  command = plan

  variables {
    password_policy = { minimum_length = 6 }
  }

  expect_failures = [var.password_policy]
}

run "temporary_passwords_that_last" {
  command = plan

  variables {
    password_policy = { temporary_password_validity_days = 90 }
  }

  expect_failures = [var.password_policy]
}

run "unknown_words" {
  command = plan

  variables {
    user_pool_tier        = "GOLD"
    managed_login_version = 3
    log_retention_days    = 31
    groups                = {}
    ses = {
      source_arn         = "example.com"
      from_email_address = "login@example.com"
    }
  }

  expect_failures = [
    var.user_pool_tier, var.managed_login_version, var.log_retention_days, var.groups, var.ses,
  ]
}

run "a_package_that_was_not_built" {
  command = plan

  variables {
    pre_token_generation_package = "nowhere.zip"
  }

  expect_failures = [var.pre_token_generation_package]
}

run "access_tokens_in_the_lite_tier" {
  command = plan

  variables {
    user_pool_tier               = "LITE"
    pre_token_generation_package = "main.tf"
  }

  expect_failures = [aws_cognito_user_pool.this]
}
