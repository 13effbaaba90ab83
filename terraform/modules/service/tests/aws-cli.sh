#!/bin/sh
# Stands for the AWS CLI: starts nothing, and says that all went well.
case "$2" in
  run-task) echo arn:aws:ecs:ap-northeast-1:123456789012:task/tenantry/1 ;;
  describe-tasks) echo 0 ;;
esac
