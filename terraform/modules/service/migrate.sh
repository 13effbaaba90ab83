#!/bin/sh
# Runs the migration task once and waits for it; fails when it fails. Called by Terraform, with all of this set:
# AWS_CLI, AWS_REGION, CLUSTER, TASK_DEFINITION, SUBNETS, SECURITY_GROUPS, LOG_GROUP.
set -eu

started=$("$AWS_CLI" ecs run-task --region "$AWS_REGION" --cluster "$CLUSTER" --task-definition "$TASK_DEFINITION" \
  --launch-type FARGATE --started-by terraform \
  --network-configuration "awsvpcConfiguration={subnets=[$SUBNETS],securityGroups=[$SECURITY_GROUPS],assignPublicIp=DISABLED}" \
  --query 'tasks[0].taskArn' --output text)
if [ -z "$started" ] || [ "$started" = None ]; then
  echo 'The migration task could not be started.' >&2
  exit 1
fi

echo "Migrating: $started"
"$AWS_CLI" ecs wait tasks-stopped --region "$AWS_REGION" --cluster "$CLUSTER" --tasks "$started"
code=$("$AWS_CLI" ecs describe-tasks --region "$AWS_REGION" --cluster "$CLUSTER" --tasks "$started" \
  --query 'tasks[0].containers[0].exitCode' --output text)
if [ "$code" != 0 ]; then
  echo "The migration task ended with $code: the services stay as they are. Its log is in $LOG_GROUP." >&2
  exit 1
fi
echo 'The database is up to date.'
