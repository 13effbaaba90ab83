variable "project_name" {
  description = "Begins the name of everything that is made here."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.project_name))
    error_message = "project_name is 3 to 32 of a-z, 0-9 and -, begins with a letter and does not end with a dash."
  }
}

variable "domain_prefix" {
  description = "First label of the hosted login page's address, <prefix>.auth.<region>.amazoncognito.com; unique in the region. Not used with custom_domain."
  type        = string
  default     = null

  validation {
    condition = var.domain_prefix == null || (
      can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.domain_prefix)) &&
      !can(regex("aws|amazon|cognito", var.domain_prefix))
    )
    error_message = "domain_prefix is 1 to 63 of a-z, 0-9 and -, with no dash at either end and without the words aws, amazon and cognito."
  }
}

variable "custom_domain" {
  description = "A domain of your own for the hosted login page, with its certificate from ACM in us-east-1, whatever the region of the pool. The parent domain needs an A record before."
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null

  validation {
    condition     = var.custom_domain == null ? true : can(regex("^arn:aws[a-z-]*:acm:us-east-1:", var.custom_domain.certificate_arn))
    error_message = "The certificate of custom_domain has to be an ACM certificate in us-east-1."
  }

  validation {
    condition     = (var.custom_domain == null) != (var.domain_prefix == null)
    error_message = "Give either domain_prefix or custom_domain."
  }
}

variable "managed_login_version" {
  description = "1: the classic hosted UI. 2: managed login, which shows no page until a branding style is made for each client, by hand or by a newer provider."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2], var.managed_login_version)
    error_message = "managed_login_version is 1 or 2."
  }
}

variable "callback_urls" {
  description = "Where the web front end may be sent with the code of a sign-in: <front end>/api/auth/callback/cognito. Compared letter by letter. The first one is the front end that the output web_env is made for."
  type        = list(string)

  validation {
    condition     = length(var.callback_urls) > 0 && alltrue([for url in var.callback_urls : can(regex("^(https://|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/)[^#*]+$", url))])
    error_message = "callback_urls holds at least one https URL (http only for localhost), without # and *."
  }
}

variable "logout_urls" {
  description = "Where the web front end may be sent after signing out."
  type        = list(string)

  validation {
    condition     = length(var.logout_urls) > 0 && alltrue([for url in var.logout_urls : can(regex("^(https://[^#*]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/[^#*]*)$", url))])
    error_message = "logout_urls holds at least one https URL (http only for localhost), without # and *."
  }
}

variable "swagger_callback_urls" {
  description = "Where Swagger UI may be sent with the code of a sign-in: <API>/docs/oauth2-redirect.html."
  type        = list(string)
  default     = ["http://localhost:8000/docs/oauth2-redirect.html"]

  validation {
    condition     = length(var.swagger_callback_urls) > 0 && alltrue([for url in var.swagger_callback_urls : can(regex("^(https://|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/)[^#*]+$", url))])
    error_message = "swagger_callback_urls holds at least one https URL (http only for localhost), without # and *."
  }
}

variable "swagger_logout_urls" {
  description = "Where Swagger UI may be sent after signing out."
  type        = list(string)
  default     = ["http://localhost:8000/docs"]

  validation {
    condition     = alltrue([for url in var.swagger_logout_urls : can(regex("^(https://|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/)[^#*]+$", url))])
    error_message = "swagger_logout_urls holds https URLs (http only for localhost), without # and *."
  }
}

variable "user_pool_tier" {
  description = "Feature plan: LITE, ESSENTIALS or PLUS. Tenants in access tokens need ESSENTIALS or PLUS."
  type        = string
  default     = "ESSENTIALS"

  validation {
    condition     = contains(["LITE", "ESSENTIALS", "PLUS"], var.user_pool_tier)
    error_message = "user_pool_tier is LITE, ESSENTIALS or PLUS."
  }
}

variable "deletion_protection" {
  description = "Whether the user pool refuses to be deleted. Users cannot be brought back."
  type        = bool
  default     = true
}

