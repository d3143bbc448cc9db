//! Answers of AWS as inputs: they decide what a state of the whole would, and what is left out of them is never taken for no.

mod support;

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use support::{root, ssm_check};

/// Roots that were applied over a local mock of AWS, each with its state, with the targets and their roles of it, and with the
/// answers of the AWS CLI to all else.
fn recorded() -> Vec<PathBuf> {
    let mut directories: Vec<_> =
        fs::read_dir(root().join("testdata/answers")).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    directories.sort();
    assert!(directories.len() >= 3);
    directories
}

fn report(directory: &Path, arguments: &[&str]) -> Value {
    let common = ["--format", "json", "--fail-on", "never", "--source", "off", "--config", "off"];
    let output = ssm_check().current_dir(directory).args(common).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {said}"))
}

/// The verdicts on the networks of all targets.
fn networks(report: &Value) -> Vec<String> {
    let targets = report["targets"].as_array().unwrap().iter();
    targets.map(|target| target["network"]["verdict"].as_str().unwrap().to_owned()).collect()
}

/// Address and verdicts of all targets.
fn verdicts(report: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |target: &Value| (text(&target["address"]), text(&target["identity"]["verdict"]), text(&target["network"]["verdict"]));
    report["targets"].as_array().unwrap().iter().map(of).collect()
}

fn copied(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    fs::create_dir(to.path().join("aws")).unwrap();
    fs::copy(from.join("targets.json"), to.path().join("targets.json")).unwrap();
    for entry in fs::read_dir(from.join("aws")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.path().join("aws").join(path.file_name().unwrap())).unwrap();
    }
    to
}

#[test]
fn answers_decide_what_a_state_of_the_whole_does() {
    for directory in recorded() {
        let whole = report(&directory, &["state.json"]);
        let surrounded = report(&directory, &["targets.json", "--context", "aws"]);
        assert_eq!(verdicts(&surrounded), verdicts(&whole), "{}", directory.display());
        let live = report(&directory, &["aws"]);
        assert_eq!(networks(&live), networks(&whole), "{}", directory.display());
        let assumed = surrounded["assumptions"].as_array().unwrap();
        assert!(assumed.iter().any(|assumption| assumption["text"].as_str().unwrap().contains("lists every route table of")));
    }
}

#[test]
fn an_answer_that_is_left_out_is_not_taken_for_no() {
    let mut undecided = 0;
    for directory in recorded() {
        let whole = networks(&report(&directory, &["state.json"]));
        let copy = copied(&directory);
        for entry in fs::read_dir(directory.join("aws")).unwrap() {
            let name = entry.unwrap().file_name();
            let file = copy.path().join("aws").join(&name);
            let text = fs::read(&file).unwrap();
            fs::remove_file(&file).unwrap();
            for (found, expected) in networks(&report(copy.path(), &["targets.json", "--context", "aws"])).iter().zip(&whole) {
                assert!(found == expected || found == "unknown", "{}: {found} without {}", directory.display(), name.display());
                undecided += usize::from(found == "unknown");
            }
            fs::write(&file, text).unwrap();
        }
    }
    assert!(undecided >= 8, "{undecided}");
}

#[test]
fn an_answer_that_is_cut_off_or_filtered_is_not_whole() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let file = "aws/vpc-endpoints.json";
    let copy = copied(&directory);
    let judge = || networks(&report(copy.path(), &["targets.json", "--context", "aws"]));
    assert!(judge().iter().all(|verdict| verdict == "pass"));
    let mut answer: Value = serde_json::from_slice(&fs::read(copy.path().join(file)).unwrap()).unwrap();
    answer["NextToken"] = "more".into();
    fs::write(copy.path().join(file), answer.to_string()).unwrap();
    assert!(judge().iter().all(|verdict| verdict == "unknown"), "another page may hold an endpoint that takes the names");
    answer.as_object_mut().unwrap().remove("NextToken");
    fs::write(copy.path().join(file), answer.to_string()).unwrap();
    let tables = copy.path().join("aws/route-tables.json");
    let mut listed: Value = serde_json::from_slice(&fs::read(&tables).unwrap()).unwrap();
    let main = |table: &Value| table["Associations"].as_array().unwrap().iter().any(|association| association["Main"] == true);
    listed["RouteTables"].as_array_mut().unwrap().retain(|table| !main(table));
    fs::write(&tables, listed.to_string()).unwrap();
    let doubtful = report(copy.path(), &["targets.json", "--context", "aws"]);
    let assumed = doubtful["assumptions"].as_array().unwrap();
    assert!(!assumed.iter().any(|assumption| assumption["text"].as_str().unwrap().contains("every route table")), "{assumed:?}");
}

