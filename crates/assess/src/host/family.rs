//! Image families, and whether they carry the agent:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/ami-preinstalled-agent.html>.
//!
//! A family is told by the beginning of an image's name together with its owner, as anybody may name an image so.

/// Whether images carry the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// AWS's list has them.
    Yes,
    /// A family that AWS's list does not have.
    No,
    /// The minimal variant of a family that AWS's list has.
    Minimal,
    /// Not recognised.
    Unknown,
}

/// What is known of an image's family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// Its name.
    pub name: &'static str,
    /// Whether it carries the agent.
    pub carries: Carries,
}

/// Not recognised.
pub(super) const UNKNOWN: Family = Family { name: "", carries: Carries::Unknown };

const AMAZON: &[&str] = &["amazon", "137112412989", "591542846629", "602401143452", "801119661308", "100343932686", "045324592363"];
const CANONICAL: &[&str] = &["amazon", "099720109477", "513442679011", "837727238323"];

/// Beginning of the name, owners, family, whether it carries the agent.
const FAMILIES: &[(&str, &[&str], &str, Carries)] = &[
    ("al2023-ami-minimal-", AMAZON, "Amazon Linux 2023 minimal", Carries::Minimal),
    ("al2023-ami-2", AMAZON, "Amazon Linux 2023", Carries::Yes),
    ("al2023-ami-kernel-", AMAZON, "Amazon Linux 2023", Carries::Yes),
    ("al2023-ami-ecs-", AMAZON, "Amazon Linux 2023 for ECS", Carries::Yes),
    ("amzn2-ami-minimal-", AMAZON, "Amazon Linux 2 minimal", Carries::Minimal),
    ("amzn2-ami-hvm-", AMAZON, "Amazon Linux 2", Carries::Yes),
    ("amzn2-ami-kernel-", AMAZON, "Amazon Linux 2", Carries::Yes),
    ("amzn2-ami-ecs-", AMAZON, "Amazon Linux 2 for ECS", Carries::Yes),
    ("amazon-eks-node-", AMAZON, "Amazon Linux for EKS", Carries::Yes),
    ("amazon-eks-gpu-node-", AMAZON, "Amazon Linux for EKS", Carries::Yes),
    ("amazon-eks-arm64-node-", AMAZON, "Amazon Linux for EKS", Carries::Yes),
    ("amzn-ec2-macos-1", AMAZON, "macOS", Carries::Yes),
    ("Windows_Server-2019", AMAZON, "Windows Server", Carries::Yes),
    ("Windows_Server-2022", AMAZON, "Windows Server", Carries::Yes),
    ("Windows_Server-2025", AMAZON, "Windows Server", Carries::Yes),
    ("Windows_Server-2016-English-Full", AMAZON, "Windows Server", Carries::Yes),
    ("Windows_Server-2016-English-Core", AMAZON, "Windows Server", Carries::Yes),
    ("TPM-Windows_Server-2019", AMAZON, "Windows Server", Carries::Yes),
    ("TPM-Windows_Server-2022", AMAZON, "Windows Server", Carries::Yes),
    ("TPM-Windows_Server-2025", AMAZON, "Windows Server", Carries::Yes),
    ("AlmaLinux OS ", &["764336703387"], "AlmaLinux", Carries::Yes),
    ("suse-sles-15-sp3", &["amazon", "013907871322"], "SUSE Linux Enterprise Server", Carries::Yes),
    ("suse-sles-15-sp4", &["amazon", "013907871322"], "SUSE Linux Enterprise Server", Carries::Yes),
    ("suse-sles-15-sp5", &["amazon", "013907871322"], "SUSE Linux Enterprise Server", Carries::Yes),
    ("suse-sles-15-sp6", &["amazon", "013907871322"], "SUSE Linux Enterprise Server", Carries::Yes),
    ("suse-sles-15-sp7", &["amazon", "013907871322"], "SUSE Linux Enterprise Server", Carries::Yes),
    ("ubuntu-minimal/", CANONICAL, "Ubuntu minimal", Carries::Minimal),
    ("RHEL-", &["amazon", "309956199498", "219670896067"], "Red Hat Enterprise Linux", Carries::No),
    ("debian-1", &["amazon", "136693071363"], "Debian", Carries::No),
    ("Rocky-", &["792107900819"], "Rocky Linux", Carries::No),
    ("CentOS ", &["125523088429"], "CentOS", Carries::No),
    ("Fedora-Cloud-Base", &["125523088429"], "Fedora", Carries::No),
    ("OL7", &["131827586825"], "Oracle Linux", Carries::No),
    ("OL8", &["131827586825"], "Oracle Linux", Carries::No),
    ("OL9", &["131827586825"], "Oracle Linux", Carries::No),
    ("FreeBSD ", &["782442783595", "118940168514"], "FreeBSD", Carries::No),
    ("Flatcar-", &["075585003325"], "Flatcar", Carries::No),
];

