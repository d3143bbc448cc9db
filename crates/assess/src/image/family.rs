//! Image families, and whether they carry the agent:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/ami-preinstalled-agent.html>.
//!
//! A family is told by the beginning of an image's name together with its owner, as anybody may name an image so.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_user_data::System;
use wildmatch::WildMatch;

/// Whether images carry the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    /// What runs user data, which may be known where the family is not.
    pub system: System,
}

/// Not recognised.
pub(super) const UNKNOWN: Family = Family { name: "", carries: Carries::Unknown, system: System::Unknown };

/// `data/image-families.json`.
#[derive(Default, Deserialize)]
struct Images {
    /// Canonical's accounts.
    canonical: Vec<String>,
    names: Vec<ImageName>,
    /// Public parameters. The longest path that fits decides.
    parameters: Vec<ByText>,
    /// AMI types of EKS node groups.
    ami_types: Vec<ByText>,
    /// Releases of Ubuntu Server on AWS's list.
    ubuntu: Vec<String>,
    /// Where the public parameters of those are.
    ubuntu_parameters: Vec<String>,
    /// What is in the names of Canonical's images that are no plain releases.
    ubuntu_variants: Vec<String>,
    /// Filters of look-ups that standard and minimal images pass alike.
    alike_filters: Vec<String>,
    samples: Vec<Sample>,
    systems: Vec<SystemRow>,
}

/// What tells a system. The longest beginning that fits decides.
#[derive(Deserialize)]
struct SystemRow {
    system: System,
    /// How names begin, of images of these owners.
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    owners: Vec<String>,
    /// How paths of public parameters begin.
    #[serde(default)]
    parameters: Vec<String>,
    /// How AMI types begin.
    #[serde(default)]
    ami_types: Vec<String>,
    /// Values of `platform`.
    #[serde(default)]
    platforms: Vec<String>,
}

/// Names as Amazon gives them.
#[derive(Deserialize)]
struct Sample {
    owners: Vec<String>,
    /// Of the standard image.
    standard: Vec<String>,
    /// Of the minimal one.
    minimal: Vec<String>,
}

#[derive(Deserialize)]
struct ImageName {
    /// How the name begins.
    prefix: String,
    owners: Vec<String>,
    family: String,
    carries: Carries,
}

/// A family that a text tells: the path of a parameter, an AMI type.
#[derive(Deserialize)]
struct ByText {
    /// How it begins.
    prefix: String,
    /// What else is in it.
    #[serde(default)]
    contains: String,
    family: String,
    carries: Carries,
}

impl ByText {
    fn fits(&self, text: &str) -> bool {
        text.starts_with(&self.prefix) && text.contains(&self.contains)
    }

    fn family(&'static self) -> Family {
        Family { name: &self.family, carries: self.carries, ..UNKNOWN }
    }
}

static IMAGES: Facts<Images> = Facts::new("image-families", include_str!("../../data/image-families.json"));

/// The table of image families.
pub(crate) fn table() -> Table {
    IMAGES.table()
}

/// The family of a name, which may be a pattern.
pub(super) fn by_name(name: &str, owners: &[String]) -> Family {
    let images = IMAGES.get();
    let by = |known: &[String]| !owners.is_empty() && owners.iter().all(|owner| known.contains(owner));
    let literal = name.split(['*', '?']).next().unwrap_or_default();
    let family = match images.names.iter().find(|named| literal.starts_with(&named.prefix) && by(&named.owners)) {
        Some(named) => Family { name: &named.family, carries: named.carries, ..UNKNOWN },
        None if by(&images.canonical) => ubuntu(name),
        None => UNKNOWN,
    };
    Family { system: system(literal, |row| if by(&row.owners) { &row.names } else { &[] }), ..family }
}

/// Systems are told by the table: where it has none, an image that is not recognised may be of any.
pub(crate) fn tells_systems() -> bool {
    !IMAGES.get().systems.is_empty()
}

