locals {
  greeting = "hello"
  numbers  = [1, 2, 3]
  people   = { ann = { age = 30, admin = true }, bob = { age = 25, admin = false } }
  nothing  = null
}