#[test]
fn a_group_that_is_not_listed_is_not_taken_for_another() {
    for directory in recorded() {
        let whole = networks(&report(&directory, &["state.json"]));
        let copy = copied(&directory);
        let file = copy.path().join("aws/security-groups.json");
        let text = fs::read(&file).unwrap();
        let count = serde_json::from_slice::<Value>(&text).unwrap()["SecurityGroups"].as_array().unwrap().len();
        for position in 0..count {
            let mut answer: Value = serde_json::from_slice(&text).unwrap();
            answer["SecurityGroups"].as_array_mut().unwrap().remove(position);
            answer["NextToken"] = "more".into();
            fs::write(&file, answer.to_string()).unwrap();
            for (found, expected) in networks(&report(copy.path(), &["targets.json", "--context", "aws"])).iter().zip(&whole) {
                assert!(found == expected || found == "unknown", "{}: {found} without group {position}", directory.display());
            }
        }
    }
}

#[test]
fn an_endpoint_that_an_interface_tells_of_is_missed() {
    let directory = recorded().into_iter().find(|path| path.ends_with("endpoint-with-default-group")).unwrap();
    let copy = copied(&directory);
    let change = |file: &str, change: &dyn Fn(&mut Value)| {
        let path = copy.path().join(file);
        let mut answer: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(&mut answer);
        fs::write(path, answer.to_string()).unwrap();
    };
    let judge = || networks(&report(copy.path(), &["targets.json", "--context", "aws"]));
    let listed: Value = serde_json::from_slice(&fs::read(copy.path().join("aws/vpc-endpoints.json")).unwrap()).unwrap();
    let id = listed["VpcEndpoints"][0]["VpcEndpointId"].as_str().unwrap();
    change("aws/network-interfaces.json", &|answer| {
        let mut interface = answer["NetworkInterfaces"][0].clone();
        interface["NetworkInterfaceId"] = "eni-0ffffffffffffffff".into();
        interface["Description"] = format!("VPC Endpoint Interface {id}").into();
        interface["VpcId"] = listed["VpcEndpoints"][0]["VpcId"].clone();
        interface["Attachment"] = Value::Null;
        answer["NetworkInterfaces"].as_array_mut().unwrap().push(interface);
    });
    let whole = judge();
    change("aws/vpc-endpoints.json", &|answer| answer["VpcEndpoints"].as_array_mut().unwrap().clear());
    let without = judge();
    assert!(without.iter().all(|verdict| verdict == "unknown") && !whole.contains(&"unknown".to_owned()), "{whole:?} {without:?}");
    change("aws/network-interfaces.json", &|answer| drop(answer["NetworkInterfaces"].as_array_mut().unwrap().pop()));
    assert!(judge().iter().all(|verdict| verdict == "fail"), "no interface tells of an endpoint");
}

/// What is changed in which file.
type Change<'c> = (&'c str, &'c dyn Fn(&mut Value));

