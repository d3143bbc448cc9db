//! Is the agent there? What the image carries, and what user data does to it.

pub use crate::image::{Carries, Image};

use crate::evidence::AttrRef;
use crate::image::tells_systems;
use crate::node::Node;
use crate::pages::Listed;
use crate::target::task::{Containers, is_of_newer_platform, platform_has_exec};
use crate::target::{Launch, Source, Target, TargetKind};
use crate::user_data::UserData;
use crate::{Options, Presumption, Verdict};
use ssm_check_graph::{Kind, Resource};
use ssm_check_iam::Instant;
use ssm_check_plan::Attr;
use ssm_check_user_data::{Agent, Installs, Off, State, System};

/// What was found out about the host of a target.
pub struct Host {
    /// The answer.
    pub verdict: Verdict,
    /// One for each way in which the target launches.
    pub launches: Vec<HostLaunch>,
    /// A platform version of Fargate that is newer than the tables: nothing is assumed of it.
    newer_platform: bool,
}

/// One way in which a target launches.
pub struct HostLaunch {
    /// Exactly one of these holds.
    pub cases: Vec<HostCase>,
    /// Or perhaps none of them.
    pub open: bool,
}

/// One possibility of a launch.
pub struct HostCase {
    /// The image.
    pub image: Image,
    /// Where user data is written, or would be.
    pub user_data: AttrRef,
    /// What user data does to the agent; `None` where it is not known.
    pub agent: Option<Agent>,
    /// The command that turned the agent off when the instance first started, which may have been started again since.
    pub turned_off_once: Option<String>,
    /// An image whose system is not known is taken to run its user data.
    presumes_form: bool,
}

impl Host {
    /// Judges the host of a target.
    pub fn of(target: &Target<'_>, options: &Options) -> Self {
        match target.kind {
            TargetKind::Instance => Self::of_instances(target, options.assumes(Presumption::UserDataForm) && tells_systems()),
            TargetKind::Task => Self::of_containers(target),
            // Of a machine outside nothing is shown, but that it cannot register with what has ended before it is made.
            TargetKind::HybridNode => {
                let never =
                    target.resource.existence().is_new() && expired(target.resource).or_else(|| too_late(target.resource)).is_some();
                let verdict = if never { Verdict::Fail } else { Verdict::Unknown };
                Self { verdict, launches: Vec::new(), newer_platform: false }
            }
        }
    }

    fn of_instances(target: &Target<'_>, presumes_form: bool) -> Self {
        let of_launch = |launch| HostLaunch::of(target, launch, presumes_form);
        let launches: Vec<HostLaunch> = target.launches.iter().map(of_launch).collect();
        let verdict = match Verdict::all(launches.iter().map(HostLaunch::verdict).chain(launches.is_empty().then_some(Verdict::Unknown))) {
            // User data ran when it first started, so an agent that is online is there whatever the inputs do not show.
            Verdict::Unknown if Node::of(target).is_some_and(Node::is_online) => Verdict::Pass,
            verdict => verdict,
        };
        Self { verdict, launches, newer_platform: false }
    }

    /// Judges the containers of a task: the agent that ECS puts into them needs a root file system that it can write to, and a platform that
    /// has it.
    fn of_containers(target: &Target<'_>) -> Self {
        let each = target.launches.iter().map(|launch| {
            let possible = launch.possibilities.iter().map(|source| task_verdict(*source));
            Verdict::agreed(possible.chain(launch.gap.is_some().then_some(Verdict::Unknown)))
        });
        let newer_platform = target.launches.iter().flat_map(|launch| &launch.possibilities).any(|source| is_of_newer_platform(*source));
        Self { verdict: Verdict::all(each), launches: Vec::new(), newer_platform }
    }

    /// The first possibility of which user data leaves open whether the agent runs: nothing is assumed of that.
    pub fn doubt(&self) -> Option<&HostCase> {
        let open = |case: &&HostCase| case.may_be_off();
        let cases = self.launches.iter().flat_map(|launch| &launch.cases);
        cases.filter(|_| self.verdict == Verdict::Unknown).find(open)
    }

