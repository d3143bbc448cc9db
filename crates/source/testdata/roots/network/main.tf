variable "cidr" {
  default = "10.20.0.0/16"
}

locals {
  zones   = ["a", "b", "c"]
  public  = [for i, zone in local.zones : cidrsubnet(var.cidr, 8, i)]
  private = { for i, zone in local.zones : zone => cidrsubnet(var.cidr, 4, i + 1) }
  sizes   = cidrsubnets(var.cidr, 4, 4, 8)
}

resource "terraform_data" "plan" {
  input = {
    public  = local.public
    private = local.private
    sizes   = local.sizes
    hosts   = [for cidr in local.public : cidrhost(cidr, -2)]
    mask    = cidrnetmask(var.cidr)
    v6      = cidrsubnet("2001:db8::/32", 32, 257)
    product = [for pair in setproduct(local.zones, ["x", "y"]) : join("/", pair)]
    chunks  = chunklist(local.public, 2)
    slices  = slice(local.zones, 1, 3)
    floors  = [for i in range(5) : floor(i / 3)]
    sorted  = sort(["b", "a"])
    trans   = transpose({ a = ["x", "y"], b = ["y"] })
  }
}
