//! What listens in a VPC: where each kind writes down its subnets, groups, port and host names.
//!
//! Default ports are those of the services' own documentation, linked beside each; read on 2026-11-28.

use ssm_check_graph::{Kind, Resource};
use ssm_check_plan::Attr;

/// Where a kind of data store, or anything else that listens, writes down where it is.
#[derive(Clone, Copy, Debug)]
pub struct Listener {
    /// The subnets, or the group of subnets that one of is taken.
    pub subnets: &'static [&'static str],
    /// The group's own attribute, where `subnets` leads to a group.
    pub of_group: bool,
    /// Security groups.
    pub groups: &'static [&'static str],
    /// The ports.
    pub ports: Listens,
    /// Attributes that hold its host names.
    pub hosts: &'static [&'static str],
}

/// How the ports of a kind are told.
#[derive(Clone, Copy, Debug)]
pub enum Listens {
    /// Always these.
    On(&'static [u16]),
    /// `port`, or the default of the engine that the attribute names.
    ByEngine(&'static str),
    /// `port`, or this where it is left out.
    Port(u16),
    /// By listeners that are resources of their own.
    ByListeners,
}

/// The ports that something listens on; `None` where that is not known.
pub type Listening = Option<Vec<u16>>;

impl Listener {
    /// Where a kind writes this down; `None` of what does not listen.
    pub fn of(kind: Kind) -> Option<Self> {
        const SERVICE: Listener = Listener {
            subnets: &["subnet_ids"],
            of_group: false,
            groups: &["security_group_ids"],
            ports: Listens::ByListeners,
            hosts: &[],
        };
        let grouped = |subnets, groups, ports, hosts| Self { subnets, of_group: true, groups, ports, hosts };
        Some(match kind {
            // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
            Kind::DbInstance => grouped(&["db_subnet_group_name"], &["vpc_security_group_ids"], Listens::ByEngine("engine"), &["address"]),
            // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
            Kind::RdsCluster => grouped(
                &["db_subnet_group_name"],
                &["vpc_security_group_ids"],
                Listens::ByEngine("engine"),
                &["endpoint", "reader_endpoint"],
            ),
            // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html
            Kind::DbProxy => Self {
                subnets: &["vpc_subnet_ids"],
                groups: &["vpc_security_group_ids"],
                ports: Listens::ByEngine("engine_family"),
                hosts: &["endpoint"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
            Kind::ElasticacheCluster => {
                grouped(&["subnet_group_name"], &["security_group_ids"], Listens::ByEngine("engine"), &["cluster_address"])
            }
            Kind::ElasticacheReplicationGroup => grouped(
                &["subnet_group_name"],
                &["security_group_ids"],
                Listens::Port(6379),
                &["primary_endpoint_address", "reader_endpoint_address", "configuration_endpoint_address"],
            ),
            // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/GettingStarted.serverless-redis.step1.html
            Kind::ElasticacheServerlessCache => Self { ports: Listens::ByEngine("engine"), ..SERVICE },
            // https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
            Kind::MemorydbCluster => grouped(&["subnet_group_name"], &["security_group_ids"], Listens::Port(6379), &[]),
            // https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
            Kind::RedshiftCluster => {
                grouped(&["cluster_subnet_group_name"], &["vpc_security_group_ids"], Listens::Port(5439), &["dns_name"])
            }
            Kind::RedshiftserverlessWorkgroup => Self { ports: Listens::Port(5439), ..SERVICE },
            // https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
            Kind::DocdbCluster => {
                grouped(&["db_subnet_group_name"], &["vpc_security_group_ids"], Listens::Port(27017), &["endpoint", "reader_endpoint"])
            }
            // https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html
            Kind::NeptuneCluster => {
                grouped(&["neptune_subnet_group_name"], &["vpc_security_group_ids"], Listens::Port(8182), &["endpoint", "reader_endpoint"])
            }
            // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
            Kind::OpensearchDomain => Self {
                subnets: &["vpc_options", "subnet_ids"],
                groups: &["vpc_options", "security_group_ids"],
                ports: Listens::On(&[443]),
                hosts: &["endpoint"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
            Kind::MskCluster => Self {
                subnets: &["broker_node_group_info", "client_subnets"],
                groups: &["broker_node_group_info", "security_groups"],
                ports: Listens::On(&[9092, 9094, 9096, 9098]),
                ..SERVICE
            },
            // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html
            Kind::MqBroker => Self { groups: &["security_groups"], ports: Listens::ByEngine("engine_type"), ..SERVICE },
            // https://docs.aws.amazon.com/efs/latest/ug/network-access.html
            Kind::EfsMountTarget => {
                Self { subnets: &["subnet_id"], groups: &["security_groups"], ports: Listens::On(&[2049]), hosts: &["dns_name"], ..SERVICE }
            }
            // https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
            Kind::FsxLustreFileSystem => Self { ports: Listens::On(&[988]), hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html
            Kind::FsxWindowsFileSystem => Self { ports: Listens::On(&[445, 5985]), hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/limit-access-security-groups.html
            Kind::FsxOpenzfsFileSystem => Self { ports: Listens::On(&[111, 2049]), hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/limit-access-security-groups.html
            Kind::FsxOntapFileSystem => Self { ports: Listens::On(&[22, 443, 445, 2049]), hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
            Kind::Lb => Self { subnets: &["subnets"], groups: &["security_groups"], hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
            Kind::EksCluster => Self {
                subnets: &["vpc_config", "subnet_ids"],
                groups: &["vpc_config", "security_group_ids"],
                ports: Listens::On(&[443]),
                ..SERVICE
            },
            // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
            Kind::VpcEndpoint => Self { ports: Listens::On(&[443]), ..SERVICE },
            // https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_getting_started_prereqs.html
            Kind::DirectoryServiceDirectory => {
                Self { subnets: &["vpc_settings", "subnet_ids"], groups: &[], ports: Listens::On(&[53, 88, 389, 445, 636]), ..SERVICE }
            }
            // https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html
            Kind::TransferServer => Self {
                subnets: &["endpoint_details", "subnet_ids"],
                groups: &["endpoint_details", "security_group_ids"],
                ports: Listens::On(&[22]),
                hosts: &["endpoint"],
                ..SERVICE
            },
            _ => return None,
        })
    }

    /// The ports of a resource of that kind, but for listeners that are resources of their own.
    pub fn ports_of(self, resource: Resource<'_>) -> Listening {
        let written = |default: Listening| match resource.integer("port") {
            Attr::Known(port) | Attr::Sensitive(Some(port)) if port != 0 => u16::try_from(port).ok().map(|port| vec![port]),
            // Left out it is computed.
            Attr::Unknown(_) if resource.is_written("port") => None,
            Attr::Sensitive(None) => None,
            _ => default,
        };
        match self.ports {
            Listens::On(ports) => Some(ports.to_vec()),
            Listens::Port(default) => written(Some(vec![default])),
            Listens::ByEngine(attribute) => written(resource.text(attribute).value().and_then(by_engine)),
            Listens::ByListeners => None,
        }
    }
}

/// The default port of an engine.
///
/// - RDS: <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html>, `Port`
/// - `ElastiCache`: <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html>
/// - Amazon MQ: <https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-best-practices-amazon-mq.html>
fn by_engine(engine: &str) -> Listening {
    let engine = engine.to_ascii_lowercase();
    Some(match engine.as_str() {
        "mysql" | "mariadb" | "aurora" | "aurora-mysql" => vec![3306],
        "postgres" | "aurora-postgresql" | "postgresql" => vec![5432],
        "redis" | "valkey" => vec![6379],
        "memcached" => vec![11211],
        "docdb" => vec![27017],
        "neptune" => vec![8182],
        "activemq" => vec![5671, 8162, 8883, 61614, 61617, 61619],
        "rabbitmq" => vec![443, 5671],
        other if other.starts_with("oracle-") || other.starts_with("custom-oracle-") => vec![1521],
        other if other.starts_with("sqlserver") || other.starts_with("custom-sqlserver-") => vec![1433],
        other if other.starts_with("db2-") => vec![50000],
        _ => return None,
    })
}

/// Whether a resource of a kind that listens does so within a VPC.
pub fn is_in_vpc(resource: Resource<'_>) -> bool {
    match resource.kind() {
        // A public domain has no options: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
        Some(Kind::OpensearchDomain) => resource.value("vpc_options").elements().next().is_some(),
        Some(Kind::TransferServer) => resource.text("endpoint_type") == Attr::Known("VPC"),
        // The name of one that faces the internet leads to its public addresses.
        Some(Kind::Lb) => resource.boolean("internal") == Attr::Known(true),
        Some(Kind::EksCluster) => resource.nested("vpc_config", "endpoint_private_access").boolean() == Attr::Known(true),
        // A member of a replication group is reached as the group.
        Some(Kind::ElasticacheCluster) => {
            let group = resource.text("replication_group_id");
            let left_out = matches!(group, Attr::Unknown(_)) && !resource.is_written("replication_group_id");
            left_out || matches!(group, Attr::Absent | Attr::Known(""))
        }
        Some(Kind::VpcEndpoint) => resource.text("vpc_endpoint_type") == Attr::Known("Interface"),
        Some(Kind::DirectoryServiceDirectory) => resource.value("vpc_settings").elements().next().is_some(),
        _ => true,
    }
}
