zones = ["a", "b"]
names = ["a", "b"]
