output "user_pool_id" {
  description = "Id of the user pool."
  value       = module.cognito.user_pool_id
}

output "user_pool_arn" {
  description = "ARN of the user pool."
  value       = module.cognito.user_pool_arn
}

output "server_client_id" {
  description = "Id of the app client that the API signs people in with."
  value       = module.cognito.server_client_id
}

output "web_client_id" {
  description = "Id of the front end's app client."
  value       = module.cognito.web_client_id
}

output "hosted_ui_domain" {
  description = "Base URL of the hosted login page."
  value       = module.cognito.hosted_ui_domain
}

output "issuer" {
  description = "What the claim iss of the tokens is."
  value       = module.cognito.issuer
}

output "jwks_uri" {
  description = "Where the keys are that tokens are signed with."
  value       = module.cognito.jwks_uri
}

output "api_env" {
  description = "For the API's .env, secret included: terraform output -raw api_env"
  value       = module.cognito.api_env
  sensitive   = true
}

output "web_env" {
  description = "For the front end's environment, secret included: terraform output -raw web_env"
  value       = module.cognito.web_env
  sensitive   = true
}
