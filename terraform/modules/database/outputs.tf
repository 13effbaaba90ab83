output "address" {
  description = "Host name of the database."
  value       = aws_db_instance.this.address
}

output "client_security_group_id" {
  description = "Security group of whoever may connect to the database."
  value       = aws_security_group.client.id
  depends_on  = [aws_vpc_security_group_ingress_rule.database, aws_vpc_security_group_egress_rule.client]
}

output "owner_secret_arn" {
  description = "Secret with username and password of the owner, kept by RDS. For migrations alone."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "runtime_secret_arn" {
  description = "Secret that is the API's DATABASE_URL."
  value       = aws_secretsmanager_secret_version.runtime.arn
}

output "api_secrets" {
  description = "Variables of the API that come from secrets, as ECS names them."
  value       = { DATABASE_URL = aws_secretsmanager_secret_version.runtime.arn }
}

output "migration_environment" {
  description = "Variables of the migration task, without secrets. The URL names nobody: the driver takes PGUSER and PGPASSWORD."
  value       = { DATABASE_OWNER_URL = "postgresql://${local.location}" }
}

output "migration_secrets" {
  description = "Variables of the migration task that come from secrets, as ECS names them."
  value = {
    DATABASE_URL = aws_secretsmanager_secret_version.runtime.arn
    PGUSER       = "${aws_db_instance.this.master_user_secret[0].secret_arn}:username::"
    PGPASSWORD   = "${aws_db_instance.this.master_user_secret[0].secret_arn}:password::"
  }
}
