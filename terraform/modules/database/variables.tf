variable "project_name" {
  description = "Begins the name of everything that is made here."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.project_name))
    error_message = "project_name is 3 to 32 of a-z, 0-9 and -, begins with a letter and does not end with a dash."
  }
}

variable "vpc_id" {
  description = "VPC of the database."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the database, in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids holds two subnets at least."
  }
}

variable "engine_version" {
  description = "PostgreSQL 18, or a minor version of it. The migrations use what 18 brought."
  type        = string
  default     = "18"

  validation {
    condition     = can(regex("^18(\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version is 18 or 18.x."
  }
}

variable "instance_class" {
  description = "Size of the instance."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.instance_class))
    error_message = "instance_class is a class such as db.t4g.medium."
  }
}

variable "allocated_storage" {
  description = "GiB to begin with."
  type        = number
  default     = 50

  validation {
    condition     = var.allocated_storage >= 20
    error_message = "gp3 storage begins at 20 GiB."
  }
}

variable "max_allocated_storage" {
  description = "GiB that the storage may grow to by itself."
  type        = number
  default     = 500

  validation {
    condition     = var.max_allocated_storage > var.allocated_storage
    error_message = "max_allocated_storage is more than allocated_storage."
  }
}

variable "multi_az" {
  description = "Whether a second instance in another zone takes over when the first is lost."
  type        = bool
  default     = true
}

variable "backup_retention_days" {
  description = "Days back to which the database can be restored, 7 to 35."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35
    error_message = "backup_retention_days is 7 to 35."
  }
}

variable "deletion_protection" {
  description = "Whether the database refuses to be deleted."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Key of the storage, the insights and the secrets. Default: AWS's own keys of the account."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn is the ARN of a KMS key."
  }
}

variable "runtime_password" {
  description = "Password of the role that the API connects as, such as the output of `openssl rand -hex 24`. Needed when runtime_password_version is new; it goes into the secret and into no state or plan."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = var.runtime_password == null ? true : can(regex("^[A-Za-z0-9]{32,128}$", var.runtime_password))
    error_message = "runtime_password is 32 to 128 letters and digits: it stands in a URL."
  }
}

variable "runtime_password_version" {
  description = "Raised for a new password. The role has the version in its name, so that tasks with the old one go on until they are replaced."
  type        = number
  default     = 1

  validation {
    condition     = var.runtime_password_version >= 1 && floor(var.runtime_password_version) == var.runtime_password_version
    error_message = "runtime_password_version counts 1, 2, 3."
  }
}

variable "connections_alarm" {
  description = "Connections that are too many. Each process of the API (WEB_CONCURRENCY in each task) opens up to one and a half DATABASE_POOL_SIZE, and seven more."
  type        = number
  default     = 200

  validation {
    condition     = var.connections_alarm > 0
    error_message = "connections_alarm is more than 0."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic that is told of alarms. Without it they are seen in CloudWatch alone."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null ? true : can(regex("^arn:aws[a-z-]*:sns:", var.alarm_topic_arn))
    error_message = "alarm_topic_arn is the ARN of an SNS topic."
  }
}

variable "tags" {
  description = "Tags of everything that can have tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