variable "password_policy" {
  description = "What passwords need besides lower case, upper case, a digit and a symbol, which are always asked for; and the days a temporary password lasts."
  type = object({
    minimum_length                   = optional(number, 12)
    temporary_password_validity_days = optional(number, 3)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.password_policy.minimum_length >= 8 && var.password_policy.minimum_length <= 99
    error_message = "Passwords have at least 8 to 99 characters."
  }

  validation {
    condition     = var.password_policy.temporary_password_validity_days >= 1 && var.password_policy.temporary_password_validity_days <= 7
    error_message = "A temporary password lasts 1 to 7 days: it stands in a mail."
  }
}

variable "ses" {
  description = "The SES identity that mails are sent by. Without it Cognito sends them itself, 50 a day."
  type = object({
    source_arn         = string
    from_email_address = string
  })
  default = null

  validation {
    condition     = var.ses == null ? true : can(regex("^arn:aws[a-z-]*:ses:", var.ses.source_arn))
    error_message = "source_arn of ses is the ARN of an SES identity."
  }
}

variable "generate_server_client_secret" {
  description = "Whether the API's client has a secret. A change makes a new client."
  type        = bool
  default     = true
}

variable "generate_web_client_secret" {
  description = "Whether the front end's client has a secret: it runs on a server and can keep one. A change makes a new client."
  type        = bool
  default     = true
}

variable "access_token_minutes" {
  description = "Life of access tokens, 5 to 60 minutes. A token that was stolen is good for as long."
  type        = number
  default     = 15

  validation {
    condition     = var.access_token_minutes >= 5 && var.access_token_minutes <= 60
    error_message = "Access tokens live 5 to 60 minutes."
  }
}

variable "id_token_minutes" {
  description = "Life of ID tokens, 5 to 60 minutes."
  type        = number
  default     = 15

  validation {
    condition     = var.id_token_minutes >= 5 && var.id_token_minutes <= 60
    error_message = "ID tokens live 5 to 60 minutes."
  }
}

variable "refresh_token_days" {
  description = "Days after a sign-in at which people have to sign in again, 1 to 365."
  type        = number
  default     = 30

  validation {
    condition     = var.refresh_token_days >= 1 && var.refresh_token_days <= 365
    error_message = "Refresh tokens live 1 to 365 days."
  }
}

variable "refresh_token_rotation" {
  description = "Whether each refresh gives a new refresh token, and the seconds for which the old one is still good: requests of one person run side by side."
  type = object({
    enabled              = optional(bool, true)
    server_grace_seconds = optional(number, 10)
    web_grace_seconds    = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for seconds in [var.refresh_token_rotation.server_grace_seconds, var.refresh_token_rotation.web_grace_seconds] :
      seconds >= 0 && seconds <= 60
    ])
    error_message = "The grace period is 0 to 60 seconds."
  }
}

variable "groups" {
  description = "Groups of the pool by name; lower precedence counts first. platform-admin may make and suspend tenants."
  type = map(object({
    description = string
    precedence  = number
  }))
  default = {
    platform-admin = {
      description = "Makes, names and suspends tenants."
      precedence  = 1
    }
  }
  nullable = false

  validation {
    condition     = contains(keys(var.groups), "platform-admin")
    error_message = "The API looks for the group platform-admin."
  }
}

variable "pre_token_generation_package" {
  description = "Path of the zip made by `npm run build:lambda`. With it, access tokens carry the tenant as the claim tenant_id."
  type        = string
  default     = null

  validation {
    condition     = var.pre_token_generation_package == null ? true : fileexists(var.pre_token_generation_package)
    error_message = "There is no file at pre_token_generation_package: make it by `npm run build:lambda`."
  }
}

variable "log_retention_days" {
  description = "Days that the Lambda function's log is kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days is one of the periods that CloudWatch Logs knows, such as 30."
  }
}

variable "tags" {
  description = "Tags of everything that can have tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
