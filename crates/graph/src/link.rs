//! Links: what an attribute of one resource says of another, as far as the plan tells.

use crate::ResourceId;
use ssm_check_truth::Truth;

/// The value of one linking attribute.
///
/// A plan of new resources knows few values; it keeps references. A link is therefore a list of slots, each of which is what
/// one value of the attribute may denote. No slot at all means that the attribute is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// One for a single-valued attribute that is set; for a list, one for each element that can be told apart.
    pub slots: Vec<Slot>,
}

/// What one value of a linking attribute may denote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Exactly one of the candidates; with a gap, perhaps something else.
    One {
        /// Sorted, without duplicates.
        candidates: Box<[Candidate]>,
        /// Why it may be something that is not among the candidates.
        open: Option<Box<Gap>>,
    },
    /// Some of the candidates, at least one: the plan cannot tell `[a, b]` from `cond ? [a] : [b]`. With a gap, perhaps others.
    Some {
        /// Sorted, without duplicates.
        candidates: Box<[Candidate]>,
        /// Why there may be members that are not among the candidates.
        open: Option<Box<Gap>>,
    },
    /// A known value that is the key of nothing in the inputs.
    Outside(String),
}

/// One resource that a link may denote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidate {
    /// The resource.
    pub target: LinkTarget,
    /// How it was found.
    pub how: How,
}

/// What a link points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkTarget {
    /// A resource instance.
    Resource(ResourceId),
    /// What AWS makes along with a VPC or a cluster, where no resource of the inputs adopts it.
    Default(AwsDefault, ResourceId),
}

/// What AWS makes along with a VPC or a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AwsDefault {
    /// Admits itself, lets everything out:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html>.
    SecurityGroup,
    /// Holds local routes only, unless changed: <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>.
    RouteTable,
    /// Lets everything pass: <https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html>.
    NetworkAcl,
    /// The group of a cluster of EKS and its nodes; admits itself, lets everything out:
    /// <https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html>.
    ClusterSecurityGroup,
}

/// How a candidate was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The attribute's known value is the resource's key.
    Value,
    /// The expression refers to it.
    Reference,
    /// The expression refers to the resource of several instances, and this one has the same key.
    SameKey,
    /// The source files say so.
    Source,
    /// A local value or a dynamic block cuts the trail; this is what the module could name.
    Scope,
    /// The state says that it depends on it.
    Dependency,
}

impl Slot {
    /// Taken for the instance with the same key, which an index may change: of `[count.index]` and `[1 - count.index]` a plan keeps the same.
    pub fn assumes_same_key(&self) -> bool {
        self.gap().is_none() && are_by_same_key(self.candidates())
    }
}

/// One of the candidates is found by its key alone.
pub(crate) fn are_by_same_key(candidates: &[Candidate]) -> bool {
    candidates.iter().any(|candidate| candidate.how == How::SameKey)
}

impl How {
    /// In words, after "found".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Value => "by its value",
            Self::Reference => "by reference",
            Self::SameKey => "by reference, with the same key",
            Self::Source => "from the source files",
            Self::Scope => "as what the module can name",
            Self::Dependency => "by dependency",
        }
    }
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// Computed from a resource whose kind is not modelled, or from an attribute that names nothing.
    Computed(String),
    /// The expression leads nowhere that the plan shows.
    Untraceable,
    /// The value is marked sensitive and redacted, or malformed.
    Unreadable,
    /// Several resources of the inputs have this key.
    Ambiguous(String),
    /// The inputs do not tell whether what has this name is in the same account and Region.
    Elsewhere(String),
    /// Whether something whose name is known only after apply comes to have this one is not known.
    Unnamed(String),
    /// What decides the expression is not in the plan: where it comes out as null, the argument is left out.
    MayBeLeftOut,
    /// Another change of the plan may take it out again.
    Unsettled,
    /// The `.tf` files were read and do not tell, for this reason.
    Sources(String),
    /// AWS does not find it from where it is named.
    Apart(Box<Apart>),
}

