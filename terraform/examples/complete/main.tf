module "cognito" {
  source = "../../modules/cognito"

  project_name                 = var.project_name
  domain_prefix                = var.domain_prefix
  callback_urls                = ["https://${var.web_domain}/api/auth/callback/cognito"]
  logout_urls                  = ["https://${var.web_domain}/"]
  swagger_callback_urls        = ["https://${var.api_domain}/docs/oauth2-redirect.html"]
  swagger_logout_urls          = ["https://${var.api_domain}/docs"]
  deletion_protection          = var.deletion_protection
  pre_token_generation_package = var.pre_token_generation_package
  tags                         = var.tags
}

module "network" {
  source = "../../modules/network"

  project_name       = var.project_name
  availability_zones = var.availability_zones
  tags               = var.tags
}

module "database" {
  source = "../../modules/database"

  project_name             = var.project_name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.database_subnet_ids
  runtime_password         = var.database_password
  runtime_password_version = var.secrets_version
  deletion_protection      = var.deletion_protection
  alarm_topic_arn          = var.alarm_topic_arn
  tags                     = var.tags
}

resource "aws_secretsmanager_secret" "this" {
  for_each = {
    server-client = "Secret of the app client that the API signs people in with."
    web-client    = "Secret of the front end's app client."
    auth          = "What the front end encrypts its cookies with."
  }

  name                    = "${var.project_name}/${each.key}"
  description             = each.value
  recovery_window_in_days = 30
  tags                    = var.tags
}

# Cognito makes these two, so they stand in the state whatever is done here.
resource "aws_secretsmanager_secret_version" "client" {
  for_each = {
    server-client = module.cognito.server_client_secret
    web-client    = module.cognito.web_client_secret
  }

  secret_id     = aws_secretsmanager_secret.this[each.key].id
  secret_string = each.value
}

resource "aws_secretsmanager_secret_version" "auth" {
  secret_id                = aws_secretsmanager_secret.this["auth"].id
  secret_string_wo         = var.auth_secret
  secret_string_wo_version = var.secrets_version
}

module "service" {
  source = "../../modules/service"

  project_name                      = var.project_name
  vpc_id                            = module.network.vpc_id
  public_subnet_ids                 = module.network.public_subnet_ids
  public_subnet_cidrs               = module.network.public_subnet_cidrs
  private_subnet_ids                = module.network.private_subnet_ids
  certificate_arn                   = var.certificate_arn
  api_domain                        = var.api_domain
  web_domain                        = var.web_domain
  zone_id                           = var.zone_id
  user_pool_arn                     = module.cognito.user_pool_arn
  database_client_security_group_id = module.database.client_security_group_id
  alarm_topic_arn                   = var.alarm_topic_arn
  deletion_protection               = var.deletion_protection
  aws_cli                           = var.aws_cli
  tags                              = var.tags

  api = {
    image       = var.api_image
    environment = module.cognito.api_environment
    secrets = merge(module.database.api_secrets, {
      COGNITO_APP_CLIENT_SECRET = aws_secretsmanager_secret_version.client["server-client"].arn
    })
  }

  web = {
    image       = var.web_image
    environment = module.cognito.web_environment
    secrets = {
      AUTH_SECRET               = aws_secretsmanager_secret_version.auth.arn
      COGNITO_WEB_CLIENT_SECRET = aws_secretsmanager_secret_version.client["web-client"].arn
    }
  }

  migration = {
    environment = module.database.migration_environment
    secrets     = module.database.migration_secrets
  }
}
