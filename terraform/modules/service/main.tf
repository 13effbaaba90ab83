data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition = split(":", var.user_pool_arn)[1]

  # Every call of the API that IAM decides about, and no other. The rest (refresh, revocation, passwords) is authorised by
  # the client or the user's own token.
  cognito_actions = [
    "cognito-idp:AdminCreateUser",
    "cognito-idp:AdminDeleteUser",
    "cognito-idp:AdminGetUser",
    "cognito-idp:AdminInitiateAuth",
    "cognito-idp:AdminRespondToAuthChallenge",
    "cognito-idp:AdminUserGlobalSignOut",
  ]

  # Metrics have a port that no security group opens: the API's own would tell them to everybody.
  api_port     = 8000
  metrics_port = 9464
  web_port     = 3000

  services = {
    api = {
      port           = local.api_port
      hosts          = concat([var.api_domain], var.api_additional_hosts)
      priority       = 20
      health         = "/health/ready"
      latency        = 1
      min            = var.api.min_tasks
      max            = var.api.max_tasks
      requests       = var.api.requests_per_task
      more_groups    = [var.database_client_security_group_id]
      egress_ports   = var.api_egress_ports
      container_path = "/health/live"
    }
    web = {
      port     = local.web_port
      hosts    = [var.web_domain]
      priority = 30
      # A file of the front end: it answers without a session, and without the API.
      health         = "/icon.svg"
      latency        = 2
      min            = var.web.min_tasks
      max            = var.web.max_tasks
      requests       = var.web.requests_per_task
      more_groups    = []
      egress_ports   = [443]
      container_path = "/icon.svg"
    }
  }

  tasks = {
    api = {
      image   = var.api.image
      command = var.api.command
      cpu     = var.api.cpu
      memory  = var.api.memory
      secrets = var.api.secrets
      environment = merge(var.api.environment, {
        NODE_ENV            = "production"
        PORT                = tostring(local.api_port)
        METRICS_PORT        = tostring(local.metrics_port)
        TRUSTED_PROXIES     = join(",", var.public_subnet_cidrs)
        NODE_EXTRA_CA_CERTS = var.database_ca_file
      })
    }
    web = {
      image   = var.web.image
      command = var.web.command
      cpu     = var.web.cpu
      memory  = var.web.memory
      secrets = var.web.secrets
      environment = merge(var.web.environment, {
        NODE_ENV       = "production"
        WEB_PORT       = tostring(local.web_port)
        AUTH_URL       = "https://${var.web_domain}"
        API_URL        = "https://${var.api_domain}"
        PUBLIC_API_URL = "https://${var.api_domain}"
      })
    }
    migration = {
      image   = var.api.image
      command = var.api.migration_command
      cpu     = 256
      memory  = 512
      secrets = var.migration.secrets
      environment = merge(var.migration.environment, {
        NODE_ENV            = "production"
        NODE_EXTRA_CA_CERTS = var.database_ca_file
      })
    }
  }

  serving = {
    for name, service in local.services : name => {
      portMappings = [{ containerPort = service.port, protocol = "tcp" }]
      healthCheck = {
        command = [
          "CMD", "node", "-e",
          "fetch('http://127.0.0.1:${service.port}${service.container_path}').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))",
        ]
        interval    = 15
        timeout     = 5
        retries     = 3
        startPeriod = 60
      }
    }
  }

  # registry, region and repository of images in ECR: what a task may pull. Others are public.
  ecr_images = {
    for name, task in local.tasks : name => regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([a-z0-9._/-]+)[:@]", task.image)
    if can(regex("^[0-9]{12}\\.dkr\\.ecr\\.", task.image))
  }

  execution_statements = {
    for name, task in local.tasks : name => concat(
      [{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.this[name].arn}:*"]
      }],
      length(task.secrets) == 0 ? [] : [{
        Effect = "Allow"
        Action = ["secretsmanager:GetSecretValue"]
        # ECS adds :key:: for one key of a secret; the ARN itself has seven parts.
        Resource = sort(distinct([for secret in values(task.secrets) : join(":", slice(split(":", secret), 0, 7))]))
      }],
      var.kms_key_arn == null ? [] : [{
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [var.kms_key_arn]
      }],
      [for image_name, image in local.ecr_images : {
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = ["arn:${local.partition}:ecr:${image[1]}:${image[0]}:repository/${image[2]}"]
      } if image_name == name],
      # This one action knows no resource.
      [for image_name in keys(local.ecr_images) : {
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = ["*"]
      } if image_name == name],
    )
  }

  task_assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })

  # Answers that the load balancer gives itself: nobody is left to ask, or a task broke a connection off.
  balancer_alarm = {
    "lb-5xx" = {
      description = "Requests that reached no task, or got no answer from one."
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_ELB_5XX_Count"
      statistic   = "Sum"
      percentile  = null
      threshold   = 10
      periods     = 2
      dimensions  = { LoadBalancer = aws_lb.this.arn_suffix }
    }
  }

  alarms = merge(concat([local.balancer_alarm], [
    for name, service in local.services : {
      "${name}-5xx" = {
        description = "Answers of the ${name} with status 5xx."
        namespace   = "AWS/ApplicationELB"
        metric      = "HTTPCode_Target_5XX_Count"
        statistic   = "Sum"
        percentile  = null
        threshold   = 10
        periods     = 2
        dimensions  = { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = aws_lb_target_group.this[name].arn_suffix }
      }
      "${name}-latency" = {
        description = "One in twenty requests to the ${name} waits for more than ${service.latency} s."
        namespace   = "AWS/ApplicationELB"
        metric      = "TargetResponseTime"
        statistic   = null
        percentile  = "p95"
        threshold   = service.latency
        periods     = 5
        dimensions  = { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = aws_lb_target_group.this[name].arn_suffix }
      }
      "${name}-unhealthy" = {
        description = "A task of the ${name} is not ready."
        namespace   = "AWS/ApplicationELB"
        metric      = "UnHealthyHostCount"
        statistic   = "Maximum"
        percentile  = null
        threshold   = 0
        periods     = 5
        dimensions  = { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = aws_lb_target_group.this[name].arn_suffix }
      }
      "${name}-cpu" = {
        description = "The tasks of the ${name} are busy, and there may be no more of them."
        namespace   = "AWS/ECS"
        metric      = "CPUUtilization"
        statistic   = "Average"
        percentile  = null
        threshold   = 85
        periods     = 10
        dimensions  = { ClusterName = aws_ecs_cluster.this.name, ServiceName = aws_ecs_service.this[name].name }
      }
    }
  ])...)
}

