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
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/trigger"
    }
  }
  mock_resource "aws_lambda_function" {
    defaults = {
      arn = "arn:aws:lambda:ap-northeast-1:123456789012:function:trigger"
    }
  }
}

variables {
  project_name  = "tenantry"
  domain_prefix = "tenantry-login"
  callback_urls = ["https://app.example.com/api/auth/callback/cognito"]
  logout_urls   = ["https://app.example.com/"]
}

run "nobody_can_write_the_tenant" {
  command = plan

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : client.write_attributes != null && !contains(client.write_attributes, "custom:tenant_id")
    ])
    error_message = "A client could write custom:tenant_id: its users could choose their tenant."
  }

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : toset(client.write_attributes) == toset(["name"])
    ])
    error_message = "Clients write the name alone: not the e-mail address, and not the default, which is every attribute."
  }

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : toset(client.read_attributes) == toset(["email", "email_verified", "name", "custom:tenant_id"])
    ])
    error_message = "Every client reads the tenant and what the scopes email and profile need."
  }
}

run "the_pool" {
  command = plan

  assert {
    condition     = toset(aws_cognito_user_pool.this.username_attributes) == toset(["email"]) && toset(aws_cognito_user_pool.this.auto_verified_attributes) == toset(["email"])
    error_message = "People sign in by e-mail address, which Cognito verifies."
  }

  assert {
    condition     = aws_cognito_user_pool.this.username_configuration[0].case_sensitive == false
    error_message = "Alice@example.com and alice@example.com are one person."
  }

  assert {
    condition     = aws_cognito_user_pool.this.admin_create_user_config[0].allow_admin_create_user_only == true
    error_message = "Nobody signs up: people are invited."
  }

  assert {
    condition = alltrue([
      aws_cognito_user_pool.this.password_policy[0].minimum_length >= 12,
      aws_cognito_user_pool.this.password_policy[0].require_lowercase,
      aws_cognito_user_pool.this.password_policy[0].require_uppercase,
      aws_cognito_user_pool.this.password_policy[0].require_numbers,
      aws_cognito_user_pool.this.password_policy[0].require_symbols,
      aws_cognito_user_pool.this.password_policy[0].temporary_password_validity_days <= 7,
    ])
    error_message = "Passwords are long and mixed, and temporary ones end."
  }

  assert {
    condition = alltrue([
      length(aws_cognito_user_pool.this.schema) == 1,
      one(aws_cognito_user_pool.this.schema).name == "tenant_id",
      one(aws_cognito_user_pool.this.schema).attribute_data_type == "String",
      one(aws_cognito_user_pool.this.schema).string_attribute_constraints[0].min_length == "1",
      one(aws_cognito_user_pool.this.schema).string_attribute_constraints[0].max_length == "64",
    ])
    error_message = "custom:tenant_id is a string of 1 to 64."
  }

  assert {
    condition = (
      length(aws_cognito_user_pool.this.account_recovery_setting[0].recovery_mechanism) == 1 &&
      one(aws_cognito_user_pool.this.account_recovery_setting[0].recovery_mechanism).name == "verified_email"
    )
    error_message = "A forgotten password is set anew by the verified e-mail address alone."
  }

  assert {
    condition     = toset(aws_cognito_user_pool.this.user_attribute_update_settings[0].attributes_require_verification_before_update) == toset(["email"])
    error_message = "A new e-mail address counts when it has been verified."
  }

  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "The pool is protected from deletion."
  }

  assert {
    condition     = aws_cognito_user_pool.this.user_pool_tier == "ESSENTIALS"
    error_message = "The tier is the one that was asked for."
  }

  assert {
    condition     = length(aws_cognito_user_pool.this.lambda_config) == 0
    error_message = "No trigger stands in a sign-in unless it was asked for."
  }

  assert {
    condition     = keys(aws_cognito_user_group.this) == ["platform-admin"]
    error_message = "There is the group platform-admin."
  }
}

