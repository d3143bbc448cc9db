//! Random choices: what a stack is made of, and how it changes.

/// What may be chosen, with the likelier ones repeated. `-` is nothing.
const FIELDS: &[(&str, &[&str])] = &[
    // The role and its profile.
    ("core", &["attach", "attach", "customer", "arns", "inline", "role_policy", "exclusive", "-"]),
    ("agent_body", &["agent", "agent", "agent", "nothing"]),
    ("cw", &["yes", "-"]),
    ("arns", &["-", "-", "cw", "core", "both"]),
    ("deny", &["-", "-", "-", "role_policy", "inline"]),
    ("only_policies", &["-", "-", "-", "core", "cw"]),
    ("only_inline", &["-", "-", "-", "agent", "nothing"]),
    ("path", &["/", "/", "/", "/", "/x/"]),
    ("role_name", &["r", "r", "r", "r", "again"]),
    ("boundary", &["-", "-", "-", "-", "wide", "narrow"]),
    ("role_of_profile", &["r", "r", "r", "r", "q"]),
    ("core_of_q", &["yes", "-"]),
    ("profile", &["yes", "yes", "yes", "yes", "-", "q"]),
    // Security groups.
    ("web_name", &["web", "web", "web", "web", "renamed"]),
    ("web_inline", &["-", "-", "all", "443", "22", "empty"]),
    ("web_443", &["-", "rule", "legacy", "legacy_two", "list"]),
    ("web_all", &["-", "-", "rule"]),
    ("web_22", &["-", "rule"]),
    ("ranges", &["all", "all", "ten", "-"]),
    ("range_too", &["-", "-", "all"]),
    ("ep_inline", &["-", "-", "443", "22", "empty", "group"]),
    ("ep_443", &["-", "rule", "rule", "legacy", "group"]),
    ("ep_22", &["-", "rule"]),
    ("default_group", &["-", "-", "-", "empty", "open"]),
    ("default_rule", &["-", "-", "443"]),
    // Endpoints.
    ("eps", &["3", "3", "3", "2", "0"]),
    ("ep_dns", &["true", "true", "true", "false"]),
    ("ep_groups", &["vpce", "vpce", "other", "both"]),
    ("ep_group_too", &["-", "-", "vpce"]),
    ("ep_subnets", &["b", "b", "a", "ab"]),
    ("ep_subnet_too", &["-", "-", "a"]),
    ("ep_policy", &["-", "-", "-", "inline_deny", "own_deny", "own_allow"]),
    // The network.
    ("dns", &["true", "true", "true", "true", "true", "false"]),
    ("dhcp", &["-", "-", "-", "-", "amazon", "other"]),
    ("gateway", &["own", "own", "own", "attached", "-"]),
    ("nat", &["yes", "-"]),
    ("nat_kind", &["public", "public", "public", "private"]),
    ("table", &["-", "-", "nat", "lab", "both"]),
    ("route", &["-", "nat", "lab"]),
    ("associated", &["t", "t", "t", "-", "pub"]),
    ("main", &["-", "-", "nat", "empty"]),
    ("main_route", &["-", "-", "nat"]),
    ("acl", &["-", "-", "open", "no443", "list"]),
    ("acl_rule", &["-", "-", "allow443", "deny443"]),
    ("acl_subnet", &["list", "list", "own"]),
    ("default_acl", &["-", "-", "-", "-", "empty", "open"]),
    // The instance.
    ("group", &["web", "web", "web", "other", "default"]),
    ("group_too", &["-", "-", "-", "web", "other"]),
    ("subnet", &["a", "a", "a", "b", "pub"]),
    ("public", &["-", "-", "true", "false"]),
    ("address", &["-", "-", "-", "yes"]),
    ("interface", &["-", "-", "-", "-", "own"]),
    ("template", &["-", "-", "-", "$Latest", "$Default", "1"]),
    ("template_group", &["web", "web", "other"]),
    ("template_default", &["-", "-", "update", "1"]),
    ("metadata", &["-", "-", "-", "-", "disabled"]),
    ("state", &["-", "-", "-", "-", "-", "running", "stopped"]),
    ("image", &["1", "1", "1", "1", "2"]),
    // People.
    ("guard", &["-", "attach", "exclusive", "exclusive_both", "group"]),
    ("guard_too", &["-", "-", "attach", "group"]),
    ("guard_body", &["guard", "guard", "guard", "dead"]),
    ("guard_of_group", &["inline", "inline", "attach", "-"]),
    ("sessions", &["inline", "inline", "attach", "group"]),
    ("boundary_of_u", &["-", "-", "-", "-", "wide", "guard"]),
    // How the blocks are called, and what Terraform forgets.
    ("names", &["x", "x", "x", "x", "y", "moved"]),
    ("forget", &["-", "-", "-", "-", "-", "-", "core", "route"]),
];

/// What the mock cannot change of what is there: it does not know the call, which the provider tries for minutes.
const STAYS: [&str; 1] = ["boundary_of_u"];

/// A small generator of numbers, the same on every machine: `SplitMix64`, <https://prng.di.unimi.it/splitmix64.c>.
pub(crate) struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}

/// One stack: a choice for each field.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Stack(Vec<&'static str>);

impl Stack {
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        Self(FIELDS.iter().map(|(_, options)| options[dice.below(options.len())]).collect())
    }

    /// The same with one to four other choices.
    pub(crate) fn edited(&self, dice: &mut Dice) -> Self {
        let mut edited = self.clone();
        for _ in 0..=dice.below(4) {
            let field = dice.below(FIELDS.len());
            if STAYS.contains(&FIELDS[field].0) {
                continue;
            }
            edited.0[field] = FIELDS[field].1[dice.below(FIELDS[field].1.len())];
        }
        edited
    }

    pub(crate) fn of(&self, name: &str) -> &'static str {
        let field = FIELDS.iter().position(|(field, _)| *field == name).unwrap_or_else(|| panic!("no field {name}"));
        self.0[field]
    }

    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.of(name) == value
    }

    /// What differs, in words.
    pub(crate) fn changes(&self, after: &Self) -> String {
        let changed = FIELDS.iter().zip(self.0.iter().zip(&after.0)).filter(|(_, (a, b))| a != b);
        changed.map(|((name, _), (a, b))| format!("{name}: {a} -> {b}")).collect::<Vec<_>>().join(", ")
    }
}
