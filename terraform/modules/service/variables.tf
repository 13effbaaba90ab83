variable "project_name" {
  description = "Begins the name of everything that is made here."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.project_name))
    error_message = "project_name is 3 to 20 of a-z, 0-9 and -, begins with a letter and does not end with a dash: target groups have short names."
  }
}

variable "vpc_id" {
  description = "VPC of the tasks and the load balancer."
  type        = string
}

variable "public_subnet_ids" {
  description = "Subnets of the load balancer, in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.public_subnet_ids) >= 2
    error_message = "public_subnet_ids holds two subnets at least."
  }
}

variable "public_subnet_cidrs" {
  description = "Addresses of those subnets: the only proxies whose X-Forwarded-For counts."
  type        = list(string)

  validation {
    condition     = length(var.public_subnet_cidrs) > 0 && alltrue([for cidr in var.public_subnet_cidrs : can(cidrnetmask(cidr)) && !endswith(cidr, "/0")])
    error_message = "public_subnet_cidrs holds IPv4 ranges, and not all addresses."
  }
}

variable "private_subnet_ids" {
  description = "Subnets of the tasks, with a way out by NAT."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) >= 2
    error_message = "private_subnet_ids holds two subnets at least."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the load balancer, in its region, for all host names below."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:", var.certificate_arn))
    error_message = "certificate_arn is the ARN of an ACM certificate."
  }
}

variable "api_domain" {
  description = "Host name of the API, such as api.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.api_domain))
    error_message = "api_domain is a lower-case host name such as api.example.com."
  }
}

variable "api_additional_hosts" {
  description = "Up to four more host names of the API; *.example.com where tenants are named by subdomain."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.api_additional_hosts) <= 4 && alltrue([for host in var.api_additional_hosts : can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", host))])
    error_message = "api_additional_hosts holds up to four lower-case host names, with *. before them at most."
  }
}

variable "web_domain" {
  description = "Host name of the front end, such as app.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.web_domain)) && var.web_domain != var.api_domain
    error_message = "web_domain is a lower-case host name such as app.example.com, and not the API's."
  }
}

variable "zone_id" {
  description = "Route 53 zone that the host names are written into. Without it they are pointed at the load balancer elsewhere."
  type        = string
  default     = null
}

variable "api" {
  description = "The API: its image, size, number of tasks, and its variables. Secrets are ARNs as ECS names them. What this module sets itself (ports, proxies, NODE_ENV) cannot be given."
  type = object({
    image             = string
    command           = optional(list(string), ["node", "dist/src/main.js"])
    migration_command = optional(list(string), ["node", "dist/prisma/migrate.js"])
    cpu               = optional(number, 512)
    memory            = optional(number, 1024)
    min_tasks         = optional(number, 2)
    max_tasks         = optional(number, 10)
    requests_per_task = optional(number, 3000)
    environment       = optional(map(string), {})
    secrets           = optional(map(string), {})
  })

  validation {
    condition     = can(regex("(:[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$", var.api.image)) && !endswith(var.api.image, ":latest")
    error_message = "The image of the API has a tag or a digest, and not latest: a rollback has to find the one before."
  }

  validation {
    condition     = var.api.min_tasks >= 2 && var.api.max_tasks >= var.api.min_tasks
    error_message = "The API has two tasks at least, in two zones."
  }

  validation {
    condition     = alltrue([for name in keys(var.api.environment) : !can(regex("SECRET|PASSWORD|DATABASE_URL|DATABASE_OWNER_URL|SMTP_URL", name))])
    error_message = "Secrets of the API come from Secrets Manager (secrets), not from its environment."
  }

  validation {
    condition     = contains(keys(var.api.secrets), "DATABASE_URL") && length(setintersection(keys(var.api.secrets), ["DATABASE_OWNER_URL", "PGUSER", "PGPASSWORD"])) == 0
    error_message = "The API gets DATABASE_URL, and never the owner's credentials."
  }
}

