mock_provider "aws" {
  mock_resource "aws_db_instance" {
    defaults = {
      address            = "tenantry.abc.ap-northeast-1.rds.amazonaws.com"
      port               = 5432
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!db-owner" }]
    }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime"
    }
  }
  mock_resource "aws_secretsmanager_secret_version" {
    defaults = {
      arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime"
    }
  }
}

variables {
  project_name     = "tenantry"
  vpc_id           = "vpc-1"
  subnet_ids       = ["subnet-1", "subnet-2"]
  runtime_password = "0123456789abcdef0123456789abcdef"
}

run "the_database" {
  command = apply

  assert {
    condition     = aws_db_instance.this.engine == "postgres" && aws_db_instance.this.engine_version == "18" && aws_db_parameter_group.this.family == "postgres18"
    error_message = "It is PostgreSQL 18."
  }

  assert {
    condition = anytrue([
      for parameter in aws_db_parameter_group.this.parameter : parameter.name == "rds.force_ssl" && parameter.value == "1"
    ]) && aws_db_instance.this.parameter_group_name == aws_db_parameter_group.this.name
    error_message = "A connection without TLS is accepted."
  }

  assert {
    condition = anytrue([
      for parameter in aws_db_parameter_group.this.parameter : parameter.name == "password_encryption" && parameter.value == "scram-sha-256"
    ])
    error_message = "Passwords are kept in an old way."
  }

  assert {
    condition = (
      aws_vpc_security_group_egress_rule.client.referenced_security_group_id == aws_security_group.database.id &&
      aws_vpc_security_group_egress_rule.client.cidr_ipv4 == null
    )
    error_message = "The clients' group leads to other places than the database."
  }

  assert {
    condition     = aws_db_instance.this.ca_cert_identifier == "rds-ca-rsa2048-g1" && aws_secretsmanager_secret.runtime.recovery_window_in_days == 30
    error_message = "The server's certificate is not one that clients know, or a deleted secret is lost."
  }

  assert {
    condition     = aws_db_instance.this.storage_encrypted == true
    error_message = "The storage is not encrypted."
  }

  assert {
    condition     = aws_db_instance.this.publicly_accessible == false
    error_message = "The database has a public address."
  }

  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.delete_automated_backups
    error_message = "The database can be deleted by mistake."
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 14
    error_message = "Backups go back two weeks."
  }

  assert {
    condition     = aws_db_instance.this.performance_insights_enabled && contains(aws_db_instance.this.enabled_cloudwatch_logs_exports, "postgresql")
    error_message = "Nobody could see what slows the database down."
  }

  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.auto_minor_version_upgrade
    error_message = "A lost zone or a missing fix stops the database."
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password == true && aws_db_instance.this.password == null
    error_message = "RDS makes and keeps the owner's password."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.database.referenced_security_group_id == aws_security_group.client.id &&
      aws_vpc_security_group_ingress_rule.database.cidr_ipv4 == null &&
      aws_vpc_security_group_ingress_rule.database.from_port == 5432 &&
      aws_vpc_security_group_ingress_rule.database.to_port == 5432 &&
      aws_db_instance.this.vpc_security_group_ids == toset([aws_security_group.database.id])
    )
    error_message = "Somebody beside the clients' group may connect."
  }

  assert {
    condition     = aws_secretsmanager_secret_version.runtime.secret_string == null && aws_secretsmanager_secret_version.runtime.secret_string_wo_version == 1
    error_message = "The API's password stands in the state."
  }

  assert {
    condition     = !contains(values(output.api_secrets), output.owner_secret_arn) && keys(output.api_secrets) == ["DATABASE_URL"]
    error_message = "The API gets the owner's password."
  }

  assert {
    condition = (
      output.migration_environment.DATABASE_OWNER_URL == "postgresql://tenantry.abc.ap-northeast-1.rds.amazonaws.com:5432/tenantry?sslmode=verify-full" &&
      output.migration_secrets == {
        DATABASE_URL = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime"
        PGPASSWORD   = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!db-owner:password::"
        PGUSER       = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!db-owner:username::"
      }
    )
    error_message = "The migration task connects as the owner, by verified TLS, and knows the role to make."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset(["cpu", "storage", "connections"])
    error_message = "An alarm is missing."
  }
}

run "alarms_are_told" {
  command = plan

  variables {
    alarm_topic_arn = "arn:aws:sns:ap-northeast-1:123456789012:alarms"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([var.alarm_topic_arn])])
    error_message = "An alarm tells nobody."
  }
}

run "what_is_refused" {
  command = plan

  variables {
    project_name             = "t"
    subnet_ids               = ["subnet-1"]
    engine_version           = "17"
    instance_class           = "t4g"
    max_allocated_storage    = 50
    backup_retention_days    = 0
    kms_key_arn              = "key"
    runtime_password         = "short"
    runtime_password_version = 0
    connections_alarm        = 0
    alarm_topic_arn          = "topic"
  }

  expect_failures = [
    var.project_name, var.subnet_ids, var.engine_version, var.instance_class,
    var.max_allocated_storage, var.backup_retention_days, var.kms_key_arn, var.runtime_password,
    var.runtime_password_version, var.connections_alarm, var.alarm_topic_arn,
  ]
}