/// A resource that names another one which is not found where that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Apart {
    /// The address of the one that names the other.
    pub by: String,
    /// The address of what it names.
    pub named: String,
    /// Their Regions or accounts; `None` where the inputs show the account of one alone.
    pub places: Option<(String, String)>,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Computed(from) => write!(f, "known only after apply, computed from `{from}`"),
            Self::Untraceable => f.write_str("known only after apply, and the plan does not show what it is made of"),
            Self::Unreadable => f.write_str("not readable in this input"),
            Self::Elsewhere(value) => write!(f, "whether the `{value}` of the inputs is in the same account and Region is not known"),
            Self::Unnamed(name) => write!(f, "whether something whose name is known only after apply is called `{name}` is not known"),
            Self::Ambiguous(value) => write!(f, "`{value}` names several resources"),
            Self::Sources(why) => write!(f, "known only after apply, and the sources do not tell: {why}"),
            Self::Apart(apart) => {
                let Apart { by, named, places } = &**apart;
                match places {
                    Some((here, there)) => write!(f, "whether `{by}` can be made in `{here}`, as `{named}` is in `{there}`"),
                    None => write!(f, "whether `{by}` and `{named}` are in one account is not known"),
                }
            }
            Self::Unsettled => f.write_str("another change of the plan may take it out, as neither waits for the other"),
            Self::MayBeLeftOut => {
                f.write_str("known only after apply, and the plan does not show whether the expression comes out as null")
            }
        }
    }
}

/// A resource whose link may denote the one that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Referrer {
    /// The resource that holds the link.
    pub from: ResourceId,
    /// The link certainly denotes it: a known value, or the only candidate.
    pub certain: bool,
    /// How it was found.
    pub how: How,
}

impl Referrer {
    /// Whether the link denotes it.
    pub fn certainty(&self) -> Truth {
        if self.certain { Truth::True } else { Truth::Unknown }
    }
}

impl Link {
    /// The attribute is not set.
    pub const ABSENT: &'static Self = &Self { slots: Vec::new() };

    /// The attribute is not set.
    pub fn is_absent(&self) -> bool {
        self.slots.is_empty()
    }

    /// Every candidate of every slot.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> {
        self.slots.iter().flat_map(|slot| slot.candidates().iter().copied())
    }

    /// The one resource that it certainly denotes.
    pub fn only(&self) -> Option<LinkTarget> {
        match self.slots.as_slice() {
            [slot] => slot.only(),
            _ => None,
        }
    }

    /// Why it may denote something that is not among the candidates.
    pub fn gap(&self) -> Option<&Gap> {
        self.slots.iter().find_map(Slot::gap)
    }

    /// It may denote any resource of the inputs, not only its candidates. Of a known value it is them or something outside, as nothing else
    /// has it for a key.
    pub(crate) fn is_undecided(&self) -> bool {
        let is_bounded = |gap: &Gap| matches!(gap, Gap::Apart(_) | Gap::Ambiguous(_) | Gap::Elsewhere(_) | Gap::Unnamed(_));
        self.slots.iter().filter_map(Slot::gap).any(|gap| !is_bounded(gap))
    }

    /// AWS does not find what it denotes from where it is named.
    pub fn apart(&self) -> Option<&Gap> {
        self.slots.iter().filter_map(Slot::gap).find(|gap| matches!(gap, Gap::Apart(_)))
    }

    /// Known values that are the key of nothing in the inputs.
    pub fn outside(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Outside(value) => Some(value.as_str()),
            _ => None,
        })
    }
}

impl Slot {
    /// One of some candidates, or with a gap perhaps something else.
    pub(crate) fn one(candidates: impl Into<Box<[Candidate]>>, open: Option<Gap>) -> Self {
        Self::One { candidates: candidates.into(), open: open.map(Box::new) }
    }

    /// A resource for certain.
    pub(crate) fn certain(target: LinkTarget, how: How) -> Self {
        Self::one([Candidate { target, how }], None)
    }

    /// Nothing that is known.
    pub(crate) fn open(gap: Gap) -> Self {
        Self::one([], Some(gap))
    }

    /// The same without the value, which is sensitive: what it denotes in the inputs may be told, the value itself must not be.
    pub(crate) fn without_text(self) -> Self {
        match self {
            Self::Outside(_) => Self::open(Gap::Unreadable),
            Self::One { candidates, open: Some(_) } => Self::one(candidates, Some(Gap::Unreadable)),
            slot @ (Self::One { .. } | Self::Some { .. }) => slot,
        }
    }

    /// The resources that it may denote.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::One { candidates, .. } | Self::Some { candidates, .. } => candidates,
            Self::Outside(_) => &[],
        }
    }

    /// The resource that it certainly denotes.
    pub fn only(&self) -> Option<LinkTarget> {
        match (self.candidates(), self.gap()) {
            ([one], None) => Some(one.target),
            _ => None,
        }
    }

    /// Why it may denote something else.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::One { open, .. } | Self::Some { open, .. } => open.as_deref(),
            Self::Outside(_) => None,
        }
    }
}
