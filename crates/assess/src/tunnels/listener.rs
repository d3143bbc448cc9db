//! What listens in a VPC: where each kind writes down its subnets, groups, port and host names.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_graph::aws::{DbInstance, MskCluster};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_plan::{Attr, Value};

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
    /// `port`, or the default of the type where it is left out or there is none.
    Default,
    /// `port`, or the default of the engine that the attribute names; that of the type where it names none.
    ByEngine(&'static str),
    /// By listeners that are resources of their own.
    ByListeners,
    /// Of every block of this name the attribute.
    ByBlocks(&'static str, &'static str),
    /// By how clients of a Kafka cluster may speak with its brokers.
    OfBrokers,
    /// As the resource that a link leads to.
    AsAnother(&'static [&'static str]),
}

/// The ports that something listens on; `None` where that is not known.
pub type Listening = Option<Vec<u16>>;

impl Listener {
    /// Where a kind writes this down; `None` of what does not listen.
    pub fn of(kind: Kind) -> Option<Self> {
        const SERVICE: Listener =
            Listener { subnets: &["subnet_ids"], of_group: false, groups: &["security_group_ids"], ports: Listens::Default, hosts: &[] };
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
            // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html
            Kind::DbProxyEndpoint => Self {
                subnets: &["vpc_subnet_ids"],
                groups: &["vpc_security_group_ids"],
                ports: Listens::AsAnother(&["db_proxy_name"]),
                hosts: &["endpoint"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.cli.configure-inbound-rules.html
            Kind::DaxCluster => grouped(
                &["subnet_group_name"],
                &["security_group_ids"],
                Listens::ByEngine("cluster_endpoint_encryption_type"),
                &["cluster_address"],
            ),
            // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
            Kind::ElasticacheCluster => grouped(
                &["subnet_group_name"],
                &["security_group_ids"],
                Listens::ByEngine("engine"),
                &["cluster_address", "cache_nodes[0].address"],
            ),
            Kind::ElasticacheReplicationGroup => grouped(
                &["subnet_group_name"],
                &["security_group_ids"],
                Listens::Default,
                &["primary_endpoint_address", "reader_endpoint_address", "configuration_endpoint_address"],
            ),
            // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/GettingStarted.serverless-redis.step1.html
            Kind::ElasticacheServerlessCache => {
                Self { ports: Listens::ByEngine("engine"), hosts: &["endpoint[0].address", "reader_endpoint[0].address"], ..SERVICE }
            }
            // https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
            Kind::MemorydbCluster => {
                grouped(&["subnet_group_name"], &["security_group_ids"], Listens::Default, &["cluster_endpoint[0].address"])
            }
            // https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
            Kind::RedshiftCluster => grouped(&["cluster_subnet_group_name"], &["vpc_security_group_ids"], Listens::Default, &["dns_name"]),
            Kind::RedshiftserverlessWorkgroup => Self { hosts: &["endpoint[0].address"], ..SERVICE },
            // https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-cross-vpc.html
            Kind::RedshiftEndpointAccess => grouped(&["subnet_group_name"], &["vpc_security_group_ids"], Listens::Default, &["address"]),
            Kind::RedshiftserverlessEndpointAccess => Self { groups: &["vpc_security_group_ids"], hosts: &["address"], ..SERVICE },
            // https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
            Kind::DocdbCluster => {
                grouped(&["db_subnet_group_name"], &["vpc_security_group_ids"], Listens::Default, &["endpoint", "reader_endpoint"])
            }
            // https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-using-elastic-clusters.html
            Kind::DocdbelasticCluster => Self { groups: &["vpc_security_group_ids"], hosts: &["endpoint"], ..SERVICE },
            // https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html
            Kind::NeptuneCluster => {
                grouped(&["neptune_subnet_group_name"], &["vpc_security_group_ids"], Listens::Default, &["endpoint", "reader_endpoint"])
            }
            // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
            Kind::OpensearchDomain | Kind::OpensearchVpcEndpoint => Self {
                subnets: &["vpc_options", "subnet_ids"],
                groups: &["vpc_options", "security_group_ids"],
                hosts: &["endpoint"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-vpc.html
            Kind::OpensearchserverlessVpcEndpoint => SERVICE,
            // https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx-getting-started-creating-db-instance.html
            Kind::TimestreaminfluxdbDbInstance => {
                Self { subnets: &["vpc_subnet_ids"], groups: &["vpc_security_group_ids"], hosts: &["endpoint"], ..SERVICE }
            }
            // https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
            Kind::MskServerlessCluster => {
                Self { subnets: &["vpc_config", "subnet_ids"], groups: &["vpc_config", "security_group_ids"], ..SERVICE }
            }
            Kind::MskCluster => Self {
                subnets: &["broker_node_group_info", "client_subnets"],
                groups: &["broker_node_group_info", "security_groups"],
                ports: Listens::OfBrokers,
                ..SERVICE
            },
            // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html
            Kind::MqBroker => Self {
                groups: &["security_groups"],
                ports: Listens::ByEngine("engine_type"),
                hosts: &["instances[0].ip_address", "instances[1].ip_address"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/efs/latest/ug/network-access.html
            Kind::EfsMountTarget => {
                Self { subnets: &["subnet_id"], groups: &["security_groups"], hosts: &["dns_name", "ip_address"], ..SERVICE }
            }
            // https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
            Kind::FsxLustreFileSystem | Kind::FsxFileCache => Self { hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html
            Kind::FsxWindowsFileSystem => Self { hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/limit-access-security-groups.html
            Kind::FsxOpenzfsFileSystem => Self { hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/limit-access-security-groups.html
            Kind::FsxOntapFileSystem => Self { hosts: &["dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
            Kind::Lb => {
                Self { subnets: &["subnets"], groups: &["security_groups"], ports: Listens::ByListeners, hosts: &["dns_name"], ..SERVICE }
            }
            // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
            Kind::Elb => Self {
                subnets: &["subnets"],
                groups: &["security_groups"],
                ports: Listens::ByBlocks("listener", "lb_port"),
                hosts: &["dns_name"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html
            Kind::MwaaEnvironment => Self {
                subnets: &["network_configuration", "subnet_ids"],
                groups: &["network_configuration", "security_group_ids"],
                hosts: &["webserver_url"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
            Kind::EksCluster => Self {
                subnets: &["vpc_config", "subnet_ids"],
                groups: &["vpc_config", "security_group_ids"],
                hosts: &["endpoint.host"],
                ..SERVICE
            },
            // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
            Kind::VpcEndpoint => Self { hosts: &["dns_entry[0].dns_name", "dns_entry[1].dns_name", "dns_entry[2].dns_name"], ..SERVICE },
            // https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_getting_started_prereqs.html
            Kind::DirectoryServiceDirectory => Self { subnets: &["vpc_settings", "subnet_ids"], groups: &[], ..SERVICE },
            // Desktops, by SSH or RDP:
            // https://docs.aws.amazon.com/workspaces/latest/adminguide/connect-to-linux-workspaces-with-ssh.html
            // https://repost.aws/knowledge-center/connect-workspace-rdp
            Kind::WorkspacesDirectory => Self { groups: &["workspace_creation_properties", "custom_security_group_id"], ..SERVICE },
            // https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html
            Kind::TransferServer => Self {
                subnets: &["endpoint_details", "subnet_ids"],
                groups: &["endpoint_details", "security_group_ids"],
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
            _ => replicated(resource).map_or(default, |source| self.ports_of(source)),
        };
        match self.ports {
            Listens::Default => written(PORTS.get().of_type(resource.resource_type())),
            Listens::ByEngine(attribute) => written(match resource.text(attribute) {
                Attr::Absent => PORTS.get().of_type(resource.resource_type()),
                engine => engine.value().and_then(|engine| PORTS.get().of_engine(engine, resource.resource_type())),
            }),
            Listens::ByListeners => None,
            Listens::OfBrokers => resource.graph().view(resource.id()).and_then(|cluster| brokers(cluster)),
            Listens::ByBlocks(name, attribute) => {
                let blocks = resource.blocks(name);
                let port = |block: &Value<'_, '_>| block.get(attribute).integer().value().and_then(|port| u16::try_from(port).ok());
                blocks.items.iter().map(port).collect::<Listening>().filter(|_| !blocks.is_unknown)
            }
            Listens::AsAnother(path) => match resource.link(path).only() {
                Some(LinkTarget::Resource(id)) => {
                    let other = resource.graph().resource(id);
                    other.kind().and_then(Listener::of).and_then(|listener| listener.ports_of(other))
                }
                _ => None,
            },
        }
    }
}

/// `data/ports.json`: default ports, each with the page that tells it.
#[derive(Default, Deserialize)]
struct Ports {
    types: Vec<OfType>,
    engines: Vec<OfEngine>,
}

#[derive(Deserialize)]
struct OfType {
    #[serde(rename = "type")]
    resource_type: String,
    ports: Vec<u16>,
}

#[derive(Deserialize)]
struct OfEngine {
    /// Its name in lower case, or the beginning of the names of its editions, with `*` for the rest.
    engine: String,
    /// The one type that listens so, where others of the engine do not.
    #[serde(rename = "type")]
    resource_type: Option<String>,
    ports: Vec<u16>,
}

static PORTS: Facts<Ports> = Facts::new("ports", include_str!("../../data/ports.json"));

/// The table of default ports.
pub(crate) fn table() -> Table {
    PORTS.table()
}

impl Ports {
    fn of_type(&self, resource_type: &str) -> Listening {
        self.types.iter().find(|of| of.resource_type == resource_type).map(|of| of.ports.clone())
    }

    fn of_engine(&self, engine: &str, resource_type: &str) -> Listening {
        let engine = engine.to_ascii_lowercase();
        let is = |of: &&OfEngine| of.engine.strip_suffix('*').map_or(of.engine == engine, |prefix| engine.starts_with(prefix));
        let of_type = |of: &&OfEngine| of.resource_type.as_deref().is_none_or(|one| one == resource_type);
        // What is said of the type comes before what is said of every other.
        self.engines.iter().filter(is).filter(of_type).min_by_key(|of| of.resource_type.is_none()).map(|of| of.ports.clone())
    }
}

/// The ports of the brokers that listen, which tell by their last digit how: the types' table has them all.
///
/// <https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html>,
/// <https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn.html>
fn brokers(cluster: MskCluster<'_>) -> Listening {
    let ports = PORTS.get().of_type(cluster.0.resource_type())?;
    let (encryption, authentication) = (cluster.encryption_info(), cluster.client_authentication());
    if encryption.is_unknown || authentication.is_unknown {
        return None;
    }
    let in_transit = encryption.items.first().map_or(Value::ABSENT, |block| block.get("encryption_in_transit"));
    if in_transit.is_unknown() {
        return None;
    }
    let in_transit = in_transit.elements().next();
    let (tls, plaintext) = match in_transit.map_or(Attr::Absent, |block| block.get("client_broker").text()) {
        Attr::Absent | Attr::Known("TLS") => (true, false),
        Attr::Known("TLS_PLAINTEXT") => (true, true),
        Attr::Known("PLAINTEXT") => (false, true),
        _ => return None,
    };
    // Without a block, who a client is nobody asks.
    let Some(asked) = authentication.items.first().copied() else {
        return Some(ports.into_iter().filter(|port| (*port == 9092 && plaintext) || (*port == 9094 && tls)).collect());
    };
    if ["sasl", "tls"].iter().any(|name| asked.get(name).is_unknown()) {
        return None;
    }
    let on = |flag: Attr<bool>| match flag {
        Attr::Absent => Some(false),
        flag => flag.value(),
    };
    let sasl = asked.get("sasl").elements().next();
    let of_sasl = |name: &str| sasl.map_or(Some(false), |sasl| on(sasl.get(name).boolean()));
    let (scram, iam, anybody) = (of_sasl("scram")?, of_sasl("iam")?, on(asked.get("unauthenticated").boolean())?);
    let by_certificate = asked.get("tls").elements().next().is_some();
    let listens = |port: &u16| match *port {
        9092 => plaintext && anybody,
        9094 => tls && (anybody || by_certificate),
        9096 => scram,
        9098 => iam,
        _ => true,
    };
    Some(ports.into_iter().filter(listens).collect())
}

/// The database that another one is a replica of. In the same Region it has that one's port and subnets unless it says otherwise:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html>.
pub fn replicated(resource: Resource<'_>) -> Option<Resource<'_>> {
    let replica = resource.graph().view::<DbInstance<'_>>(resource.id())?;
    let Some(LinkTarget::Resource(source)) = replica.replicated().only() else { return None };
    let source = resource.graph().resource(source);
    let is_replica = !source.links(&["replicate_source_db"]).iter().all(|link| link.is_absent());
    (!is_replica && resource.location().is(source.location()) == Truth::True).then_some(source)
}

/// The Availability Zone that something is in, where that is one.
pub fn zone(resource: Resource<'_>) -> Option<&str> {
    let is_off = |name| matches!(resource.boolean(name), Attr::Absent | Attr::Known(false));
    let is_in_one = match resource.kind() {
        // Together with Multi-AZ a zone is refused:
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        Some(Kind::DbInstance) => is_off("multi_az"),
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
        Some(Kind::ElasticacheCluster) => resource.integer("num_cache_nodes") == Attr::Known(1),
        // https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-recovery.html
        Some(Kind::RedshiftCluster) => is_off("multi_az") && is_off("availability_zone_relocation_enabled"),
        _ => false,
    };
    resource.text("availability_zone").value().filter(|_| is_in_one)
}

/// Whether a resource of a kind that listens does so within a VPC.
pub fn is_in_vpc(resource: Resource<'_>) -> Truth {
    match resource.kind() {
        // A public domain has no options: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
        Some(Kind::OpensearchDomain) => has_block(resource, "vpc_options"),
        Some(Kind::DirectoryServiceDirectory) => has_block(resource, "vpc_settings"),
        Some(Kind::MwaaEnvironment) => !is(resource.text("webserver_access_mode"), &"PUBLIC_ONLY"),
        Some(Kind::TransferServer) => is(resource.text("endpoint_type"), &"VPC"),
        // The name of one that faces the internet leads to its public addresses.
        Some(Kind::Lb | Kind::Elb) => is(resource.boolean("internal"), &true),
        Some(Kind::EksCluster) => is(resource.nested("vpc_config", "endpoint_private_access").boolean(), &true),
        // A member of a replication group is reached as the group.
        Some(Kind::ElasticacheCluster) => {
            let group = resource.text("replication_group_id");
            let left_out = matches!(group, Attr::Unknown(_)) && !resource.is_written("replication_group_id");
            Truth::from(left_out || matches!(group, Attr::Absent | Attr::Known("")))
        }
        Some(Kind::VpcEndpoint) => is(resource.text("vpc_endpoint_type"), &"Interface"),
        _ => Truth::True,
    }
}

/// An attribute has a value; one that is left out has none.
fn is<T: PartialEq>(attribute: Attr<T>, wanted: &T) -> Truth {
    match attribute {
        Attr::Known(value) | Attr::Sensitive(Some(value)) => Truth::from(value == *wanted),
        Attr::Absent => Truth::False,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    }
}

/// A nested block is there.
fn has_block(resource: Resource<'_>, name: &str) -> Truth {
    let blocks = resource.blocks(name);
    match (blocks.items.is_empty(), blocks.is_unknown) {
        (false, _) => Truth::True,
        (true, false) => Truth::False,
        (true, true) => Truth::Unknown,
    }
}
