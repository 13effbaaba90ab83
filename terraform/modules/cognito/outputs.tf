locals {
  issuer           = "https://${aws_cognito_user_pool.this.endpoint}"
  hosted_ui_domain = var.custom_domain == null ? "https://${aws_cognito_user_pool_domain.this.domain}.auth.${data.aws_region.current.id}.amazoncognito.com" : "https://${aws_cognito_user_pool_domain.this.domain}"

  api_environment = {
    AWS_REGION                 = data.aws_region.current.id
    COGNITO_USER_POOL_ID       = aws_cognito_user_pool.this.id
    COGNITO_APP_CLIENT_ID      = aws_cognito_user_pool_client.server.id
    COGNITO_ALLOWED_CLIENT_IDS = aws_cognito_user_pool_client.web.id
    COGNITO_SWAGGER_CLIENT_ID  = aws_cognito_user_pool_client.swagger.id
    COGNITO_ISSUER             = local.issuer
    COGNITO_JWKS_URI           = "${local.issuer}/.well-known/jwks.json"
    COGNITO_DOMAIN             = local.hosted_ui_domain
    COGNITO_TENANT_CLAIM       = local.tenant_in_access_tokens ? "${local.tenant_attribute},tenant_id" : local.tenant_attribute
  }

  web_environment = {
    AUTH_URL              = regex("^https?://[^/]+", var.callback_urls[0])
    COGNITO_ISSUER        = local.issuer
    COGNITO_DOMAIN        = local.hosted_ui_domain
    COGNITO_WEB_CLIENT_ID = aws_cognito_user_pool_client.web.id
  }

  # An empty value counts as absent: a client without a secret.
  server_client_secret = var.generate_server_client_secret ? aws_cognito_user_pool_client.server.client_secret : ""
  web_client_secret    = var.generate_web_client_secret ? aws_cognito_user_pool_client.web.client_secret : ""
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_arn" {
  description = "ARN of the user pool, for the policies of those who may call it."
  value       = aws_cognito_user_pool.this.arn
}

output "server_client_id" {
  description = "Id of the app client that the API signs people in with."
  value       = aws_cognito_user_pool_client.server.id
}

output "server_client_secret" {
  description = "Secret of that client; empty when it has none."
  value       = local.server_client_secret
  sensitive   = true
}

output "web_client_id" {
  description = "Id of the front end's app client."
  value       = aws_cognito_user_pool_client.web.id
}

output "web_client_secret" {
  description = "Secret of the front end's app client; empty when it has none."
  value       = local.web_client_secret
  sensitive   = true
}

output "swagger_client_id" {
  description = "Id of the public app client of Swagger UI."
  value       = aws_cognito_user_pool_client.swagger.id
}

output "hosted_ui_domain" {
  description = "Base URL of the hosted login page."
  value       = local.hosted_ui_domain
}

output "issuer" {
  description = "What the claim iss of the tokens is."
  value       = local.issuer
}

output "jwks_uri" {
  description = "Where the keys are that tokens are signed with."
  value       = local.api_environment.COGNITO_JWKS_URI
}

output "api_environment" {
  description = "Variables of the API that are about this pool, without secrets."
  value       = local.api_environment
}

output "web_environment" {
  description = "Variables of the front end that are about this pool, without secrets."
  value       = local.web_environment
}

output "api_env" {
  description = "The part of the API's .env that is about this pool, secret included."
  value = join("", [
    for name, value in merge(local.api_environment, { COGNITO_APP_CLIENT_SECRET = local.server_client_secret }) :
    "${name}=${value}\n"
  ])
  sensitive = true
}

output "web_env" {
  description = "The part of the front end's environment that is about this pool, secret included. AUTH_SECRET and API_URL are added by hand."
  value = join("", [
    for name, value in merge(local.web_environment, { COGNITO_WEB_CLIENT_SECRET = local.web_client_secret }) :
    "${name}=${value}\n"
  ])
  sensitive = true
}
