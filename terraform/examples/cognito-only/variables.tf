variable "region" {
  description = "Region of the user pool."
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
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.project_name))
    error_message = "project_name is 3 to 32 of a-z, 0-9 and -, begins with a letter and does not end with a dash."
  }
}

variable "domain_prefix" {
  description = "First label of the hosted login page's address; unique in the region."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.domain_prefix))
    error_message = "domain_prefix is 1 to 63 of a-z, 0-9 and -, with no dash at either end."
  }
}

variable "callback_urls" {
  description = "Where the front end may be sent with the code of a sign-in."
  type        = list(string)
  default     = ["http://localhost:3000/api/auth/callback/cognito"]

  validation {
    condition     = length(var.callback_urls) > 0
    error_message = "callback_urls holds one URL at least."
  }
}

variable "logout_urls" {
  description = "Where the front end may be sent after signing out."
  type        = list(string)
  default     = ["http://localhost:3000/"]

  validation {
    condition     = length(var.logout_urls) > 0
    error_message = "logout_urls holds one URL at least."
  }
}

variable "deletion_protection" {
  description = "Whether the user pool refuses to be deleted. Set it to false, and apply, before a terraform destroy."
  type        = bool
  default     = true
}

variable "pre_token_generation_package" {
  description = "Path of the zip made by `npm run build:lambda`, where access tokens are to carry the tenant."
  type        = string
  default     = null

  validation {
    condition     = var.pre_token_generation_package == null ? true : endswith(var.pre_token_generation_package, ".zip")
    error_message = "pre_token_generation_package is a zip."
  }
}
