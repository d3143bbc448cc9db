//! Who may begin a tunnel where, decided once for principals whose policies say the same and targets that these do not tell apart.
//!
//! Of a thousand principals and targets there are a million pairs, and seldom more than a few dozen answers.

use super::ways::Way;
use crate::access::{Access, Asking, DocumentResource, EXECUTE, START, TargetResource};
use rustc_hash::FxHashMap;
use ssm_check_iam::Truth;

/// A way in which somebody may begin a tunnel at a target.
pub(super) struct Start<'a> {
    pub(super) principal: &'a str,
    pub(super) document: &'a str,
    pub(super) way: &'a Way,
    pub(super) may: Truth,
}

/// Whoever may start some session.
pub(super) fn askings<'a, 'g>(access: &'a Access<'g>) -> Vec<Asking<'a, 'g>> {
    access.people().map(|caller| access.asking(caller, START)).filter(Asking::may_grant).collect()
}

/// For each group of targets, the documents by their place in the list, each with whether it may be started.
type OfClass = Vec<Vec<(usize, Truth)>>;

/// Who may begin which session.
pub(super) struct Starts<'a, 'g> {
    askings: &'a [Asking<'a, 'g>],
    sessions: &'a [(&'a DocumentResource<'g>, Way)],
    /// By the number that principals with the same policies share.
    of_classes: FxHashMap<usize, OfClass>,
}

impl<'a, 'g> Starts<'a, 'g> {
    /// Asks for each principal; what is refused is left out where only open ones are wanted.
    pub(super) fn new(askings: &'a [Asking<'a, 'g>], sessions: &'a [(&'a DocumentResource<'g>, Way)], only_open: bool) -> Self {
        let mut of_classes = FxHashMap::default();
        for asking in askings {
            let each = |target: &TargetResource| -> Vec<(usize, Truth)> {
                let decided = sessions.iter().enumerate().filter_map(|(place, (document, _))| {
                    let decision = asking.start(target, document, true)?;
                    Some((place, decision.truth))
                });
                decided.filter(|(_, may)| !only_open || *may != Truth::False).collect()
            };
            of_classes.entry(asking.class()).or_insert_with(|| asking.one_of_each_group().map(each).collect());
        }
        Self { askings, sessions, of_classes }
    }

    /// Those at an instance, by its place in the list of targets.
    pub(super) fn at(&self, target: usize) -> impl Iterator<Item = Start<'a>> {
        self.askings.iter().flat_map(move |asking| {
            let of_class = self.of_classes.get(&asking.class());
            let decided = of_class.zip(asking.group_of(target)).and_then(|(of_class, group)| of_class.get(group));
            decided.into_iter().flatten().filter_map(|(place, may)| {
                let (document, way) = self.sessions.get(*place)?;
                Some(Start { principal: asking.caller.address(), document: &document.name, way, may: *may })
            })
        })
    }

    /// Those at a target that is no instance, of which each is asked about by itself.
    pub(super) fn at_other(&self, target: &TargetResource) -> impl Iterator<Item = Start<'a>> {
        self.askings.iter().flat_map(move |asking| {
            self.sessions.iter().filter_map(move |(document, way)| {
                let may = asking.start(target, document, true)?.truth;
                Some(Start { principal: asking.caller.address(), document: &document.name, way, may })
            })
        })
    }

    /// Those at a target of any kind, by its address: by a session, and in a container by a command as well.
    pub(super) fn all_at(&self, access: &'a Access<'g>, execution: &'a Way, target: &str) -> Vec<Start<'a>> {
        let Some(position) = access.position(target) else { return Vec::new() };
        let Some(beyond) = access.beyond(position) else { return self.at(position).collect() };
        let executed = access.people().filter_map(|caller| Some((caller, beyond.execute(access, caller)?)));
        let executed = executed.map(|(caller, may)| Start { principal: caller.address(), document: EXECUTE, way: execution, may });
        self.at_other(&beyond.target).chain(executed).collect()
    }
}