    /// The verdict rests on an image of which nothing is known to run user data of this form.
    pub fn presumes_form(&self) -> bool {
        let decides = |case: &HostCase| match self.verdict {
            Verdict::Fail => case.is_off(),
            verdict => verdict == Verdict::Pass && case.image.carries != Carries::Yes,
        };
        self.launches.iter().flat_map(|launch| &launch.cases).any(|case| case.hangs_on_form() && decides(case))
    }

    /// The answer where the agent is taken to be in an image that is not known.
    pub fn assumed(&self) -> Verdict {
        match self.verdict {
            Verdict::Unknown if self.doubt().is_none() && !self.newer_platform => Verdict::Pass,
            verdict => verdict,
        }
    }

    /// The first launch of whose possibilities every one is so, with the first of them.
    pub fn find(&self, is_so: impl Fn(&HostCase) -> bool) -> Option<&HostCase> {
        let all = |launch: &&HostLaunch| !launch.open && launch.cases.iter().all(&is_so);
        self.launches.iter().filter(all).find_map(|launch| launch.cases.first())
    }
}

/// When an activation ended, if that is before the inputs were made, or the inputs say that it has.
pub fn expired(activation: Resource<'_>) -> Option<String> {
    let ends = activation.text("expiration_date").value()?;
    let made = activation.graph().made().and_then(Instant::parse);
    let is_over = match (Instant::parse(ends), made) {
        (Some(ends), Some(made)) => ends < made,
        _ => activation.boolean("expired") == Attr::Known(true),
    };
    is_over.then(|| ends.to_owned())
}

/// When an activation is to end that AWS does not make, for that is more than 30 days after the plan was made.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html>: "You can specify a date up to 30 days in advance."
pub fn too_late(activation: Resource<'_>) -> Option<String> {
    let ends = activation.text("expiration_date").value().filter(|_| activation.existence().is_new())?;
    let made = activation.graph().made().and_then(Instant::parse)?;
    (Instant::parse(ends)?.hours_before(30 * 24) > made).then(|| ends.to_owned())
}

fn task_verdict(source: Source<'_>) -> Verdict {
    Verdict::all([containers_verdict(source), platform_has_exec(source).0.into()])
}

fn containers_verdict(source: Source<'_>) -> Verdict {
    match source.template.and_then(Containers::of) {
        Some(containers) if containers.unclear => Verdict::Unknown,
        Some(containers) if containers.writable.is_empty() => Verdict::Fail,
        Some(_) => Verdict::Pass,
        None => Verdict::Unknown,
    }
}

/// Why a package of the agent may not be there for an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtfulPackage<'a> {
    /// It is installed by its name, and the repositories of the family do not have it.
    ByName,
    /// Its address is that of another processor or system.
    OfAnother(&'a str),
}

fn doubt_about<'a>(source: &'a str, image: &Image) -> Option<DoubtfulPackage<'a>> {
    if !source.contains('/') {
        return Some(DoubtfulPackage::ByName);
    }
    let packages = Listed::PackagesOfTheAgent.rows();
    let is_unknown = packages.clone().next().is_none() || Listed::FamiliesOfDeb.values().is_empty();
    let mut named = packages.filter(|(directory, _)| source.split('/').any(|part| part == *directory));
    let is_of_another = named.any(|(_, package)| {
        let (form, processor) = package.split_once(' ').unwrap_or_default();
        (form == "deb") != Listed::FamiliesOfDeb.has(image.family) || image.architecture.is_some_and(|own| own != processor)
    });
    (is_unknown || is_of_another).then_some(DoubtfulPackage::OfAnother(source))
}

