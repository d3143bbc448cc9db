variable "zones" {
  type    = list(string)
  default = ["a", "b", "c"]
}

resource "terraform_data" "subnet" {
  count = length(var.zones)
  input = { cidr = cidrsubnet("10.0.0.0/16", 8, count.index), zone = var.zones[count.index] }
}

resource "terraform_data" "nat" {
  count = 1
  input = terraform_data.subnet[count.index].input.zone
}

resource "terraform_data" "association" {
  count = length(terraform_data.subnet)
  input = {
    subnet = element(terraform_data.subnet[*].id, count.index)
    nat    = terraform_data.nat[min(count.index, length(terraform_data.nat) - 1)].id
    direct = terraform_data.subnet[count.index].id
    name   = format("assoc-%02d", count.index + 1)
  }
}
