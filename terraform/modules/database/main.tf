locals {
  database     = "tenantry"
  owner        = "tenantry_owner"
  runtime_role = "tenantry_app_${var.runtime_password_version}"

  # verify-full: the server has to prove who it is, by the certificates of RDS.
  location = "${aws_db_instance.this.address}:${aws_db_instance.this.port}/${local.database}?sslmode=verify-full"

  alarms = {
    cpu = {
      description = "The database's processors are busy."
      metric      = "CPUUtilization"
      comparison  = "GreaterThanThreshold"
      threshold   = 80
    }
    storage = {
      description = "Less than a tenth of the database's first storage is free."
      metric      = "FreeStorageSpace"
      comparison  = "LessThanThreshold"
      threshold   = var.allocated_storage * pow(1024, 3) / 10
    }
    connections = {
      description = "Many connections to the database are open."
      metric      = "DatabaseConnections"
      comparison  = "GreaterThanThreshold"
      threshold   = var.connections_alarm
    }
  }
}

# ------------------------------------------------------------ Who may connect

resource "aws_security_group" "database" {
  name        = "${var.project_name}-database"
  description = "The database: in from its clients, out to nobody."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.project_name}-database" })
}

resource "aws_security_group" "client" {
  name        = "${var.project_name}-database-client"
  description = "Whoever is in this group may connect to the database."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.project_name}-database-client" })
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  description                  = "PostgreSQL from its clients"
  security_group_id            = aws_security_group.database.id
  referenced_security_group_id = aws_security_group.client.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "client" {
  description                  = "PostgreSQL to the database"
  security_group_id            = aws_security_group.client.id
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  tags                         = var.tags
}

# ------------------------------------------------------------ The database

resource "aws_db_subnet_group" "this" {
  name       = var.project_name
  subnet_ids = var.subnet_ids
  tags       = var.tags
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.project_name}-"
  family      = "postgres18"
  description = "TLS alone, and passwords by SCRAM."
  tags        = var.tags

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "password_encryption"
    value = "scram-sha-256"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier     = var.project_name
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class
  db_name        = local.database

  # The owner, no superuser. RDS makes the password, keeps it in a secret and changes it every week.
  username                      = local.owner
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.kms_key_arn

  storage_type          = "gp3"
  allocated_storage     = var.allocated_storage
  max_allocated_storage = var.max_allocated_storage
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  multi_az               = var.multi_az
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.this.name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period    = var.backup_retention_days
  delete_automated_backups   = false
  copy_tags_to_snapshot      = true
  skip_final_snapshot        = false
  final_snapshot_identifier  = "${var.project_name}-final"
  deletion_protection        = var.deletion_protection
  auto_minor_version_upgrade = true

  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = 7
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]

  tags = var.tags
}

# ------------------------------------------------------------ What the API connects with

resource "aws_secretsmanager_secret" "runtime" {
  name                    = "${var.project_name}/database/runtime"
  description             = "DATABASE_URL of the API: a role that owns nothing. The migration task makes it."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 30
  tags                    = var.tags
}

resource "aws_secretsmanager_secret_version" "runtime" {
  secret_id                = aws_secretsmanager_secret.runtime.id
  secret_string_wo         = var.runtime_password == null ? null : "postgresql://${local.runtime_role}:${var.runtime_password}@${local.location}"
  secret_string_wo_version = var.runtime_password_version
}

# ------------------------------------------------------------ Alarms

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.project_name}-database-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  ok_actions          = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  tags                = var.tags
}
