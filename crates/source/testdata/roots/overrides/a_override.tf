locals {
  replaced = "after"
}

variable "size" {
  default = 2
}