run "the_clients" {
  command = plan

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : toset(client.explicit_auth_flows) == toset(["ALLOW_ADMIN_USER_PASSWORD_AUTH"])
    ])
    error_message = "Passwords are taken with IAM credentials alone, and rotation allows no other refresh."
  }

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : client.prevent_user_existence_errors == "ENABLED"
    ])
    error_message = "A client tells which users exist."
  }

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : client.enable_token_revocation == true
    ])
    error_message = "Tokens of a client cannot be revoked."
  }

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
      ] : client.refresh_token_rotation[0].feature == "ENABLED"
    ])
    error_message = "A refresh token of a client is good more than once."
  }

  assert {
    condition = alltrue([
      aws_cognito_user_pool_client.server.refresh_token_rotation[0].retry_grace_period_seconds == 10,
      aws_cognito_user_pool_client.web.refresh_token_rotation[0].retry_grace_period_seconds == 30,
      aws_cognito_user_pool_client.swagger.refresh_token_rotation[0].retry_grace_period_seconds == 0,
    ])
    error_message = "The grace periods are written out, also where they are 0."
  }

  assert {
    condition = alltrue([
      for client in [
        aws_cognito_user_pool_client.server, aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger,
        ] : alltrue([
          client.access_token_validity == 15,
          client.id_token_validity == 15,
          client.token_validity_units[0].access_token == "minutes",
          client.token_validity_units[0].id_token == "minutes",
          client.token_validity_units[0].refresh_token == "days",
      ])
    ])
    error_message = "Access and ID tokens live 15 minutes; without units they would be hours."
  }

  assert {
    condition = alltrue([
      aws_cognito_user_pool_client.server.refresh_token_validity == 30,
      aws_cognito_user_pool_client.web.refresh_token_validity == 30,
      aws_cognito_user_pool_client.swagger.refresh_token_validity == 1,
    ])
    error_message = "Refresh tokens live 30 days, those of Swagger UI one."
  }

  assert {
    condition = alltrue([
      for client in [aws_cognito_user_pool_client.web, aws_cognito_user_pool_client.swagger] : alltrue([
        client.allowed_oauth_flows_user_pool_client,
        toset(client.allowed_oauth_flows) == toset(["code"]),
        toset(client.allowed_oauth_scopes) == toset(["openid", "email", "profile", "aws.cognito.signin.user.admin"]),
        toset(client.supported_identity_providers) == toset(["COGNITO"]),
      ])
    ])
    error_message = "The front end and Swagger UI sign in by code, with the four scopes; never by implicit tokens."
  }

  assert {
    condition     = aws_cognito_user_pool_client.server.allowed_oauth_flows_user_pool_client == false
    error_message = "The API's client takes no part in hosted sign-ins."
  }

  assert {
    condition = (
      toset(aws_cognito_user_pool_client.web.callback_urls) == toset(["https://app.example.com/api/auth/callback/cognito"]) &&
      toset(aws_cognito_user_pool_client.web.logout_urls) == toset(["https://app.example.com/"])
    )
    error_message = "People are sent nowhere but to the front end."
  }

  assert {
    condition = alltrue([
      aws_cognito_user_pool_client.server.generate_secret,
      aws_cognito_user_pool_client.web.generate_secret,
      !aws_cognito_user_pool_client.swagger.generate_secret,
    ])
    error_message = "The server's clients have secrets; a page cannot keep one."
  }
}

run "without_rotation_the_refresh_flow_is_allowed" {
  command = plan

  variables {
    refresh_token_rotation = { enabled = false }
  }

  assert {
    condition = (
      toset(aws_cognito_user_pool_client.server.explicit_auth_flows) == toset(["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]) &&
      aws_cognito_user_pool_client.server.refresh_token_rotation[0].feature == "DISABLED" &&
      aws_cognito_user_pool_client.server.refresh_token_rotation[0].retry_grace_period_seconds == 0
    )
    error_message = "Without rotation, and only then, refresh tokens are good for REFRESH_TOKEN_AUTH."
  }
}

run "tenant_in_access_tokens" {
  command = apply

  variables {
    # Any file: what is packed is tested beside the code.
    pre_token_generation_package = "main.tf"
  }

  assert {
    condition = (
      aws_cognito_user_pool.this.lambda_config[0].pre_token_generation_config[0].lambda_version == "V2_0" &&
      aws_cognito_user_pool.this.lambda_config[0].pre_token_generation_config[0].lambda_arn == aws_lambda_function.pre_token_generation[0].arn
    )
    error_message = "The trigger is called with V2_0 events: V1_0 knows no access tokens."
  }

  assert {
    condition = (
      aws_lambda_permission.pre_token_generation[0].principal == "cognito-idp.amazonaws.com" &&
      aws_lambda_permission.pre_token_generation[0].source_arn == aws_cognito_user_pool.this.arn
    )
    error_message = "This pool, and nobody else, may call the function."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.pre_token_generation[0].policy).Statement :
      alltrue([for action in statement.Action : startswith(action, "logs:")]) && statement.Resource != "*"
    ])
    error_message = "The function may write its log and do nothing else."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.pre_token_generation[0].assume_role_policy).Statement : statement.Principal] == [{ Service = "lambda.amazonaws.com" }]
    error_message = "Somebody beside Lambda may take the function's role."
  }

  assert {
    condition = (
      aws_lambda_function.pre_token_generation[0].handler == "pre-token-generation.handler" &&
      aws_lambda_function.pre_token_generation[0].timeout <= 5
    )
    error_message = "The function is the one of the package, and ends before Cognito stops waiting."
  }

  assert {
    condition     = output.api_environment.COGNITO_TENANT_CLAIM == "custom:tenant_id,tenant_id"
    error_message = "The API looks for both claims."
  }
}
