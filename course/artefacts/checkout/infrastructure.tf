# Production of checkout (excerpt). Applied by the pipeline on 18 December 2025.
provider "aws" {
  region = "eu-north-1"
}

resource "aws_ecs_service" "checkout" {
  desired_count                      = 4 # containers
  deployment_minimum_healthy_percent = 75
}

resource "aws_ecs_task_definition" "checkout" {
  container_definitions = jsonencode([{
    image       = "registry.mandaro.example/checkout:2.41.0"
    command     = ["uvicorn", "checkout.app:app", "--host", "0.0.0.0", "--workers", "6"]
    environment = [{ name = "ACQUIRER_TIMEOUT_SECONDS", value = "8" }]
    secrets = [
      { name = "DATABASE_URL", valueFrom = "secret/checkout/database" },
      { name = "ACQUIRER_B_KEY", valueFrom = "secret/checkout/acquirer-b" },
    ]
  }])
}

resource "aws_lb_listener" "payers" {
  port     = 443
  protocol = "HTTPS"
}

resource "aws_lb_target_group" "checkout" {
  health_check { path = "/healthz" }
}

resource "aws_db_instance" "payments" {
  engine              = "postgres"
  engine_version      = "17.4"
  multi_az            = false # one machine, no stand-by
  storage_encrypted   = true
  publicly_accessible = true
}

resource "aws_db_parameter_group" "payments" {
  parameter {
    name  = "max_connections" # each worker holds one
    value = "60"
  }
}

resource "aws_security_group_rule" "payments_in" {
  from_port   = 5432
  cidr_blocks = ["0.0.0.0/0"]
}

resource "aws_elasticache_cluster" "merchants" {
  engine          = "valkey"
  num_cache_nodes = 1
}

resource "aws_nat_gateway" "out" {} # the only way out to the acquirers
