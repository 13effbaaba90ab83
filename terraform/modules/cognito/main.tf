data "aws_region" "current" {}

locals {
  # Readable by every client and writable by none: whoever could write it would choose their own tenant.
  tenant_attribute = "custom:tenant_id"
  read_attributes  = ["email", "email_verified", "name", local.tenant_attribute]
  # Left out, Cognito lets a client write every standard attribute, the e-mail address among them.
  write_attributes = ["name"]

  # A flow that needs IAM credentials, so that nobody can try passwords from outside; an empty list comes back as the
  # default one, which lets everybody. Rotation and ALLOW_REFRESH_TOKEN_AUTH exclude each other.
  explicit_auth_flows = concat(
    ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    var.refresh_token_rotation.enabled ? [] : ["ALLOW_REFRESH_TOKEN_AUTH"],
  )

  # aws.cognito.signin.user.admin lets people change their own password in the front end.
  oauth_scopes = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]

  tenant_in_access_tokens = var.pre_token_generation_package != null
}

resource "aws_cognito_user_pool" "this" {
  name                     = var.project_name
  user_pool_tier           = var.user_pool_tier
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  tags                     = var.tags

  username_configuration {
    case_sensitive = false
  }

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  password_policy {
    minimum_length                   = var.password_policy.minimum_length
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = true
    temporary_password_validity_days = var.password_policy.temporary_password_validity_days
  }

  # Mutable, so that a mistake can be mended by an administrator: attributes can never be removed from a pool.
  # Without the constraints written out, the next plan would make a new pool.
  schema {
    name                     = trimprefix(local.tenant_attribute, "custom:")
    attribute_data_type      = "String"
    mutable                  = true
    required                 = false
    developer_only_attribute = false

    string_attribute_constraints {
      min_length = "1"
      max_length = "64"
    }
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  dynamic "email_configuration" {
    for_each = var.ses == null ? [] : [var.ses]

    content {
      email_sending_account = "DEVELOPER"
      source_arn            = email_configuration.value.source_arn
      from_email_address    = email_configuration.value.from_email_address
    }
  }

  dynamic "lambda_config" {
    for_each = aws_lambda_function.pre_token_generation

    content {
      pre_token_generation_config {
        lambda_arn     = lambda_config.value.arn
        lambda_version = "V2_0"
      }
    }
  }

  lifecycle {
    precondition {
      condition     = !local.tenant_in_access_tokens || var.user_pool_tier != "LITE"
      error_message = "Tenants in access tokens (pre_token_generation_package) need the tier ESSENTIALS or PLUS."
    }
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  domain                = var.custom_domain == null ? var.domain_prefix : var.custom_domain.name
  certificate_arn       = var.custom_domain == null ? null : var.custom_domain.certificate_arn
  user_pool_id          = aws_cognito_user_pool.this.id
  managed_login_version = var.managed_login_version
}

# What the API signs people in with, by the Admin API alone.
resource "aws_cognito_user_pool_client" "server" {
  name                                 = "${var.project_name}-server"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = var.generate_server_client_secret
  explicit_auth_flows                  = local.explicit_auth_flows
  allowed_oauth_flows_user_pool_client = false
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  auth_session_validity                = 5
  read_attributes                      = local.read_attributes
  write_attributes                     = local.write_attributes
  access_token_validity                = var.access_token_minutes
  id_token_validity                    = var.id_token_minutes
  refresh_token_validity               = var.refresh_token_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  refresh_token_rotation {
    feature                    = var.refresh_token_rotation.enabled ? "ENABLED" : "DISABLED"
    retry_grace_period_seconds = var.refresh_token_rotation.enabled ? var.refresh_token_rotation.server_grace_seconds : 0
  }
}

# What the front end sends people to the hosted login page with.
resource "aws_cognito_user_pool_client" "web" {
  name                                 = "${var.project_name}-web"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = var.generate_web_client_secret
  explicit_auth_flows                  = local.explicit_auth_flows
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = local.oauth_scopes
  supported_identity_providers         = ["COGNITO"]
  callback_urls                        = var.callback_urls
  logout_urls                          = var.logout_urls
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  auth_session_validity                = 5
  read_attributes                      = local.read_attributes
  write_attributes                     = local.write_attributes
  access_token_validity                = var.access_token_minutes
  id_token_validity                    = var.id_token_minutes
  refresh_token_validity               = var.refresh_token_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  refresh_token_rotation {
    feature                    = var.refresh_token_rotation.enabled ? "ENABLED" : "DISABLED"
    retry_grace_period_seconds = var.refresh_token_rotation.enabled ? var.refresh_token_rotation.web_grace_seconds : 0
  }
}

# What Swagger UI's Authorize button signs in with: a page without a server, which can keep no secret and no tokens.
resource "aws_cognito_user_pool_client" "swagger" {
  name                                 = "${var.project_name}-swagger"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = false
  explicit_auth_flows                  = local.explicit_auth_flows
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = local.oauth_scopes
  supported_identity_providers         = ["COGNITO"]
  callback_urls                        = var.swagger_callback_urls
  logout_urls                          = var.swagger_logout_urls
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  auth_session_validity                = 5
  read_attributes                      = local.read_attributes
  write_attributes                     = local.write_attributes
  access_token_validity                = var.access_token_minutes
  id_token_validity                    = var.id_token_minutes
  refresh_token_validity               = 1

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  refresh_token_rotation {
    feature                    = var.refresh_token_rotation.enabled ? "ENABLED" : "DISABLED"
    retry_grace_period_seconds = 0
  }
}

resource "aws_cognito_user_group" "this" {
  for_each = var.groups

  name         = each.key
  description  = each.value.description
  precedence   = each.value.precedence
  user_pool_id = aws_cognito_user_pool.this.id
}

# ------------------------------------------------------------ The tenant in access tokens, where it is wanted

resource "aws_cloudwatch_log_group" "pre_token_generation" {
  count = local.tenant_in_access_tokens ? 1 : 0

  name              = "/aws/lambda/${var.project_name}-pre-token-generation"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_iam_role" "pre_token_generation" {
  count = local.tenant_in_access_tokens ? 1 : 0

  name = "${var.project_name}-pre-token-generation"
  tags = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "pre_token_generation" {
  count = local.tenant_in_access_tokens ? 1 : 0

  name = "write-log"
  role = aws_iam_role.pre_token_generation[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.pre_token_generation[0].arn}:*"
    }]
  })
}

resource "aws_lambda_function" "pre_token_generation" {
  count = local.tenant_in_access_tokens ? 1 : 0

  function_name    = "${var.project_name}-pre-token-generation"
  description      = "Puts the tenant of a user into access tokens."
  role             = aws_iam_role.pre_token_generation[0].arn
  filename         = var.pre_token_generation_package
  source_code_hash = filebase64sha256(var.pre_token_generation_package)
  handler          = "pre-token-generation.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 256
  # Cognito waits no longer.
  timeout = 5
  tags    = var.tags

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.pre_token_generation[0].name
  }
}

resource "aws_lambda_permission" "pre_token_generation" {
  count = local.tenant_in_access_tokens ? 1 : 0

  statement_id  = "user-pool"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.pre_token_generation[0].function_name
  principal     = "cognito-idp.amazonaws.com"
  source_arn    = aws_cognito_user_pool.this.arn
}