/// What AWS says of a thing besides that it is there.
#[test]
fn routes_that_lead_nowhere_and_names_of_ipv6_alone_are_told() {
    let with = |root: &str, changes: &[Change<'_>]| {
        let copy = copied(&recorded().into_iter().find(|path| path.ends_with(root)).unwrap());
        for (file, change) in changes {
            let path = copy.path().join("aws").join(file);
            let mut answer: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            change(&mut answer);
            fs::write(path, answer.to_string()).unwrap();
        }
        networks(&report(copy.path(), &["targets.json", "--context", "aws"]))
    };
    let all = |found: &[String], verdict: &str| assert!(!found.is_empty() && found.iter().all(|one| one == verdict), "{found:?}");
    let routes = |answer: &mut Value, change: &dyn Fn(&mut Value)| {
        let tables = answer["RouteTables"].as_array_mut().unwrap().iter_mut();
        let routes = tables.flat_map(|table| table["Routes"].as_array_mut().unwrap());
        routes.filter(|route| route["NatGatewayId"].is_string()).for_each(change);
    };
    let dropped = |answer: &mut Value| routes(answer, &|route| route["State"] = "blackhole".into());
    let no_nat = |answer: &mut Value| answer["NatGateways"].as_array_mut().unwrap().clear();
    all(&with("nat-per-zone", &[]), "pass");
    all(&with("nat-per-zone", &[("route-tables.json", &dropped)]), "unknown");
    all(&with("nat-per-zone", &[("nat-gateways.json", &no_nat)]), "unknown");
    all(&with("nat-per-zone", &[("route-tables.json", &dropped), ("nat-gateways.json", &no_nat)]), "fail");
    // A peering leads to no NAT gateway, whatever it joins.
    let peered = |answer: &mut Value| {
        routes(answer, &|route| {
            route.as_object_mut().unwrap().remove("NatGatewayId");
            route["VpcPeeringConnectionId"] = "pcx-0123456789abcdef0".into();
        });
    };
    all(&with("nat-per-zone", &[("route-tables.json", &peered)]), "fail");

    let named = |kind: &'static str| {
        move |answer: &mut Value| {
            for endpoint in answer["VpcEndpoints"].as_array_mut().unwrap() {
                endpoint["IpAddressType"] = "dualstack".into();
                endpoint["DnsOptions"] = serde_json::json!({ "DnsRecordIpType": kind });
            }
        }
    };
    let as_is = with("endpoint-with-default-group", &[]);
    assert_eq!(with("endpoint-with-default-group", &[("vpc-endpoints.json", &named("service-defined"))]), as_is);
    all(&with("endpoint-with-default-group", &[("vpc-endpoints.json", &named("ipv6"))]), "fail");
}

/// AWS Config records some types in the words of their CloudFormation schema:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-dhcpoptions.html>.
#[test]
fn what_aws_config_records_is_read_in_its_own_words() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let path = copy.path().join("aws/vpcs.json");
    let text = fs::read_to_string(&path).unwrap().replace(r#""DhcpOptionsId": "default""#, r#""DhcpOptionsId": "dopt-0a1b2c3d4e5f60718""#);
    fs::write(path, text).unwrap();
    fs::remove_file(copy.path().join("aws/dhcp-options.json")).unwrap();
    let judge = |configuration: Value| {
        let item = serde_json::json!({ "resourceType": "AWS::EC2::DHCPOptions", "resourceId": "dopt-0a1b2c3d4e5f60718", "configuration": configuration });
        let snapshot = serde_json::json!({ "fileVersion": "1.0", "configurationItems": [item] });
        fs::write(copy.path().join("aws/config.json"), snapshot.to_string()).unwrap();
        networks(&report(copy.path(), &["targets.json", "--context", "aws"]))
    };
    let options = |servers: &str| serde_json::json!({ "DhcpOptionsId": "dopt-0a1b2c3d4e5f60718", "DomainNameServers": [servers] });
    assert_eq!(judge(options("AmazonProvidedDNS")), networks(&report(&directory, &["state.json"])));
    assert!(judge(options("10.9.9.9")).iter().all(|verdict| verdict == "unknown"), "what answers there is not known");
    assert!(judge(serde_json::json!({ "Servers": [] })).iter().all(|verdict| verdict == "unknown"), "what it says is not understood");
}