impl HostLaunch {
    fn of(target: &Target<'_>, launch: &Launch<'_>, presumes_form: bool) -> Self {
        let mut cases: Vec<HostCase> = launch.possibilities.iter().map(|source| HostCase::of(*source, presumes_form)).collect();
        let mut open = launch.gap.is_some();
        if cases.is_empty() {
            let own = HostCase::of(Source { own: target.resource, template: None, specification: None }, presumes_form);
            // The target's own user data decides, whatever the template says.
            open = own.user_data.address != target.resource.address()
                || own.agent.as_ref().is_none_or(|agent| agent.state == State::Untouched);
            cases.push(own);
        }
        Self { cases, open }
    }

    fn verdict(&self) -> Verdict {
        Verdict::agreed(self.cases.iter().map(HostCase::verdict).chain(self.open.then_some(Verdict::Unknown)))
    }
}

/// What turned off the agent of an instance that exists until it was started again, if it was: its user data ran when it first started.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>
fn turned_off_once(own: Resource<'_>, agent: &Agent) -> Option<String> {
    let exists = own.kind() == Some(Kind::Instance) && !own.existence().is_new();
    match &agent.state {
        State::Off(Off::Paused(by) | Off::Halted(by)) if exists => Some(by.clone()),
        _ => None,
    }
}

impl HostCase {
    fn of(source: Source<'_>, presumes_form: bool) -> Self {
        let image = Image::of(source);
        let user_data = UserData::on(source, image.system);
        let agent = user_data.agent();
        let turned_off_once = agent.as_ref().and_then(|agent| turned_off_once(source.own, agent));
        // It is on or off: what did it is known, and not what came since.
        let agent = agent.map(|agent| if turned_off_once.is_some() { Agent { state: State::Unclear, ..agent } } else { agent });
        Self { image, user_data: user_data.at, agent, turned_off_once, presumes_form }
    }

    fn verdict(&self) -> Verdict {
        let Some(agent) = &self.agent else { return Verdict::Unknown };
        let is_known = self.presumes_form || !self.hangs_on_form();
        let installs = agent.installs == Installs::Yes && is_known && self.doubtful_package().is_none();
        let there = self.image.carries == Carries::Yes || installs;
        match &agent.state {
            State::Off(_) if is_known => Verdict::Fail,
            State::Off(_) => Verdict::Unknown,
            State::Untouched | State::On if there => Verdict::Pass,
            State::Untouched | State::On | State::Unclear => Verdict::Unknown,
        }
    }

    fn is_off(&self) -> bool {
        self.agent.as_ref().is_some_and(|agent| matches!(agent.state, State::Off(_)))
    }

    fn may_be_off(&self) -> bool {
        self.is_off() || self.doubtful_package().is_some() || self.agent.as_ref().is_some_and(|agent| agent.state == State::Unclear)
    }

    /// What may keep the package from being installed that user data installs: the image is of a family without the agent, and AWS's page
    /// names an address for each of those.
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/manually-install-ssm-agent-linux.html>
    pub fn doubtful_package(&self) -> Option<DoubtfulPackage<'_>> {
        let installs = |agent: &&Agent| agent.installs == Installs::Yes && !matches!(agent.state, State::Off(_));
        let agent = self.agent.as_ref().filter(|_| self.image.carries == Carries::No).filter(installs)?;
        let doubts: Option<Vec<_>> = agent.sources.iter().map(|source| doubt_about(source, &self.image)).collect();
        doubts?.into_iter().next()
    }

    /// User data brings the agent or takes it away, if the image runs it.
    fn hangs_on_form(&self) -> bool {
        let brings = || self.agent.as_ref().is_some_and(|agent| agent.installs == Installs::Yes);
        self.image.system == System::Unknown && (self.is_off() || brings())
    }

    /// User data does not bring the agent, as far as all that it runs is shown.
    pub fn brings_no_agent(&self) -> bool {
        self.agent.as_ref().is_some_and(|agent| agent.installs == Installs::No && !agent.runs_unseen && agent.state != State::Unclear)
    }
}
