text   = 12
number = "34"
flags  = { on = "true", off = false }
set    = ["b", "a", "b"]
objects = {
  x = { cidr = "10.0.0.0/8" }
  y = { cidr = "10.1.0.0/16", tags = { k = "v" }, port = "8080" }
}
