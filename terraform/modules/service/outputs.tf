output "api_url" {
  description = "Where the API is."
  value       = "https://${var.api_domain}"
}

output "web_url" {
  description = "Where the front end is."
  value       = "https://${var.web_domain}"
}

output "load_balancer_dns_name" {
  description = "What the host names have to point at, where no zone_id was given."
  value       = aws_lb.this.dns_name
}

output "load_balancer_arn" {
  description = "The load balancer, for a web ACL of AWS WAF."
  value       = aws_lb.this.arn
}

output "cluster_name" {
  description = "Name of the ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "log_groups" {
  description = "Log groups of the API, the front end and the migrations."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.name }
}
