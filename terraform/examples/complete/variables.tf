variable "region" {
  description = "Region of everything."
  type        = string
  default     = "ap-northeast-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is a region of AWS, such as ap-northeast-1."
  }
}

variable "project_name" {
  description = "Begins the name of everything that is made here."
  type        = string
  default     = "tenantry"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.project_name))
    error_message = "project_name is 3 to 20 of a-z, 0-9 and -, begins with a letter and does not end with a dash."
  }
}

variable "availability_zones" {
  description = "Two to four zones of the region."
  type        = list(string)
  default     = ["ap-northeast-1a", "ap-northeast-1c"]

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "availability_zones are zones of the region."
  }
}

variable "api_domain" {
  description = "Host name of the API, such as api.example.com."
  type        = string
}

variable "web_domain" {
  description = "Host name of the front end, such as app.example.com."
  type        = string
}

variable "domain_prefix" {
  description = "First label of the hosted login page's address; unique in the region."
  type        = string
}

variable "certificate_arn" {
  description = "ACM certificate of both host names, in the region."
  type        = string
}

variable "zone_id" {
  description = "Route 53 zone that the host names are written into. Without it they are pointed at the load balancer elsewhere."
  type        = string
  default     = null
}

variable "api_image" {
  description = "Image of the API, with a tag or digest."
  type        = string
}

variable "web_image" {
  description = "Image of the front end, with a tag or digest."
  type        = string
}

variable "database_password" {
  description = "Password of the role that the API connects as: `openssl rand -hex 24`. Needed when secrets_version is new; it goes into no state and no plan."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
}

variable "auth_secret" {
  description = "What the front end encrypts its cookies with: `openssl rand -hex 32`. Needed when secrets_version is new; it goes into no state and no plan."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = var.auth_secret == null ? true : length(var.auth_secret) >= 32
    error_message = "auth_secret has 32 characters at least."
  }
}

variable "secrets_version" {
  description = "Raised together with a new database_password and auth_secret. New ones sign everybody out of the front end."
  type        = number
  default     = 1

  validation {
    condition     = var.secrets_version >= 1
    error_message = "secrets_version counts 1, 2, 3."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic that is told of alarms."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether user pool, database and load balancer refuse to be deleted. Set it to false, and apply, before a terraform destroy."
  type        = bool
  default     = true
}

variable "pre_token_generation_package" {
  description = "Path of the zip made by `npm run build:lambda`, where access tokens are to carry the tenant."
  type        = string
  default     = null
}

variable "aws_cli" {
  description = "The AWS CLI on the machine that applies: it starts the migration task and waits for it."
  type        = string
  default     = "aws"
}

variable "tags" {
  description = "Tags of everything that can have tags."
  type        = map(string)
  default     = {}
}