/// Public parameters: beginning of the path, family, whether it carries the agent. The longest that fits decides.
const PARAMETERS: &[(&str, &str, Carries)] = &[
    ("/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-", "Amazon Linux 2023 minimal", Carries::Minimal),
    ("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-", "Amazon Linux 2023", Carries::Yes),
    ("/aws/service/ami-amazon-linux-latest/amzn2-ami-minimal-", "Amazon Linux 2 minimal", Carries::Minimal),
    ("/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-", "Amazon Linux 2", Carries::Yes),
    ("/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-", "Amazon Linux 2", Carries::Yes),
    ("/aws/service/ami-windows-latest/Windows_Server-2016-English-Full", "Windows Server", Carries::Yes),
    ("/aws/service/ami-windows-latest/Windows_Server-2016-English-Core", "Windows Server", Carries::Yes),
    ("/aws/service/ami-windows-latest/Windows_Server-2019", "Windows Server", Carries::Yes),
    ("/aws/service/ami-windows-latest/Windows_Server-2022", "Windows Server", Carries::Yes),
    ("/aws/service/ami-windows-latest/Windows_Server-2025", "Windows Server", Carries::Yes),
    ("/aws/service/ami-windows-latest/TPM-Windows_Server-20", "Windows Server", Carries::Yes),
    ("/aws/service/canonical/ubuntu/server-minimal/", "Ubuntu minimal", Carries::Minimal),
    ("/aws/service/ecs/optimized-ami/amazon-linux-2", "Amazon Linux for ECS", Carries::Yes),
    ("/aws/service/suse/sles/15-sp3", "SUSE Linux Enterprise Server", Carries::Yes),
    ("/aws/service/suse/sles/15-sp4", "SUSE Linux Enterprise Server", Carries::Yes),
    ("/aws/service/suse/sles/15-sp5", "SUSE Linux Enterprise Server", Carries::Yes),
    ("/aws/service/suse/sles/15-sp6", "SUSE Linux Enterprise Server", Carries::Yes),
    ("/aws/service/suse/sles/15-sp7", "SUSE Linux Enterprise Server", Carries::Yes),
    ("/aws/service/debian/", "Debian", Carries::No),
    ("/aws/service/freebsd/", "FreeBSD", Carries::No),
];

/// Releases of Ubuntu Server on AWS's list.
const UBUNTU: [&str; 16] = [
    "16.04", "18.04", "20.04", "22.04", "24.04", "24.10", "25.04", "26.04", "xenial", "bionic", "focal", "jammy", "noble", "oracular",
    "plucky", "resolute",
];

/// The family of a name, which may be a pattern.
pub(super) fn by_name(name: &str, owners: &[String]) -> Family {
    let by = |known: &[&str]| !owners.is_empty() && owners.iter().all(|owner| known.contains(&owner.as_str()));
    let literal = name.split(['*', '?']).next().unwrap_or_default();
    let found = FAMILIES.iter().find(|(prefix, known, ..)| literal.starts_with(prefix) && by(known));
    match found {
        Some((.., family, carries)) => Family { name: family, carries: *carries },
        None if by(CANONICAL) => ubuntu(name),
        None => UNKNOWN,
    }
}

