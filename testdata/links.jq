# What each attribute names, by the ids, ARNs and names of a state: `terraform show -json | jq -rf links.jq`.
# One line each: address, attribute, address of what has that key.
[.values.root_module | recurse(.child_modules[]?) | .resources[]? | select(.mode == "managed")] as $all
# Names are keys of the types that these attributes name.
| {"iam_instance_profile": "aws_iam_instance_profile", "iam_instance_profile.name": "aws_iam_instance_profile",
   "launch_specification.iam_instance_profile": "aws_iam_instance_profile", "role": "aws_iam_role", "roles": "aws_iam_role",
   "launch_configuration": "aws_launch_configuration"} as $by_name
| [$all[] | .address as $address | .type as $type
   | ((.values.id, .values.arn) | strings | select(test("^[a-z]+-[0-9a-f]{8,17}$|^arn:"))), "\($type) \(.values.name)"
   | {key: ., value: $address}]
| unique | group_by(.key) | map(select(length == 1)[0]) | from_entries as $keys
| [$all[] | .address as $address | .values | paths(strings) as $path | getpath($path) as $value
   | ($path | map(strings) | join(".")) as $attribute
   | (if $by_name[$attribute] then $keys["\($by_name[$attribute]) \($value)"] else null end // $keys[$value]) as $target
   | select($target and $target != $address)
   | "\($address) \($attribute) \($target)"]
| unique | .[]
