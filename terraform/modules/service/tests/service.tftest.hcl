mock_provider "aws" {
  mock_data "aws_region" {
    defaults = {
      id = "ap-northeast-1"
    }
  }
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/role"
    }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:ap-northeast-1:123456789012:log-group:group"
    }
  }
  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/tenantry/1"
      arn_suffix = "app/tenantry/1"
    }
  }
  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/tenantry/1"
      arn_suffix = "targetgroup/tenantry/1"
    }
  }
  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener/app/tenantry/1/1"
    }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = {
      id  = "arn:aws:ecs:ap-northeast-1:123456789012:cluster/tenantry"
      arn = "arn:aws:ecs:ap-northeast-1:123456789012:cluster/tenantry"
    }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn = "arn:aws:ecs:ap-northeast-1:123456789012:task-definition/task:1"
    }
  }
}

override_resource {
  target = aws_security_group.task["api"]
  values = {
    id = "sg-api"
  }
}

override_resource {
  target = aws_security_group.task["web"]
  values = {
    id = "sg-web"
  }
}

override_resource {
  target = aws_security_group.lb
  values = {
    id = "sg-lb"
  }
}

variables {
  project_name                      = "tenantry"
  vpc_id                            = "vpc-1"
  public_subnet_ids                 = ["subnet-1", "subnet-2"]
  public_subnet_cidrs               = ["10.0.0.0/20", "10.0.16.0/20"]
  private_subnet_ids                = ["subnet-3", "subnet-4"]
  certificate_arn                   = "arn:aws:acm:ap-northeast-1:123456789012:certificate/1"
  api_domain                        = "api.example.com"
  web_domain                        = "app.example.com"
  user_pool_arn                     = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_AbCdEf123"
  database_client_security_group_id = "sg-database-client"
  aws_cli                           = "./tests/aws-cli.sh"

  api = {
    image = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/tenantry/api:1.2.3"
    # What the module sets itself wins.
    environment = { COGNITO_USER_POOL_ID = "ap-northeast-1_AbCdEf123", TRUSTED_PROXIES = "0.0.0.0/0" }
    secrets     = { DATABASE_URL = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime" }
  }
  web = {
    image   = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/tenantry/web:1.2.3"
    secrets = { AUTH_SECRET = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:web:auth_secret::" }
  }
  migration = {
    environment = { DATABASE_OWNER_URL = "postgresql://database:5432/tenantry?sslmode=verify-full" }
    secrets = {
      DATABASE_URL = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime"
      PGUSER       = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!owner:username::"
      PGPASSWORD   = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!owner:password::"
    }
  }
}

run "all_of_it" {
  command = apply

  # ---------------------------------------------------------- What the programs may do

  assert {
    condition = jsondecode(aws_iam_role_policy.cognito.policy).Statement == [{
      Effect = "Allow"
      Action = [
        "cognito-idp:AdminCreateUser", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminGetUser",
        "cognito-idp:AdminInitiateAuth", "cognito-idp:AdminRespondToAuthChallenge", "cognito-idp:AdminUserGlobalSignOut",
      ]
      Resource = ["arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_AbCdEf123"]
    }]
    error_message = "The API may do more or less than its six calls on its own pool."
  }

  assert {
    condition     = aws_iam_role_policy.cognito.role == aws_iam_role.task["api"].name && aws_iam_role.task["api"].name == "tenantry-api-task"
    error_message = "Another task may call the user pool."
  }

  assert {
    condition = alltrue([
      for role in concat(values(aws_iam_role.task), values(aws_iam_role.execution)) :
      jsondecode(role.assume_role_policy).Statement[0].Principal.Service == "ecs-tasks.amazonaws.com" &&
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    ])
    error_message = "Somebody beside the tasks of this account may take a role."
  }

  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.execution : [
        for statement in jsondecode(policy.policy).Statement : [
          for action in statement.Action : !strcontains(action, "*") && (action == "ecr:GetAuthorizationToken" || !contains(statement.Resource, "*"))
        ]
      ]
    ]))
    error_message = "A role that starts tasks may do something to everything."
  }

  assert {
    condition = {
      for name, policy in aws_iam_role_policy.execution : name => flatten([
        for statement in jsondecode(policy.policy).Statement : statement.Resource if statement.Action == ["secretsmanager:GetSecretValue"]
      ])
      } == {
      api = ["arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime"]
      migration = [
        "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!owner",
        "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime",
      ]
      web = ["arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:web"]
    }
    error_message = "A task can read a secret of another: the owner's is the migration's alone."
  }

  assert {
    condition = alltrue([
      for name in ["api", "web", "migration"] :
      aws_iam_role_policy.execution[name].role == "tenantry-${name}-execution"
    ])
    error_message = "A policy stands at the wrong role."
  }

  # ---------------------------------------------------------- How the containers run

  assert {
    condition = alltrue([
      for task in aws_ecs_task_definition.this : alltrue([
        jsondecode(task.container_definitions)[0].readonlyRootFilesystem,
        jsondecode(task.container_definitions)[0].user == "1000",
        jsondecode(task.container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"],
      ])
    ])
    error_message = "A container runs as root, may write its file system or has capabilities."
  }

  assert {
    condition = alltrue([
      for task in aws_ecs_task_definition.this : jsondecode(task.container_definitions)[0].stopTimeout == 60
    ])
    error_message = "A task has no time to finish what it is doing."
  }

  assert {
    condition = (
      strcontains(jsondecode(aws_ecs_task_definition.this["api"].container_definitions)[0].healthCheck.command[3], "http://127.0.0.1:8000/health/live") &&
      strcontains(jsondecode(aws_ecs_task_definition.this["web"].container_definitions)[0].healthCheck.command[3], "http://127.0.0.1:3000/")
    )
    error_message = "Nobody notices a process that hangs."
  }

  assert {
    condition = { for variable in jsondecode(aws_ecs_task_definition.this["api"].container_definitions)[0].environment : variable.name => variable.value } == {
      COGNITO_USER_POOL_ID = "ap-northeast-1_AbCdEf123"
      METRICS_PORT         = "9464"
      NODE_ENV             = "production"
      NODE_EXTRA_CA_CERTS  = "/etc/ssl/certs/rds-global-bundle.pem"
      PORT                 = "8000"
      TRUSTED_PROXIES      = "10.0.0.0/20,10.0.16.0/20"
    }
    error_message = "The API is told something else, or believes other proxies than the load balancer."
  }

  assert {
    condition = (
      [for secret in jsondecode(aws_ecs_task_definition.this["api"].container_definitions)[0].secrets : secret.name] == ["DATABASE_URL"] &&
      [for secret in jsondecode(aws_ecs_task_definition.this["web"].container_definitions)[0].secrets : secret.name] == ["AUTH_SECRET"] &&
      [for secret in jsondecode(aws_ecs_task_definition.this["migration"].container_definitions)[0].secrets : secret.name] == ["DATABASE_URL", "PGPASSWORD", "PGUSER"] &&
      !strcontains(aws_ecs_task_definition.this["api"].container_definitions, "OWNER")
    )
    error_message = "A container gets secrets that are not meant for it."
  }

  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.this["web"].container_definitions)[0].environment : variable.name => variable.value }.AUTH_URL == "https://app.example.com"
    error_message = "The front end does not know its own address."
  }

  assert {
    condition = alltrue([
      for service in aws_ecs_service.this :
      service.deployment_circuit_breaker[0].enable && service.deployment_circuit_breaker[0].rollback && service.deployment_minimum_healthy_percent == 100
    ])
    error_message = "A bad rollout is not taken back."
  }

  assert {
    condition = alltrue([
      for service in aws_ecs_service.this : !service.network_configuration[0].assign_public_ip && !service.enable_execute_command
    ])
    error_message = "A task has a public address, or a shell."
  }

  assert {
    condition = (
      contains(aws_ecs_service.this["api"].network_configuration[0].security_groups, "sg-database-client") &&
      !contains(aws_ecs_service.this["web"].network_configuration[0].security_groups, "sg-database-client")
    )
    error_message = "The API reaches the database, and the front end does not."
  }

  assert {
    condition     = terraform_data.migration.triggers_replace == [aws_ecs_task_definition.this["migration"].arn]
    error_message = "Migrations run for each new task definition."
  }

  # ---------------------------------------------------------- The way in

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.lb : rule.from_port]) == toset([80, 443])
    error_message = "The load balancer listens to something else."
  }

  assert {
    condition = alltrue([
      for name, rule in aws_vpc_security_group_ingress_rule.task :
      rule.referenced_security_group_id == "sg-lb" && rule.cidr_ipv4 == null &&
      rule.from_port == { api = 8000, web = 3000 }[name] && rule.to_port == rule.from_port
    ])
    error_message = "Somebody beside the load balancer reaches a task, or a port that is not the service's (metrics)."
  }

  assert {
    condition = { for name, rule in aws_vpc_security_group_egress_rule.task : name => rule.to_port } == {
      "api-443" = 443, "migration-443" = 443, "web-443" = 443
    }
    error_message = "Tasks reach other ports outside than https."
  }

  assert {
    condition = alltrue([
      for name, rule in aws_vpc_security_group_egress_rule.lb :
      rule.referenced_security_group_id == { api = "sg-api", web = "sg-web" }[name] && rule.cidr_ipv4 == null && rule.to_port == { api = 8000, web = 3000 }[name]
    ])
    error_message = "The load balancer reaches something else than the services."
  }

  assert {
    condition     = aws_lb.this.drop_invalid_header_fields && aws_lb.this.desync_mitigation_mode == "strictest"
    error_message = "Headers that the load balancer and the API read differently come through."
  }

  assert {
    condition     = aws_lb.this.enable_deletion_protection
    error_message = "The load balancer can be deleted by mistake."
  }

  assert {
    condition = (
      aws_lb_listener.https.protocol == "HTTPS" &&
      aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06" &&
      aws_lb_listener.https.certificate_arn == var.certificate_arn
    )
    error_message = "Something older than TLS 1.2 is accepted."
  }

  assert {
    condition = (
      aws_lb_listener.http.default_action[0].type == "redirect" &&
      aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS" &&
      aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301"
    )
    error_message = "Something is served without TLS."
  }

  assert {
    condition     = aws_lb_listener.https.default_action[0].type == "fixed-response"
    error_message = "A host name that nobody gave out reaches a service."
  }

  assert {
    condition = (
      aws_lb_listener_rule.forwarded_host.action[0].type == "fixed-response" &&
      one(one(aws_lb_listener_rule.forwarded_host.condition).http_header).http_header_name == "X-Forwarded-Host" &&
      one(one(aws_lb_listener_rule.forwarded_host.condition).http_header).values == toset(["*"]) &&
      alltrue([for rule in aws_lb_listener_rule.this : rule.priority > aws_lb_listener_rule.forwarded_host.priority])
    )
    error_message = "A caller can choose the host, and with it the tenant."
  }

  assert {
    condition = { for name, rule in aws_lb_listener_rule.this : name => one(one(rule.condition).host_header).values } == {
      api = toset(["api.example.com"])
      web = toset(["app.example.com"])
    }
    error_message = "A host name leads to the wrong service."
  }

  assert {
    condition     = aws_lb_target_group.this["api"].health_check[0].path == "/health/ready" && aws_lb_target_group.this["api"].health_check[0].matcher == "200"
    error_message = "Requests are sent to an API that is not ready."
  }

  # ---------------------------------------------------------- More tasks, and alarms

  assert {
    condition = alltrue([
      for name in ["api", "web"] :
      aws_appautoscaling_target.this[name].min_capacity == 2 && aws_appautoscaling_target.this[name].max_capacity == 10 &&
      aws_appautoscaling_policy.cpu[name].target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "ECSServiceAverageCPUUtilization" &&
      aws_appautoscaling_policy.requests[name].target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "ALBRequestCountPerTarget"
    ])
    error_message = "Services do not grow by processors and requests."
  }

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset(concat(["lb-5xx"], flatten([
      for name in ["api", "web"] : [for what in ["5xx", "latency", "unhealthy", "cpu"] : "${name}-${what}"]
    ])))
    error_message = "An alarm is missing."
  }

  assert {
    condition     = length(aws_route53_record.this) == 0
    error_message = "Without a zone no record is made."
  }
}

