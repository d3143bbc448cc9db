resource "terraform_data" "files" {
  input = {
    text     = file("${path.module}/data/a.txt")
    json     = jsondecode(file("data/b.json")).list[1].name
    yaml     = yamldecode(file("data/c.yaml"))
    csv      = { for row in csvdecode(file("data/d.csv")) : row.id => row.name }
    set      = fileset("data", "*.{txt,json}")
    exists   = [fileexists("data/a.txt"), fileexists("data/none")]
    hash     = filesha256("data/a.txt")
    base64   = filebase64("data/a.txt")
    template = templatefile("data/e.tftpl", { items = { a = 1, b = 2 }, on = true })
    names    = [for f in fileset(path.module, "data/*.json") : trimsuffix(basename(f), ".json")]
  }
}

resource "terraform_data" "rendered" {
  input = templatefile("data/e.tftpl", { items = { id = terraform_data.files.id }, on = false })
}