/// The system that a text tells, by how it begins.
fn system(text: &str, beginnings: impl Fn(&'static SystemRow) -> &'static [String]) -> System {
    let of_row = |row| beginnings(row).iter().filter(|beginning| text.starts_with(*beginning)).map(move |beginning| (beginning.len(), row));
    let longest = IMAGES.get().systems.iter().flat_map(of_row).max_by_key(|(length, _)| *length);
    longest.map_or(System::Unknown, |(_, row)| row.system)
}

/// The system of a `platform`, as AWS answers it and filters by it:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html>.
pub(super) fn of_platform(platform: &str) -> System {
    IMAGES.get().systems.iter().find(|row| row.platforms.iter().any(|known| known == platform)).map_or(System::Unknown, |row| row.system)
}

/// Canonical's names: `ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20250101`.
fn ubuntu(name: &str) -> Family {
    let is = |part: &str| name.contains(part);
    match () {
        () if IMAGES.get().ubuntu_variants.iter().any(|variant| is(variant)) => UNKNOWN,
        () if is("minimal") => Family { name: "Ubuntu minimal", carries: Carries::Minimal, ..UNKNOWN },
        () if is("ubuntu") && is("server") && IMAGES.get().ubuntu.iter().any(|release| is(release)) => {
            Family { name: "Ubuntu Server", carries: Carries::Yes, ..UNKNOWN }
        }
        () => UNKNOWN,
    }
}

/// The family of the public parameter at a path.
pub(super) fn by_parameter(path: &str) -> Family {
    Family { system: system(path, |row| &row.parameters), ..family_by_parameter(path) }
}

fn family_by_parameter(path: &str) -> Family {
    let images = IMAGES.get();
    let found = images.parameters.iter().filter(|known| known.fits(path)).max_by_key(|known| known.prefix.len());
    if let Some(known) = found {
        return known.family();
    }
    let release = images.ubuntu_parameters.iter().find_map(|above| path.strip_prefix(above.as_str())?.split('/').next());
    match release {
        Some(release) if images.ubuntu.iter().any(|known| known == release) => {
            Family { name: "Ubuntu Server", carries: Carries::Yes, ..UNKNOWN }
        }
        _ => UNKNOWN,
    }
}

/// The AMI type of an EKS node group: <https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html>.
pub(super) fn by_ami_type(ami_type: &str) -> Family {
    let family = IMAGES.get().ami_types.iter().find(|known| known.fits(ami_type)).map_or(UNKNOWN, ByText::family);
    Family { system: system(ami_type, |row| &row.ami_types), ..family }
}

/// Standard and minimal images pass a filter of this name alike.
pub(super) fn passes_alike(filter: &str) -> bool {
    IMAGES.get().alike_filters.iter().any(|alike| alike == filter)
}

/// `*` is any text, `?` any character: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html>.
fn matches(pattern: &str, name: &str) -> bool {
    WildMatch::new(pattern).matches(name)
}

/// The architecture in the name of an image, a pattern or the path of a parameter, as Amazon's images are named by it.
pub(super) fn architecture_in(text: &str) -> Option<&'static str> {
    ["arm64", "x86_64"].into_iter().find(|architecture| text.contains(architecture))
}

/// A minimal image that all of the patterns let through besides standard ones: each group is a filter, one of whose patterns must match.
/// A filter on the architecture lets none of another through.
pub(super) fn also_minimal(groups: &[Vec<String>], owners: &[String], architecture: Option<&str>) -> Option<&'static str> {
    let is_of_it = |name: &&String| architecture.is_none_or(|architecture| name.contains(architecture));
    let passes = |name: &&String| {
        is_of_it(name) && !groups.is_empty() && groups.iter().all(|group| group.iter().any(|pattern| matches(pattern, name)))
    };
    let is_by = |sample: &&Sample| !owners.is_empty() && owners.iter().all(|owner| sample.owners.contains(owner));
    IMAGES.get().samples.iter().filter(is_by).find_map(|sample| {
        sample.standard.iter().find(passes)?;
        sample.minimal.iter().find(passes).map(String::as_str)
    })
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
        let found = |pattern: &str| also_minimal(&[vec![pattern.to_owned()]], &amazon, None).is_some();
        assert!(found("al2023-ami-*-x86_64"));
        assert!(found("al2023-ami*"));
        assert!(found("amzn2-ami-*"));
        assert!(!found("al2023-ami-2023*"));
        assert!(!found("al2023-ami-minimal-*"), "only minimal ones");
        assert!(!found("amzn2-ami-*-gp2"));
        assert!(also_minimal(&[vec!["al2023-ami-*".to_owned()]], &["self".to_owned()], None).is_none());
        assert!(
            also_minimal(&[vec!["al2023-ami-*".to_owned()], vec!["*-2023.*-kernel-6.1-*".to_owned(), "x".to_owned()]], &amazon, None)
                .is_some()
        );
    }
}
