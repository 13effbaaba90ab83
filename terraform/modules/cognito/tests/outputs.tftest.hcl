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

override_resource {
  target = aws_cognito_user_pool_client.server
  values = {
    id            = "serverclient"
    client_secret = "server-secret"
  }
}

override_resource {
  target = aws_cognito_user_pool_client.web
  values = {
    id            = "webclient"
    client_secret = "web-secret"
  }
}

override_resource {
  target = aws_cognito_user_pool_client.swagger
  values = {
    id = "swaggerclient"
  }
}

variables {
  project_name  = "tenantry"
  domain_prefix = "tenantry-login"
  callback_urls = ["https://app.example.com/api/auth/callback/cognito", "http://localhost:3000/api/auth/callback/cognito"]
  logout_urls   = ["https://app.example.com/", "http://localhost:3000/"]
}

run "env" {
  assert {
    condition     = output.api_env == <<-ENV
      AWS_REGION=ap-northeast-1
      COGNITO_ALLOWED_CLIENT_IDS=webclient
      COGNITO_APP_CLIENT_ID=serverclient
      COGNITO_APP_CLIENT_SECRET=server-secret
      COGNITO_DOMAIN=https://tenantry-login.auth.ap-northeast-1.amazoncognito.com
      COGNITO_ISSUER=https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123
      COGNITO_JWKS_URI=https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123/.well-known/jwks.json
      COGNITO_SWAGGER_CLIENT_ID=swaggerclient
      COGNITO_TENANT_CLAIM=custom:tenant_id
      COGNITO_USER_POOL_ID=ap-northeast-1_AbCdEf123
    ENV
    error_message = "api_env is not what the API reads."
  }

  assert {
    condition     = output.web_env == <<-ENV
      AUTH_URL=https://app.example.com
      COGNITO_DOMAIN=https://tenantry-login.auth.ap-northeast-1.amazoncognito.com
      COGNITO_ISSUER=https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123
      COGNITO_WEB_CLIENT_ID=webclient
      COGNITO_WEB_CLIENT_SECRET=web-secret
    ENV
    error_message = "web_env is not what the front end reads."
  }

  assert {
    condition = alltrue([
      issensitive(output.api_env), issensitive(output.web_env),
      issensitive(output.server_client_secret), issensitive(output.web_client_secret),
    ])
    error_message = "An output with a secret is not marked sensitive."
  }

  assert {
    condition = alltrue([
      !strcontains(jsonencode(output.api_environment), "secret"),
      !strcontains(jsonencode(output.web_environment), "secret"),
    ])
    error_message = "A secret stands among the plain variables."
  }

  assert {
    condition = (
      output.user_pool_id == "ap-northeast-1_AbCdEf123" &&
      output.user_pool_arn == aws_cognito_user_pool.this.arn &&
      output.server_client_id == "serverclient" &&
      output.web_client_id == "webclient" &&
      output.issuer == "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123" &&
      output.jwks_uri == "${output.issuer}/.well-known/jwks.json" &&
      output.hosted_ui_domain == "https://tenantry-login.auth.ap-northeast-1.amazoncognito.com"
    )
    error_message = "An output of the sample is missing or wrong."
  }
}

run "a_domain_of_ones_own" {
  command = plan

  variables {
    domain_prefix = null
    custom_domain = {
      name            = "login.example.com"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/6f1c"
    }
  }

  assert {
    condition = (
      aws_cognito_user_pool_domain.this.domain == "login.example.com" &&
      aws_cognito_user_pool_domain.this.certificate_arn == "arn:aws:acm:us-east-1:123456789012:certificate/6f1c" &&
      output.hosted_ui_domain == "https://login.example.com"
    )
    error_message = "The hosted login page is at the given domain."
  }
}

run "clients_without_a_secret" {
  variables {
    generate_server_client_secret = false
    generate_web_client_secret    = false
  }

  assert {
    condition = alltrue([
      !aws_cognito_user_pool_client.server.generate_secret,
      !aws_cognito_user_pool_client.web.generate_secret,
      output.server_client_secret == "",
      output.web_client_secret == "",
    ])
    error_message = "Secrets are optional."
  }
}
