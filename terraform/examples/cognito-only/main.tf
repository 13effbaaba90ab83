module "cognito" {
  source = "../../modules/cognito"

  project_name                 = var.project_name
  domain_prefix                = var.domain_prefix
  callback_urls                = var.callback_urls
  logout_urls                  = var.logout_urls
  deletion_protection          = var.deletion_protection
  pre_token_generation_package = var.pre_token_generation_package
}