#[test]
fn answers_that_contradict_each_other_decide_nothing() {
    let directory = root().join("testdata/answers/nat-per-zone");
    let copy = copied(&directory);
    let file = copy.path().join("aws/security-groups.json");
    let listed = fs::read_to_string(&file).unwrap();
    // The same once more is no contradiction.
    fs::write(copy.path().join("aws/copied-security-groups.json"), &listed).unwrap();
    let arguments = ["targets.json", "--context", "aws"];
    assert_eq!(networks(&report(copy.path(), &arguments)), networks(&report(&directory, &arguments)));
    fs::remove_file(copy.path().join("aws/copied-security-groups.json")).unwrap();

    let mut earlier: Value = serde_json::from_str(&listed).unwrap();
    for group in earlier["SecurityGroups"].as_array_mut().unwrap() {
        group["IpPermissionsEgress"] = Value::Array(Vec::new());
    }
    for name in ["a-security-groups.json", "z-security-groups.json"] {
        let other = copy.path().join("aws").join(name);
        fs::write(&other, earlier.to_string()).unwrap();
        fs::remove_file(copy.path().join("aws/security-group-rules.json")).ok();
        let output = ssm_check().current_dir(copy.path()).args(["--source", "off", "--config", "off"]).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("security-groups.json differ in `sg-") && said.contains("pass the newer one alone"), "{said}");
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("? unknown") && !shown.contains("--source DIR"), "{shown}");
        assert!(networks(&report(copy.path(), &arguments)).iter().all(|network| network == "unknown"));
        fs::remove_file(other).unwrap();
    }
}

#[test]
fn strict_takes_no_answer_for_whole() {
    for directory in recorded() {
        let strict = report(&directory, &["targets.json", "--context", "aws", "--strict"]);
        assert!(!networks(&strict).contains(&"pass".to_owned()), "{}", directory.display());
        assert_eq!(strict["assumptions"], Value::Array(Vec::new()));
    }
}

