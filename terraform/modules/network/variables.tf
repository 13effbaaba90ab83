variable "project_name" {
  description = "Begins the name of everything that is made here."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.project_name))
    error_message = "project_name is 3 to 32 of a-z, 0-9 and -, begins with a letter and does not end with a dash."
  }
}

variable "cidr" {
  description = "Addresses of the VPC. Each zone gets three sixteenths of it."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && can(regex("/(1[6-9]|2[0-4])$", var.cidr))
    error_message = "cidr is an IPv4 range from /16 to /24, such as 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "Two to four zones of the region, such as ap-northeast-1a."
  type        = list(string)

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones) && length(var.availability_zones) >= 2 && length(var.availability_zones) <= 4
    error_message = "availability_zones holds two to four different zones."
  }
}

variable "nat_gateway_per_zone" {
  description = "Whether each zone has a NAT gateway of its own. One for all costs less, and is lost with its zone."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "Days that the record of the VPC's connections is kept."
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
