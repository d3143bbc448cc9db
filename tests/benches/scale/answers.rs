//! A large account, as a state and as answers of the AWS CLI: copies of a small one, each with ids and names of IAM of its own.

use crate::measure;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// As many VPCs, and instances in each: some 5,000 objects.
const VPCS: usize = 77;
const INSTANCES: usize = 13;

/// Digits of the ids that AWS makes up.
const DIGITS: usize = 17;

/// Answers that have something of each instance.
const OF_INSTANCES: [&str; 2] = ["instances.json", "network-interfaces.json"];

/// Measures the state of the whole, and a state of its instances with the rest from answers.
pub(crate) fn rows() {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("answers");
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/answers/nat-per-zone");
    write(&small, &directory);
    let [state, targets, aws] = ["state.json", "targets.json", "aws"].map(|name| directory.join(name).display().to_string());
    let common = [env!("CARGO_BIN_EXE_ssm-check"), "--config", "off", "--source", "off", "--fail-on", "never"];
    for (name, inputs) in
        [("1,001 instances, a state", vec![state.as_str()]), ("the same from answers of AWS", vec![&targets, "--context", &aws])]
    {
        let taken = measure::least(&[&common[..], &inputs].concat(), 3);
        println!("| {name} | | | {:.0} ms | | | {:.0} MB | | |", taken.milliseconds, taken.memory / 1e6);
    }
}

fn write(small: &Path, into: &Path) {
    let own = ids_of_instances(&read(&small.join("state.json")));
    std::fs::create_dir_all(into.join("aws")).expect("the directory can be made");
    for name in ["state.json", "targets.json"] {
        let mut state = read(&small.join(name));
        let resources = state["values"]["root_module"]["resources"].as_array().cloned().unwrap_or_default();
        let copies = (0..VPCS).flat_map(|vpc| {
            resources.iter().flat_map(move |resource| (0..copies_of(resource)).map(move |instance| (vpc, resource, instance)))
        });
        let copied = copies.map(|(vpc, resource, instance)| {
            let mut copy = parsed(&renamed(&rewritten(&resource.to_string(), &own, vpc, instance), vpc));
            copy["name"] = format!("{}_{vpc}_{instance}", resource["name"].as_str().unwrap_or_default()).into();
            let index = if resource["index"].is_null() { String::new() } else { format!("[{}]", resource["index"]) };
            copy["address"] =
                format!("{}.{}{index}", copy["type"].as_str().unwrap_or_default(), copy["name"].as_str().unwrap_or_default()).into();
            copy
        });
        state["values"]["root_module"]["resources"] = copied.collect();
        put(&into.join(name), &state.to_string());
    }
    for entry in std::fs::read_dir(small.join("aws")).expect("the answers can be read") {
        let path = entry.expect("the answer can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut answer = read(&path);
        // What is of one VPC is a file of its own.
        if !answer["VpcId"].is_null() {
            for vpc in 0..VPCS {
                put(&into.join("aws").join(rewritten(&name, &own, vpc, 0)), &rewritten(&answer.to_string(), &own, vpc, 0));
            }
            continue;
        }
        for list in answer.as_object_mut().into_iter().flatten().filter_map(|(_, value)| value.as_array_mut()) {
            let objects = std::mem::take(list);
            for vpc in 0..VPCS {
                for object in &objects {
                    let is_own = OF_INSTANCES.contains(&name.as_str()) && ids(&object.to_string()).any(|id| own.contains(id));
                    let copy = |instance| parsed(&renamed(&rewritten(&object.to_string(), &own, vpc, instance), vpc));
                    list.extend((0..if is_own { INSTANCES } else { 1 }).map(copy));
                }
            }
        }
        put(&into.join("aws").join(name), &answer.to_string());
    }
}

fn copies_of(resource: &Value) -> usize {
    if resource["type"] == "aws_instance" { INSTANCES } else { 1 }
}

/// Ids of instances, and of their interfaces and volumes.
fn ids_of_instances(state: &Value) -> BTreeSet<String> {
    let resources = state["values"]["root_module"]["resources"].as_array().into_iter().flatten();
    let values = resources.filter(|resource| resource["type"] == "aws_instance").map(|resource| &resource["values"]);
    let own = values.flat_map(|values| ["id", "primary_network_interface_id", "root_block_device"].map(|name| values[name].to_string()));
    own.flat_map(|text| ids(&text).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The digits of ids in a text.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split('-').skip(1).filter_map(digits)
}

fn digits(text: &str) -> Option<&str> {
    text.get(..DIGITS).filter(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// With other ids: of each copy its own, of what belongs to instances of each instance.
fn rewritten(text: &str, own: &BTreeSet<String>, vpc: usize, instance: usize) -> String {
    let mut parts = text.split('-');
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        written.push('-');
        match digits(part) {
            Some(id) => {
                let instance = if own.contains(id) { instance } else { 0 };
                let _ = write!(written, "{}{vpc:04x}{instance:04x}{}", &id[..9], &part[DIGITS..]);
            }
            None => written.push_str(part),
        }
    }
    written
}

/// With names of IAM that each copy has for itself.
fn renamed(text: &str, vpc: usize) -> String {
    text.replace("\"node\"", &format!("\"node-of-{vpc}\"")).replace("/node\"", &format!("/node-of-{vpc}\""))
}

fn read(path: &Path) -> Value {
    parsed(&std::fs::read_to_string(path).expect("the file can be read"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn put(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the file can be written");
}