#[test]
fn a_project_states_what_no_input_shows() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let run = |arguments: &[&str]| {
        let output = ssm_check().current_dir(copy.path()).args(["targets.json", "--format", "json"]).args(arguments).output().unwrap();
        (serde_json::from_slice::<Value>(&output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (open, _) = run(&[]);
    assert!(networks(&open).iter().all(|verdict| verdict == "unknown"));
    let (stated, said) = run(&["--assume-reaches", "subnet=subnet-*", "--assume-reaches", "vpc=vpc-none"]);
    assert!(networks(&stated).iter().all(|verdict| verdict == "pass"));
    assert!(stated["assumptions"][0]["text"].as_str().unwrap().contains("subnet `subnet-*` reaches"));
    assert!(said.contains("`vpc-none` reaches the services applies to no target"), "{said}");
    let config = "[[assume.reaches]]\nsubnet = \"subnet-*\"\nreason = \"central endpoints\"\nexpires = 2001-01-01\n";
    fs::write(copy.path().join("ssm-check.toml"), config).unwrap();
    let (over, said) = run(&[]);
    assert!(networks(&over).iter().all(|verdict| verdict == "unknown"));
    assert!(said.contains("ended on 2001-01-01"), "{said}");
}

#[test]
fn a_statement_on_a_vpc_is_one_on_what_its_groups_guard() {
    let directory = root().join("testdata/checks/SSM201/unknown-subnet-outside-behind-own-group");
    let judge = |vpc: &str| networks(&report(&directory, &["plan.json", "--assume-reaches", vpc]));
    assert_eq!(judge("vpc=vpc-0123456789abcdef0"), ["pass"]);
    assert_eq!(judge("vpc=vpc-0123456789abcdef1"), ["unknown"]);
}

/// The id of the instance of a recorded root.
fn instance_of(directory: &Path) -> String {
    let state: Value = serde_json::from_slice(&fs::read(directory.join("targets.json")).unwrap()).unwrap();
    let resources = state["values"]["root_module"]["resources"].as_array().unwrap();
    resources.iter().find(|resource| resource["type"] == "aws_instance").unwrap()["values"]["id"].as_str().unwrap().to_owned()
}

/// What Systems Manager lists of an instance, as botocore's model has it.
fn listed(instance: &str, status: &str, version: &str) -> String {
    let file = root().join("crates/describe/testdata/answers/ssm_describe-instance-information_model.json");
    let mut answer: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let node = &mut answer["InstanceInformationList"][0];
    (node["InstanceId"], node["PingStatus"], node["AgentVersion"]) = (instance.into(), status.into(), version.into());
    answer.to_string()
}

#[test]
fn a_listed_agent_tells_its_version_and_whether_it_is_online() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let instance = instance_of(&directory);
    let judge = |status: &str, version: &str| {
        fs::write(copy.path().join("aws/nodes.json"), listed(&instance, status, version)).unwrap();
        let report = report(copy.path(), &["targets.json", "--context", "aws"]);
        let target = report["targets"].as_array().unwrap()[0].clone();
        let services: Vec<_> =
            target["network"]["paths"].as_array().unwrap().iter().map(|path| path["service"].as_str().unwrap().to_owned()).collect();
        (services, target["host"].clone(), report["notes"].to_string())
    };
    let (services, host, notes) = judge("Online", "3.3.131.0");
    assert_eq!(services, ["ssm", "ssmmessages"], "an agent that is new enough does without the third");
    assert!(host.to_string().contains("pass") && !notes.contains("new enough"), "{host} {notes}");
    let (services, _, notes) = judge("ConnectionLost", "3.2.2222.0");
    assert_eq!(services, ["ssm", "ssmmessages", "ec2messages"]);
    assert!(notes.contains("`ConnectionLost`"), "{notes}");
    let (services, ..) = judge("Online", "not a version");
    assert_eq!(services, ["ssm", "ssmmessages", "ec2messages"]);
    fs::write(copy.path().join("aws/nodes.json"), listed("i-0ffffffffffffffff", "Online", "3.3.131.0")).unwrap();
    let other = report(copy.path(), &["targets.json", "--context", "aws"]);
    assert_eq!(other["targets"][0]["network"]["paths"].as_array().unwrap().len(), 3, "another instance's agent says nothing");
}

#[test]
fn a_default_vpc_is_as_aws_makes_it_where_the_project_says_so() {
    let directory = root().join("testdata/checks/SSM201/unknown-default-vpc");
    assert_eq!(networks(&report(&directory, &["plan.json"])), ["unknown"]);
    let stated = report(&directory, &["plan.json", "--assume-default-vpc"]);
    assert_eq!(networks(&stated), ["pass"], "{stated:#}");
    assert!(stated["assumptions"][0]["text"].as_str().unwrap().contains("the default VPC is as AWS makes it"));
}

#[test]
fn compressed_answers_of_a_directory_are_read() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let whole = networks(&report(copy.path(), &["targets.json", "--context", "aws"]));
    for entry in fs::read_dir(directory.join("aws")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let plain = copy.path().join("aws").join(&name);
        let file = fs::File::create(copy.path().join("aws").join(format!("{name}.gz"))).unwrap();
        let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        encoder.write_all(&fs::read(&plain).unwrap()).unwrap();
        encoder.finish().unwrap();
        fs::remove_file(plain).unwrap();
    }
    assert_eq!(networks(&report(copy.path(), &["targets.json", "--context", "aws"])), whole);
}

/// A local mock of AWS, ended with the test.
struct Mock {
    process: Child,
    endpoint: String,
}