/// Canonical's names: `ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20250101`.
fn ubuntu(name: &str) -> Family {
    let is = |part: &str| name.contains(part);
    match () {
        () if is("pro") || is("eks") || is("docker") || is("daily") => UNKNOWN,
        () if is("minimal") => Family { name: "Ubuntu minimal", carries: Carries::Minimal },
        () if is("ubuntu") && is("server") && UBUNTU.iter().any(|release| is(release)) => {
            Family { name: "Ubuntu Server", carries: Carries::Yes }
        }
        () => UNKNOWN,
    }
}

/// The family of the public parameter at a path.
pub(super) fn by_parameter(path: &str) -> Family {
    let found = PARAMETERS.iter().filter(|(prefix, ..)| path.starts_with(prefix)).max_by_key(|(prefix, ..)| prefix.len());
    if let Some((_, family, carries)) = found {
        return Family { name: family, carries: *carries };
    }
    if let Some(rest) = path.strip_prefix("/aws/service/canonical/ubuntu/server/") {
        let release = rest.split('/').next().unwrap_or_default();
        return if UBUNTU.contains(&release) { Family { name: "Ubuntu Server", carries: Carries::Yes } } else { UNKNOWN };
    }
    if path.starts_with("/aws/service/eks/optimized-ami/") && path.contains("/amazon-linux-2") {
        return Family { name: "Amazon Linux for EKS", carries: Carries::Yes };
    }
    UNKNOWN
}

/// The AMI type of an EKS node group: <https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html>.
pub(super) fn by_ami_type(ami_type: &str) -> Family {
    match ami_type {
        _ if ami_type.starts_with("AL2_") || ami_type.starts_with("AL2023_") => {
            Family { name: "Amazon Linux for EKS", carries: Carries::Yes }
        }
        _ if ami_type.starts_with("WINDOWS_") => Family { name: "Windows Server", carries: Carries::Yes },
        _ => UNKNOWN,
    }
}

/// Names as Amazon gives them: of the standard image, and of the minimal one.
const SAMPLES: [(&[&str], &[&str]); 2] = [
    (
        &[
            "al2023-ami-2023.6.20241121.0-kernel-6.1-x86_64",
            "al2023-ami-2023.6.20241121.0-kernel-6.1-arm64",
            "al2023-ami-2023.9.20251105.0-kernel-6.12-x86_64",
            "al2023-ami-2023.9.20251105.0-kernel-6.12-arm64",
        ],
        &[
            "al2023-ami-minimal-2023.6.20241121.0-kernel-6.1-x86_64",
            "al2023-ami-minimal-2023.6.20241121.0-kernel-6.1-arm64",
            "al2023-ami-minimal-2023.9.20251105.0-kernel-6.12-x86_64",
            "al2023-ami-minimal-2023.9.20251105.0-kernel-6.12-arm64",
        ],
    ),
    (
        &[
            "amzn2-ami-hvm-2.0.20241113.1-x86_64-gp2",
            "amzn2-ami-hvm-2.0.20241113.1-arm64-gp2",
            "amzn2-ami-hvm-2.0.20241113.1-x86_64-ebs",
            "amzn2-ami-kernel-5.10-hvm-2.0.20241113.1-x86_64-gp2",
        ],
        &[
            "amzn2-ami-minimal-hvm-2.0.20241113.1-x86_64-ebs",
            "amzn2-ami-minimal-hvm-2.0.20241113.1-arm64-ebs",
            "amzn2-ami-minimal-selinux-enforcing-hvm-2.0.20241113.1-x86_64-ebs",
        ],
    ),
];

/// A minimal image that all of the patterns let through besides standard ones: each group is a filter, one of whose patterns must match.
pub(super) fn also_minimal(groups: &[Vec<String>], owners: &[String]) -> Option<&'static str> {
    let of_amazon = !owners.is_empty() && owners.iter().all(|owner| matches!(owner.as_str(), "amazon" | "137112412989"));
    let passes = |name: &&&str| !groups.is_empty() && groups.iter().all(|group| group.iter().any(|pattern| matches(pattern, name)));
    if !of_amazon {
        return None;
    }
    SAMPLES.iter().find_map(|(standard, minimal)| {
        standard.iter().find(passes)?;
        minimal.iter().find(passes).copied()
    })
}

