//! Tags of instances that a service starts: those that it hands on, and its own, of which pages tell how their keys begin.

use super::handed_down::merge;
use super::{Overlap, Tag, Tags, launched, of_map, of_resource, perhaps, template_tags};
use crate::pages::Listed;
use crate::target::Target;
use ssm_check_graph::aws::{AutoscalingGroupTag, BatchComputeEnvironment};
use ssm_check_graph::{Kind, Resource};
use ssm_check_plan::Attr;
use std::collections::BTreeMap;

/// The tags of the instances of a node group, an environment or a cluster.
pub(super) fn of_target(target: &Target<'_>) -> Tags {
    let resource = target.resource;
    let of_template = || launched(target, |source| template_tags(source, Overlap::None));
    match resource.kind() {
        // "Tags don't propagate to any other cluster or AWS resources": neither those of the group do nor those of the cluster.
        // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
        Some(Kind::EksNodeGroup) => {
            let mut tags = of_template();
            tags.set_all(Listed::TagsOfGroups, &Tag::Present);
            by_hand(resource, &mut tags);
            and_own(tags, Listed::TagsOfEksNodes)
        }
        // "Compute environment tags do not propagate", those of `computeResources` are the instances':
        // https://docs.aws.amazon.com/batch/latest/userguide/tag-resources.html
        // Whether spot instances get them depends on the role of the spot fleet:
        // https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html
        Some(Kind::BatchComputeEnvironment) => {
            let mut tags = of_template();
            let environment = resource.graph().view::<BatchComputeEnvironment<'_>>(resource.id());
            let blocks = environment.map(|environment| environment.compute_resources().items).unwrap_or_default();
            let own = blocks.first().map_or_else(Tags::unknown, |block| of_map(block.get("tags")));
            let is_tagged = blocks.first().is_some_and(|block| block.get("type").text() == Attr::Known("EC2"));
            merge(&mut tags, if is_tagged { own } else { perhaps_all(own) });
            by_hand(resource, &mut tags);
            and_own(tags, Listed::TagsOfBatchInstances)
        }
        // "A list of tags to associate with a cluster and propagate to Amazon EC2 instances":
        // https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html
        Some(Kind::EmrCluster) => and_own(of_resource(resource), Listed::TagsOfEmrInstances),
        // An environment's tags are those of its instances, its version and saved configuration may add to them:
        // https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/applications-tagging-resources.html
        Some(Kind::ElasticBeanstalkEnvironment) => {
            let mut tags = of_resource(resource);
            by_hand(resource, &mut tags);
            opened(tags)
        }
        _ => opened(of_template()),
    }
}

/// The same of which it is not known whether they are there.
fn perhaps_all(mut tags: Tags) -> Tags {
    tags.map().into_iter().flat_map(BTreeMap::values_mut).for_each(|tag| *tag = Tag::Perhaps);
    tags
}

/// With the service's own.
fn and_own(mut tags: Tags, begins: Listed) -> Tags {
    if begins.values().is_empty() {
        return opened(tags);
    }
    tags.set_all(begins, &Tag::Begins);
    tags
}

/// With any others, and AWS's.
fn opened(mut tags: Tags) -> Tags {
    tags.open();
    tags.set(OF_AWS.to_owned(), Tag::Begins);
    tags
}

/// How keys begin that only AWS sets: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions>.
const OF_AWS: &str = "aws:";

/// Tags that `aws_autoscaling_group_tag` may give a group that a service makes.
fn by_hand(resource: Resource<'_>, tags: &mut Tags) {
    for tag in resource.graph().all::<AutoscalingGroupTag<'_>>().filter(|tag| tag.group().only().is_none()) {
        if !perhaps(tags, tag.tag().items.iter().map(|block| block.get("key").text())) {
            tags.open();
        }
    }
}