impl Mock {
    /// `None` where the mock or the AWS CLI is not installed.
    fn start() -> Option<Self> {
        let installed = |command: &str, argument: &str| {
            Command::new(command).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        };
        if !installed("moto_server", "--help") || !installed("aws", "--version") {
            return None;
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let process = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mock = Self { process, endpoint: format!("http://127.0.0.1:{port}") };
        for _ in 0..240 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(mock);
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        None
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for (name, value) in
            [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_PAGER", ""), ("AWS_REGION", "eu-west-1")]
        {
            command.env(name, value);
        }
        command.env("AWS_DEFAULT_REGION", "eu-west-1").env("AWS_ENDPOINT_URL", &self.endpoint);
        command
    }

    fn aws(&self, arguments: &[&str]) -> String {
        let output = self.command("aws").args(arguments).args(["--output", "text"]).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_script_of_needs_decides() {
    let Some(mock) = Mock::start() else {
        eprintln!("skipped: `moto_server` and `aws` are not both installed (`pip install 'moto[server]' awscli`)");
        return;
    };
    let vpc = mock.aws(&["ec2", "create-vpc", "--cidr-block", "10.9.0.0/16", "--query", "Vpc.VpcId"]);
    let subnet = mock.aws(&["ec2", "create-subnet", "--vpc-id", &vpc, "--cidr-block", "10.9.0.0/24", "--query", "Subnet.SubnetId"]);
    let group = ["ec2", "create-security-group", "--vpc-id", &vpc, "--group-name", "web", "--description", "web", "--query", "GroupId"];
    let group = mock.aws(&group);
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    fs::remove_dir_all(copy.path().join("aws")).unwrap();
    let mut state: Value = serde_json::from_slice(&fs::read(copy.path().join("targets.json")).unwrap()).unwrap();
    for resource in state["values"]["root_module"]["resources"].as_array_mut().unwrap() {
        if resource["type"] == "aws_instance" {
            resource["values"]["subnet_id"] = subnet.clone().into();
            resource["values"]["vpc_security_group_ids"] = vec![Value::from(group.clone())].into();
        }
    }
    fs::write(copy.path().join("targets.json"), state.to_string()).unwrap();
    let before = report(copy.path(), &["targets.json"]);
    assert!(networks(&before).iter().all(|verdict| verdict == "unknown"));
    let needs = ssm_check().current_dir(copy.path()).args(["needs", "targets.json", "--dir", "asked"]).output().unwrap();
    let script = String::from_utf8(needs.stdout).unwrap();
    // What the images are is asked too, beside what is undecided.
    assert!(script.contains("ec2 describe-images --filters Name=image-id,Values=ami-"), "{script}");
    assert!(script.contains(&subnet) && script.contains("\"ec2:DescribeRouteTables\""), "{script}");
    // The last line is run by hand: the program is not on the path here.
    let (asking, again) = script.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(again, "ssm-check targets.json --context asked");
    fs::write(copy.path().join("needs.sh"), asking).unwrap();
    let output = mock.command("sh").current_dir(copy.path()).arg("needs.sh").output().unwrap();
    assert!(output.status.success(), "{}\n{script}", String::from_utf8_lossy(&output.stderr));
    let after = report(copy.path(), &["targets.json", "--context", "asked"]);
    assert!(networks(&after).iter().all(|verdict| verdict == "fail"), "a VPC without a way out: {after:#}");
}

#[test]
fn needs_asks_whether_default_host_management_stands_in_for_a_profile() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let asks = |files: &[&str]| {
        let output = ssm_check().current_dir(copy.path()).arg("needs").args(files).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        let asked = "ssm get-service-setting --setting-id /ssm/managed-instance/default-ec2-instance-management-role";
        script.contains(asked) && script.contains("\"ssm:GetServiceSetting\"")
    };
    assert!(!asks(&["targets.json", "--context", "aws"]), "a profile that lets the agent work needs nothing else");
    let mut state: Value = serde_json::from_slice(&fs::read(copy.path().join("targets.json")).unwrap()).unwrap();
    for resource in state["values"]["root_module"]["resources"].as_array_mut().unwrap() {
        if resource["type"] == "aws_instance" {
            resource["values"]["iam_instance_profile"] = "".into();
        }
    }
    fs::write(copy.path().join("targets.json"), state.to_string()).unwrap();
    assert!(asks(&["targets.json", "--context", "aws"]));
    let setting = serde_json::json!({ "ServiceSetting": {
        "SettingId": "/ssm/managed-instance/default-ec2-instance-management-role", "SettingValue": "$None", "Status": "Default",
        "ARN": "arn:aws:ssm:eu-west-1:123456789012:servicesetting/ssm/managed-instance/default-ec2-instance-management-role",
    } });
    fs::write(copy.path().join("aws/setting.json"), setting.to_string()).unwrap();
    assert!(!asks(&["targets.json", "--context", "aws"]), "it is known");
}

#[test]
fn what_aws_has_otherwise_than_the_plan_is_told_where_a_verdict_hangs_on_it() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    fs::copy(directory.join("state.json"), copy.path().join("state.json")).unwrap();
    let told = || {
        let arguments = ["--config", "off", "--source", "off", "--fail-on", "never", "state.json", "--context", "aws"];
        let output = ssm_check().current_dir(copy.path()).args(arguments).env("COLUMNS", "1000").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().filter(|line| line.contains("otherwise than the plan")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(told(), Vec::<String>::new());
    // Somebody narrowed the group by hand.
    for file in ["aws/security-groups.json", "aws/security-group-rules.json"] {
        let file = copy.path().join(file);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("\"0.0.0.0/0\""));
        fs::write(&file, text.replace("\"0.0.0.0/0\"", "\"10.0.0.0/16\"")).unwrap();
    }
    let told = told();
    let [of_one, ..] = &told[..] else { panic!("nothing is told") };
    assert!(of_one.contains("so `aws_instance.node` may turn out `fail`, not `pass`"), "{told:?}");
}

#[test]
fn what_a_plan_adopts_or_takes_over_is_the_plans() {
    let directory = root().join("testdata/taken");
    let expected: Value = serde_json::from_slice(&fs::read(directory.join("verdicts.json")).unwrap()).unwrap();
    let expected: Vec<_> = expected.as_object().unwrap().iter().collect();
    let report = report(&directory, &["planned.json", "--context", "aws"]);
    let found = verdicts(&report);
    assert_eq!(found.len(), expected.len());
    for (address, identity, network) in found {
        let (_, truth) = expected.iter().find(|(expected, _)| **expected == address).unwrap();
        assert_eq!((Some(&*identity), Some(&*network)), (truth["identity"].as_str(), truth["network"].as_str()), "{address}");
    }
}

#[test]
fn an_image_that_aws_describes_is_known_by_its_name_and_owner() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let found = |name: &str, owner: &str| {
        let image = serde_json::json!({ "ImageId": "ami-0123456789abcdef0", "Name": name, "OwnerId": owner });
        fs::write(copy.path().join("aws/images.json"), serde_json::json!({ "Images": [image] }).to_string()).unwrap();
        let report = report(copy.path(), &["targets.json", "--context", "aws"]);
        let ids = report["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap().to_owned());
        (ids.filter(|id| id.starts_with("SSM30")).collect::<Vec<_>>(), report["notes"].to_string().contains("the agent is in the image"))
    };
    let debian = "debian-12-amd64-20250115-1993";
    assert_eq!(found(debian, "136693071363"), (vec!["SSM301".to_owned()], false));
    // Anybody may give an image of their own that name.
    assert_eq!(found(debian, "123456789012"), (Vec::new(), true));
}

/// What a report says of a check: the verdict of its first finding.
fn found<'r>(report: &'r Value, id: &str) -> Option<&'r str> {
    report["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id)?["verdict"].as_str()
}

/// The ARN of an organisation's policy has the management account in it, which is not the one of the plan for that.
#[test]
fn policies_of_an_organisation_show_the_management_account_alone() {
    let directory = root().join("testdata/sessions/managed-nodes-alone");
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("aws")).unwrap();
    fs::copy(directory.join("plan.json"), copy.path().join("plan.json")).unwrap();
    let summary = serde_json::json!({
        "Id": "p-guard0001",
        "Arn": "arn:aws:organizations::999999999999:policy/o-exampleorgid/service_control_policy/p-guard0001",
        "Name": "guard",
        "Type": "SERVICE_CONTROL_POLICY",
    });
    let content = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "ssm:StartSession", "Resource": "*"}]}"#;
    let policy = serde_json::json!({"Policy": {"PolicySummary": &summary, "Content": content}});
    let everything = serde_json::json!({
        "Id": "p-FullAWSAccess",
        "Arn": "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
        "Name": "FullAWSAccess",
        "Type": "SERVICE_CONTROL_POLICY",
        "AwsManaged": true,
    });
    let listed = serde_json::json!({"Policies": [everything, &summary]});
    let network =
        |owner: &str| serde_json::json!({"Vpcs": [{"VpcId": "vpc-0aaaaaaaaaaaaaaaa", "OwnerId": owner, "CidrBlock": "10.0.0.0/16"}]});
    let judge = |target: &str, vpcs: Option<Value>| {
        let aws = copy.path().join("aws");
        fs::remove_dir_all(&aws).unwrap();
        fs::create_dir(&aws).unwrap();
        fs::write(aws.join("guard.json"), policy.to_string()).unwrap();
        fs::write(aws.join(format!("{target}-policies.json")), listed.to_string()).unwrap();
        if let Some(vpcs) = vpcs {
            fs::write(aws.join("vpcs.json"), vpcs.to_string()).unwrap();
        }
        let report = report(copy.path(), &["plan.json", "--context", "aws"]);
        (found(&report, "SSM401").map(str::to_owned), report["notes"].to_string().contains("is of account"))
    };
    let (unknown, fail) = (Some("unknown".to_owned()), Some("fail".to_owned()));
    assert_eq!(judge("123456789012", None), (unknown, false), "the plan may be of the account that it is attached to");
    assert_eq!(judge("r-ab12", None), (None, false), "the root is above every account");
    assert_eq!(judge("123456789012", Some(network("123456789012"))), (None, true));
    assert_eq!(judge("123456789012", Some(network("444455556666"))), (fail.clone(), true));
    assert_eq!(judge("r-ab12", Some(network("999999999999"))), (fail, true), "it does not bind the management account");
}

