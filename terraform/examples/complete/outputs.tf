output "api_url" {
  description = "Where the API is."
  value       = module.service.api_url
}

output "web_url" {
  description = "Where the front end is."
  value       = module.service.web_url
}

output "load_balancer_dns_name" {
  description = "What the host names have to point at, where no zone_id was given."
  value       = module.service.load_balancer_dns_name
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = module.cognito.user_pool_id
}

output "hosted_ui_domain" {
  description = "Base URL of the hosted login page."
  value       = module.cognito.hosted_ui_domain
}

output "api_env" {
  description = "The part of a .env that is about the user pool, for an API outside: terraform output -raw api_env"
  value       = module.cognito.api_env
  sensitive   = true
}