variable "web" {
  description = "The front end: its image, size, number of tasks, and its variables. Secrets are ARNs as ECS names them."
  type = object({
    image             = string
    command           = optional(list(string), ["node", "frontend/server.mjs"])
    cpu               = optional(number, 512)
    memory            = optional(number, 1024)
    min_tasks         = optional(number, 2)
    max_tasks         = optional(number, 10)
    requests_per_task = optional(number, 3000)
    environment       = optional(map(string), {})
    secrets           = optional(map(string), {})
  })

  validation {
    condition     = can(regex("(:[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$", var.web.image)) && !endswith(var.web.image, ":latest")
    error_message = "The image of the front end has a tag or a digest, and not latest: a rollback has to find the one before."
  }

  validation {
    condition     = var.web.min_tasks >= 2 && var.web.max_tasks >= var.web.min_tasks
    error_message = "The front end has two tasks at least, in two zones."
  }

  validation {
    condition     = alltrue([for name in keys(var.web.environment) : !can(regex("SECRET|PASSWORD|DATABASE", name))])
    error_message = "Secrets of the front end come from Secrets Manager (secrets), not from its environment."
  }

  validation {
    condition     = contains(keys(var.web.secrets), "AUTH_SECRET") && alltrue([for name in keys(var.web.secrets) : !startswith(name, "DATABASE") && !startswith(name, "PG")])
    error_message = "The front end gets AUTH_SECRET, and never a way to the database."
  }
}

variable "migration" {
  description = "Variables of the migration task beyond the API's image: the owner's way to the database."
  type = object({
    environment = map(string)
    secrets     = map(string)
  })

  validation {
    condition = (
      contains(concat(keys(var.migration.environment), keys(var.migration.secrets)), "DATABASE_OWNER_URL") &&
      contains(keys(var.migration.secrets), "DATABASE_URL")
    )
    error_message = "Migrations need DATABASE_OWNER_URL, and DATABASE_URL of the role to make."
  }
}

variable "user_pool_arn" {
  description = "User pool that the API may call."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/[A-Za-z0-9_-]+$", var.user_pool_arn))
    error_message = "user_pool_arn is the ARN of one user pool."
  }
}

variable "database_client_security_group_id" {
  description = "Security group of whoever may connect to the database."
  type        = string
}

variable "database_ca_file" {
  description = "Where the API's image has the certificates of RDS, https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem."
  type        = string
  default     = "/etc/ssl/certs/rds-global-bundle.pem"

  validation {
    condition     = startswith(var.database_ca_file, "/")
    error_message = "database_ca_file is an absolute path."
  }
}

variable "cpu_architecture" {
  description = "What the images are built for: ARM64 or X86_64."
  type        = string
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.cpu_architecture)
    error_message = "cpu_architecture is ARM64 or X86_64."
  }
}

variable "container_user" {
  description = "Number of the user that containers run as. 1000 is the user node of Node's images."
  type        = number
  default     = 1000

  validation {
    condition     = var.container_user > 0
    error_message = "Containers do not run as root."
  }
}

variable "api_egress_ports" {
  description = "Ports that the API may connect to anywhere: 443 for AWS and webhooks; add the mail server's where mails are sent."
  type        = set(number)
  default     = [443]

  validation {
    condition     = contains(var.api_egress_ports, 443)
    error_message = "The API needs port 443 to reach AWS."
  }
}

variable "kms_key_arn" {
  description = "Key of the secrets, where they have one of their own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn is the ARN of a KMS key."
  }
}

variable "access_logs_bucket" {
  description = "S3 bucket that the load balancer writes its access log into, with the policy that it asks for. Default: none."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether the load balancer refuses to be deleted."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days is one of the periods that CloudWatch Logs knows, such as 30."
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

variable "aws_cli" {
  description = "The AWS CLI on the machine that applies: it starts the migration task and waits for it."
  type        = string
  default     = "aws"
}

variable "tags" {
  description = "Tags of everything that can have tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