# ------------------------------------------------------------ Who may talk to whom

resource "aws_security_group" "lb" {
  name        = "${var.project_name}-lb"
  description = "The load balancer: in from everywhere, out to the services."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.project_name}-lb" })
}

resource "aws_vpc_security_group_ingress_rule" "lb" {
  for_each = { http = 80, https = 443 }

  description       = each.key
  security_group_id = aws_security_group.lb.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
  tags              = var.tags
}

resource "aws_vpc_security_group_egress_rule" "lb" {
  for_each = local.services

  description                  = each.key
  security_group_id            = aws_security_group.lb.id
  referenced_security_group_id = aws_security_group.task[each.key].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}

resource "aws_security_group" "task" {
  for_each = local.tasks

  name        = "${var.project_name}-${each.key}"
  description = "Tasks of the ${each.key}."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.project_name}-${each.key}" })
}

resource "aws_vpc_security_group_ingress_rule" "task" {
  for_each = local.services

  description                  = "Load balancer"
  security_group_id            = aws_security_group.task[each.key].id
  referenced_security_group_id = aws_security_group.lb.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "task" {
  for_each = merge(concat(
    [{ "migration-443" = { task = "migration", port = 443 } }],
    [for name, service in local.services : { for port in service.egress_ports : "${name}-${port}" => { task = name, port = port } }],
  )...)

  description       = "Port ${each.value.port} outside"
  security_group_id = aws_security_group.task[each.value.task].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  tags              = var.tags
}

# ------------------------------------------------------------ The load balancer

resource "aws_lb" "this" {
  name                       = var.project_name
  internal                   = false
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.lb.id]
  subnets                    = var.public_subnet_ids
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.deletion_protection
  # Less than the 65 s for which the API keeps a connection, and more than the 15 s between two signs of a live stream.
  idle_timeout = 60
  tags         = var.tags

  dynamic "access_logs" {
    for_each = var.access_logs_bucket == null ? [] : [var.access_logs_bucket]

    content {
      bucket  = access_logs.value
      prefix  = var.project_name
      enabled = true
    }
  }
}

resource "aws_lb_target_group" "this" {
  for_each = local.services

  name                 = "${var.project_name}-${each.key}"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = each.value.port
  deregistration_delay = 30
  tags                 = var.tags

  health_check {
    path                = each.value.health
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  tags              = var.tags

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
  tags              = var.tags

  # Names that nobody gave out.
  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

# The load balancer passes X-Forwarded-Host on as it came, and the API believes what comes from the load balancer: a
# caller could choose the host, which names the tenant in subdomain mode.
resource "aws_lb_listener_rule" "forwarded_host" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 10
  tags         = var.tags

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "400"
    }
  }

  condition {
    http_header {
      http_header_name = "X-Forwarded-Host"
      values           = ["*"]
    }
  }
}

resource "aws_lb_listener_rule" "this" {
  for_each = local.services

  listener_arn = aws_lb_listener.https.arn
  priority     = each.value.priority
  tags         = var.tags

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.key].arn
  }

  condition {
    host_header {
      values = each.value.hosts
    }
  }
}

resource "aws_route53_record" "this" {
  for_each = var.zone_id == null ? toset([]) : toset(concat([var.api_domain, var.web_domain], var.api_additional_hosts))

  zone_id = var.zone_id
  name    = each.key
  type    = "A"

  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = true
  }
}

# ------------------------------------------------------------ Roles