/// Who is told of tunnels, where answers alone show who may open them.
#[test]
fn rules_that_no_answer_lists_are_not_known() {
    let directory = recorded().into_iter().find(|path| path.ends_with("nat-per-zone")).unwrap();
    let copy = copied(&directory);
    let document = |statement: Value| serde_json::json!({"Version": "2012-10-17", "Statement": [statement]});
    let role = serde_json::json!({
        "RoleName": "ops",
        "RoleId": "AROAEXAMPLEEXAMPLE000",
        "Arn": "arn:aws:iam::123456789012:role/ops",
        "Path": "/",
        "AssumeRolePolicyDocument": document(serde_json::json!({
            "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}})),
        "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": document(serde_json::json!({
            "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*"}))}],
        "AttachedManagedPolicies": [],
        "InstanceProfileList": [],
    });
    let details = serde_json::json!({"RoleDetailList": [role], "UserDetailList": [], "GroupDetailList": [], "Policies": []});
    fs::write(copy.path().join("aws/auth.json"), details.to_string()).unwrap();
    let rule = |name: &str, pattern: &str| {
        serde_json::json!({"Name": name, "Arn": format!("arn:aws:events:eu-west-1:123456789012:rule/{name}"), "EventPattern": pattern,
            "State": "ENABLED", "EventBusName": "default"})
    };
    let judge = |files: &[(&str, Value)], strict: &[&str]| {
        for (name, answer) in files {
            fs::write(copy.path().join("aws").join(name), answer.to_string()).unwrap();
        }
        let report = report(copy.path(), &[&["aws"], strict].concat());
        for (name, _) in files {
            fs::remove_file(copy.path().join("aws").join(name)).unwrap();
        }
        found(&report, "SSM507").map(str::to_owned)
    };
    let (unknown, fail) = (Some("unknown".to_owned()), Some("fail".to_owned()));
    assert_eq!(judge(&[], &[]), unknown, "nobody asked for the rules");
    let other = rule("other", r#"{"source": ["aws.ec2"]}"#);
    let rules = serde_json::json!({"Rules": [&other]});
    assert_eq!(judge(&[("rules.json", rules.clone())], &[]), fail);
    assert_eq!(judge(&[("rules.json", rules)], &["--strict"]), unknown);
    assert_eq!(judge(&[("rules.json", serde_json::json!({"Rules": [&other], "NextToken": "x"}))], &[]), unknown);
    let watch = serde_json::json!({"Rules": [rule("watch", r#"{"detail": {"eventName": ["StartSession"]}}"#)]});
    let targets = |list: Value| serde_json::json!({ "Targets": list });
    assert_eq!(judge(&[("rules.json", watch.clone())], &[]), unknown, "nobody asked for its targets");
    assert_eq!(judge(&[("rules.json", watch.clone()), ("watch.json", targets(serde_json::json!([])))], &[]), fail);
    let told = serde_json::json!([{"Id": "1", "Arn": "arn:aws:sns:eu-west-1:123456789012:tunnels"}]);
    assert_eq!(judge(&[("rules.json", watch), ("watch.json", targets(told))], &[]), None);
}
