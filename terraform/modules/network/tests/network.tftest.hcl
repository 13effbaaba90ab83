mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/vpc-log"
    }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:ap-northeast-1:123456789012:log-group:/tenantry/vpc"
    }
  }
}

variables {
  project_name       = "tenantry"
  availability_zones = ["ap-northeast-1a", "ap-northeast-1c"]
}

run "two_zones" {
  command = apply

  assert {
    condition = alltrue([
      output.public_subnet_cidrs == ["10.0.0.0/20", "10.0.16.0/20"],
      [for subnet in aws_subnet.private : subnet.cidr_block] == ["10.0.64.0/20", "10.0.80.0/20"],
      [for subnet in aws_subnet.database : subnet.cidr_block] == ["10.0.128.0/20", "10.0.144.0/20"],
      length(output.private_subnet_ids) == 2,
      length(output.database_subnet_ids) == 2,
    ])
    error_message = "Each zone has a public, a private and a database subnet."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch == false])
    error_message = "Nothing gets a public address unless it asks for one."
  }

  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The default security group lets something through."
  }

  assert {
    condition = alltrue([
      for route in concat([aws_route.public], values(aws_route.private)) :
      route.route_table_id != aws_route_table.database.id
    ])
    error_message = "The database's subnets have a way out."
  }

  assert {
    condition     = alltrue([for association in aws_route_table_association.database : association.route_table_id == aws_route_table.database.id])
    error_message = "The database's subnets use their own route table."
  }

  assert {
    condition = length(aws_nat_gateway.this) == 2 && alltrue([
      for zone, route in aws_route.private : route.nat_gateway_id == aws_nat_gateway.this[zone].id
    ])
    error_message = "Each zone goes out by itself."
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_flow_log.this.vpc_id == aws_vpc.this.id
    error_message = "Connections are recorded."
  }
}

run "one_exit" {
  command = plan

  variables {
    nat_gateway_per_zone = false
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["ap-northeast-1a"] && length(aws_route.private) == 2
    error_message = "One NAT gateway serves all zones."
  }
}

run "what_is_refused" {
  command = plan

  variables {
    project_name       = "t"
    cidr               = "10.0.0.0/8"
    availability_zones = ["ap-northeast-1a"]
    log_retention_days = 31
  }

  expect_failures = [var.project_name, var.cidr, var.availability_zones, var.log_retention_days]
}