# What ECS does for a task before it runs: images, secrets, logs. Each task has its own, so that none can read what is
# meant for another.
resource "aws_iam_role" "execution" {
  for_each = local.tasks

  name               = "${var.project_name}-${each.key}-execution"
  assume_role_policy = local.task_assume_role_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "execution" {
  for_each = local.tasks

  name = "start"
  role = aws_iam_role.execution[each.key].name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.execution_statements[each.key]
  })
}

# What the program itself may do: the API calls its user pool, the others nothing.
resource "aws_iam_role" "task" {
  for_each = local.tasks

  name               = "${var.project_name}-${each.key}-task"
  assume_role_policy = local.task_assume_role_policy
  tags               = var.tags
}

resource "aws_iam_role_policy" "cognito" {
  name = "user-pool"
  role = aws_iam_role.task["api"].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = local.cognito_actions
      Resource = [var.user_pool_arn]
    }]
  })
}

# ------------------------------------------------------------ Tasks and services

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.tasks

  name              = "/${var.project_name}/${each.key}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_ecs_cluster" "this" {
  name = var.project_name
  tags = var.tags

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "this" {
  for_each = local.tasks

  family                   = "${var.project_name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.execution[each.key].arn
  task_role_arn            = aws_iam_role.task[each.key].arn
  # The one before stays, so that a rollout can go back to it.
  skip_destroy = true
  tags         = var.tags

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([merge(
    {
      name                   = each.key
      image                  = each.value.image
      command                = each.value.command
      essential              = true
      user                   = tostring(var.container_user)
      readonlyRootFilesystem = true
      stopTimeout            = 60
      environment            = [for name, value in each.value.environment : { name = name, value = value }]
      secrets                = [for name, arn in each.value.secrets : { name = name, valueFrom = arn }]

      linuxParameters = {
        # Node as the first process would leave dead children behind.
        initProcessEnabled = true
        capabilities       = { drop = ["ALL"] }
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this[each.key].name
          awslogs-region        = data.aws_region.current.id
          awslogs-stream-prefix = each.key
          mode                  = "non-blocking"
          max-buffer-size       = "4m"
        }
      }
    },
    # The migration serves nothing.
    try(local.serving[each.key], {}),
  )])
}

# Migrations run once for each new task definition, before the services get theirs; a failure ends the rollout with the
# old tasks still serving. They are written so that the old tasks can work with the new tables.
resource "terraform_data" "migration" {
  triggers_replace = [aws_ecs_task_definition.this["migration"].arn]

  provisioner "local-exec" {
    command = "sh '${path.module}/migrate.sh'"

    environment = {
      AWS_CLI         = var.aws_cli
      AWS_REGION      = data.aws_region.current.id
      CLUSTER         = aws_ecs_cluster.this.arn
      TASK_DEFINITION = aws_ecs_task_definition.this["migration"].arn
      SUBNETS         = join(",", var.private_subnet_ids)
      SECURITY_GROUPS = join(",", [aws_security_group.task["migration"].id, var.database_client_security_group_id])
      LOG_GROUP       = aws_cloudwatch_log_group.this["migration"].name
    }
  }

  depends_on = [aws_iam_role_policy.execution, aws_vpc_security_group_egress_rule.task]
}

resource "aws_ecs_service" "this" {
  for_each = local.services

  name                               = each.key
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.this[each.key].arn
  launch_type                        = "FARGATE"
  desired_count                      = each.value.min
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60
  enable_execute_command             = false
  availability_zone_rebalancing      = "ENABLED"
  propagate_tags                     = "SERVICE"
  # A rollout that fails, fails here and not silently.
  wait_for_steady_state = true
  tags                  = var.tags

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.private_subnet_ids
    security_groups  = concat([aws_security_group.task[each.key].id], each.value.more_groups)
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this[each.key].arn
    container_name   = each.key
    container_port   = each.value.port
  }

  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [
    aws_iam_role_policy.cognito,
    aws_iam_role_policy.execution,
    aws_lb_listener_rule.this,
    aws_vpc_security_group_egress_rule.lb,
    aws_vpc_security_group_egress_rule.task,
    aws_vpc_security_group_ingress_rule.task,
    terraform_data.migration,
  ]
}

# ------------------------------------------------------------ More tasks when there is more to do

resource "aws_appautoscaling_target" "this" {
  for_each = local.services

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this[each.key].name}"
  min_capacity       = each.value.min
  max_capacity       = each.value.max
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "cpu" {
  for_each = local.services

  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = 60
    scale_out_cooldown = 60
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_appautoscaling_policy" "requests" {
  for_each = local.services

  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.requests
    scale_out_cooldown = 60
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${aws_lb.this.arn_suffix}/${aws_lb_target_group.this[each.key].arn_suffix}"
    }
  }
}

# ------------------------------------------------------------ Alarms

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.project_name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  extended_statistic  = each.value.percentile
  period              = 60
  evaluation_periods  = each.value.periods
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  ok_actions          = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  tags                = var.tags
}