run "what_else_can_be_given" {
  command = plan

  variables {
    zone_id              = "Z1"
    api_additional_hosts = ["*.example.com"]
    api_egress_ports     = [443, 465]
    alarm_topic_arn      = "arn:aws:sns:ap-northeast-1:123456789012:alarms"
    access_logs_bucket   = "logs"
  }

  assert {
    condition     = toset(keys(aws_route53_record.this)) == toset(["api.example.com", "app.example.com", "*.example.com"])
    error_message = "A host name is missing in the zone."
  }

  assert {
    condition     = toset(keys(aws_vpc_security_group_egress_rule.task)) == toset(["api-443", "api-465", "web-443", "migration-443"])
    error_message = "The API does not reach its mail server."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([var.alarm_topic_arn])])
    error_message = "An alarm tells nobody."
  }

  assert {
    condition     = aws_lb.this.access_logs[0].enabled && aws_lb.this.access_logs[0].bucket == "logs"
    error_message = "The access log is not written."
  }
}

run "what_is_refused" {
  command = plan

  variables {
    project_name         = "a-name-that-is-much-too-long"
    public_subnet_ids    = ["subnet-1"]
    public_subnet_cidrs  = ["0.0.0.0/0"]
    private_subnet_ids   = ["subnet-1"]
    certificate_arn      = "certificate"
    api_domain           = "API.example.com"
    api_additional_hosts = ["*"]
    user_pool_arn        = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/*"
    database_ca_file     = "rds.pem"
    cpu_architecture     = "arm"
    container_user       = 0
    api_egress_ports     = [80]
    kms_key_arn          = "key"
    log_retention_days   = 31
    alarm_topic_arn      = "topic"

    api = {
      image   = "tenantry/api:latest"
      secrets = { DATABASE_URL = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime" }
    }
    web = {
      image     = "tenantry/web:1.2.3"
      min_tasks = 1
      secrets   = { AUTH_SECRET = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:web" }
    }
    migration = {
      environment = {}
      secrets     = {}
    }
  }

  expect_failures = [
    var.project_name, var.public_subnet_ids, var.public_subnet_cidrs, var.private_subnet_ids, var.certificate_arn,
    var.api_domain, var.api_additional_hosts, var.user_pool_arn, var.database_ca_file,
    var.cpu_architecture, var.container_user, var.api_egress_ports, var.kms_key_arn, var.log_retention_days,
    var.alarm_topic_arn, var.api, var.web, var.migration,
  ]
}

run "secrets_in_the_wrong_hands" {
  command = plan

  variables {
    # The API's own name: the front end would never be reached.
    web_domain = "api.example.com"

    api = {
      image = "tenantry/api:1.2.3"
      secrets = {
        DATABASE_URL       = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime"
        DATABASE_OWNER_URL = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:owner"
      }
    }
    web = {
      image       = "tenantry/web:1.2.3"
      environment = { COGNITO_WEB_CLIENT_SECRET = "in clear" }
      secrets     = { AUTH_SECRET = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:web" }
    }
  }

  expect_failures = [var.web_domain, var.api, var.web]
}