/// `*` is any text, `?` any character: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html>.
fn matches(pattern: &str, name: &str) -> bool {
    let (mut pattern, mut name) = (pattern, name);
    // Where to go on from if a match fails: after the last `*`, one character later in the name.
    let mut retry: Option<(&str, &str)> = None;
    loop {
        let (wanted, found) = (pattern.chars().next(), name.chars().next());
        match (wanted, found) {
            (Some('*'), _) => {
                pattern = rest(pattern);
                retry = Some((pattern, name));
            }
            (None, None) => return true,
            (Some(one), Some(other)) if one == '?' || one == other => (pattern, name) = (rest(pattern), rest(name)),
            _ => match retry {
                Some((after, from)) if !from.is_empty() => {
                    (pattern, name) = (after, rest(from));
                    retry = Some((after, name));
                }
                _ => return false,
            },
        }
    }
}

fn rest(text: &str) -> &str {
    let mut characters = text.chars();
    let _ = characters.next();
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::{Carries, also_minimal, by_name, by_parameter};

    #[test]
    fn names_and_patterns() {
        let table = [
            ("al2023-ami-2023.*-kernel-*-x86_64", "amazon", Carries::Yes),
            ("al2023-ami-*-x86_64", "amazon", Carries::Unknown),
            ("al2023-ami-minimal-*", "amazon", Carries::Minimal),
            ("al2023-ami-2023.*", "self", Carries::Unknown),
            ("amzn2-ami-hvm-*-x86_64-gp2", "137112412989", Carries::Yes),
            ("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*", "099720109477", Carries::Yes),
            ("ubuntu/images/*/ubuntu-jammy-*-amd64-server-*", "099720109477", Carries::Yes),
            ("ubuntu-minimal/images/hvm-ssd/ubuntu-jammy-22.04-amd64-minimal-*", "099720109477", Carries::Minimal),
            ("ubuntu*", "099720109477", Carries::Unknown),
            ("Windows_Server-2022-English-Full-Base-*", "amazon", Carries::Yes),
            ("Windows_Server-2016*", "amazon", Carries::Unknown),
            ("RHEL-9.4.0_HVM-*-x86_64-*", "309956199498", Carries::No),
            ("RHEL-9-golden-*", "111122223333", Carries::Unknown),
            ("debian-12-amd64-*", "136693071363", Carries::No),
            ("golden-*", "self", Carries::Unknown),
        ];
        for (name, owner, wanted) in table {
            assert_eq!(by_name(name, &[owner.to_owned()]).carries, wanted, "{name} of {owner}");
        }
        assert_eq!(by_name("RHEL-9*", &[]).carries, Carries::Unknown, "of no owner");
    }

    #[test]
    fn parameters() {
        let table = [
            ("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64", Carries::Yes),
            ("/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64", Carries::Minimal),
            ("/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base", Carries::Yes),
            ("/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id", Carries::Yes),
            ("/aws/service/canonical/ubuntu/server-minimal/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id", Carries::Minimal),
            ("/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/x86_64/standard/recommended/image_id", Carries::Yes),
            ("/aws/service/debian/release/12/latest/amd64", Carries::No),
            ("/aws/service/bottlerocket/aws-k8s-1.31/x86_64/latest/image_id", Carries::Unknown),
            ("/golden/ami", Carries::Unknown),
        ];
        for (path, wanted) in table {
            assert_eq!(by_parameter(path).carries, wanted, "{path}");
        }
    }

    #[test]
    fn patterns_that_let_minimal_images_through() {
        let amazon = ["amazon".to_owned()];
        let found = |pattern: &str| also_minimal(&[vec![pattern.to_owned()]], &amazon).is_some();
        assert!(found("al2023-ami-*-x86_64"));
        assert!(found("al2023-ami*"));
        assert!(found("amzn2-ami-*"));
        assert!(!found("al2023-ami-2023*"));
        assert!(!found("al2023-ami-minimal-*"), "only minimal ones");
        assert!(!found("amzn2-ami-*-gp2"));
        assert!(also_minimal(&[vec!["al2023-ami-*".to_owned()]], &["self".to_owned()]).is_none());
        assert!(
            also_minimal(&[vec!["al2023-ami-*".to_owned()], vec!["*-2023.*-kernel-6.1-*".to_owned(), "x".to_owned()]], &amazon).is_some()
        );
    }
}
