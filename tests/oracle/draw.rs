//! Random choices: what a stack is made of, and how it changes.

/// What may be chosen, with the likelier ones repeated, and what a stack has that is about something else. `-` is nothing.
type Field = (&'static str, &'static [&'static str], &'static str);

/// Of the role and its profile.
const IDENTITY: &[Field] = &[
    // The role and its profile.
    ("core", &["attach", "attach", "customer", "arns", "inline", "role_policy", "exclusive", "-"], "attach"),
    ("agent_body", &["agent", "agent", "agent", "nothing"], "agent"),
    ("cw", &["yes", "-"], "-"),
    ("arns", &["-", "-", "cw", "core", "both"], "-"),
    ("deny", &["-", "-", "-", "role_policy", "inline"], "-"),
    ("only_policies", &["-", "-", "-", "core", "cw"], "-"),
    ("only_inline", &["-", "-", "-", "agent", "nothing"], "-"),
    ("path", &["/", "/", "/", "/", "/x/"], "/"),
    ("role_name", &["r", "r", "r", "r", "again"], "r"),
    ("boundary", &["-", "-", "-", "-", "wide", "narrow"], "-"),
    ("role_of_profile", &["r", "r", "r", "r", "q"], "r"),
    ("core_of_q", &["yes", "-"], "-"),
    ("profile", &["yes", "yes", "yes", "yes", "-", "q"], "yes"),
];

/// Of everything on the way of a packet.
const NETWORK: &[Field] = &[
    // Security groups.
    ("web_name", &["web", "web", "web", "web", "renamed"], "web"),
    ("web_inline", &["-", "-", "all", "443", "22", "empty"], "all"),
    ("web_443", &["-", "rule", "legacy", "legacy_two", "list"], "-"),
    ("web_all", &["-", "-", "rule"], "-"),
    ("web_22", &["-", "rule"], "-"),
    ("ranges", &["all", "all", "ten", "-"], "all"),
    ("range_too", &["-", "-", "all"], "-"),
    ("ep_inline", &["-", "-", "443", "22", "empty", "group"], "443"),
    ("ep_443", &["-", "rule", "rule", "legacy", "group"], "-"),
    ("ep_22", &["-", "rule"], "-"),
    ("default_group", &["-", "-", "-", "empty", "open"], "-"),
    ("default_rule", &["-", "-", "443"], "-"),
    // Endpoints.
    ("eps", &["3", "3", "3", "2", "0"], "0"),
    ("ep_dns", &["true", "true", "true", "false"], "true"),
    ("ep_groups", &["vpce", "vpce", "other", "both"], "vpce"),
    ("ep_group_too", &["-", "-", "vpce"], "-"),
    ("ep_subnets", &["b", "b", "a", "ab"], "b"),
    ("ep_subnet_too", &["-", "-", "a"], "-"),
    ("ep_policy", &["-", "-", "-", "inline_deny", "own_deny", "own_allow"], "-"),
    // The network.
    ("dns", &["true", "true", "true", "true", "true", "false"], "true"),
    ("dhcp", &["-", "-", "-", "-", "amazon", "other"], "-"),
    ("gateway", &["own", "own", "own", "attached", "-"], "own"),
    ("nat", &["yes", "-"], "-"),
    ("nat_kind", &["public", "public", "public", "private"], "public"),
    ("table", &["-", "-", "nat", "lab", "both"], "-"),
    ("route", &["-", "nat", "lab"], "-"),
    ("associated", &["t", "t", "t", "-", "pub"], "-"),
    ("main", &["-", "-", "nat", "empty"], "-"),
    ("main_route", &["-", "-", "nat"], "-"),
    ("acl", &["-", "-", "open", "no443", "list"], "-"),
    ("acl_rule", &["-", "-", "allow443", "deny443"], "-"),
    ("acl_subnet", &["list", "list", "own"], "list"),
    ("default_acl", &["-", "-", "-", "-", "empty", "open"], "-"),
    // The instance.
    ("group", &["web", "web", "web", "other", "default"], "web"),
    ("group_too", &["-", "-", "-", "web", "other"], "-"),
    ("subnet", &["a", "a", "a", "b", "pub"], "pub"),
    ("public", &["-", "-", "true", "false"], "true"),
    ("address", &["-", "-", "-", "yes"], "-"),
    ("interface", &["-", "-", "-", "-", "own"], "-"),
    ("template", &["-", "-", "-", "$Latest", "$Default", "1"], "-"),
    ("template_group", &["web", "web", "other"], "web"),
    ("template_default", &["-", "-", "update", "1"], "-"),
    ("metadata", &["-", "-", "-", "-", "disabled"], "-"),
    ("state", &["-", "-", "-", "-", "-", "running", "stopped"], "-"),
    ("image", &["1", "1", "1", "1", "2"], "1"),
];

/// Of people.
const PEOPLE: &[Field] = &[
    // People.
    ("guard", &["-", "attach", "exclusive", "exclusive_both", "group"], "-"),
    ("guard_too", &["-", "-", "attach", "group"], "-"),
    ("guard_body", &["guard", "guard", "guard", "dead"], "-"),
    ("guard_of_group", &["inline", "inline", "attach", "-"], "-"),
    ("sessions", &["inline", "inline", "attach", "group"], "-"),
];

/// Of every stack.
const ALL: &[Field] = &[
    // How the blocks are called, and what Terraform forgets.
    ("names", &["x", "x", "x", "x", "y", "moved"], "x"),
    ("forget", &["-", "-", "-", "-", "-", "-", "core", "route"], "-"),
];

/// What a stack is about: the smaller it is, the more of them there are in the same time.
const ABOUT: [&str; 6] = ["identity", "network", "network", "network", "people", "all"];

/// What the mock leaves as it is, whatever an update says.
const STAYS: [&str; 1] = ["ep_dns"];

fn fields() -> impl Iterator<Item = &'static Field> {
    [IDENTITY, NETWORK, PEOPLE, ALL].into_iter().flatten()
}

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

/// One stack: what it is about, and a choice for each field.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Stack {
    pub(crate) about: &'static str,
    choices: Vec<&'static str>,
}

impl Stack {
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let about = ABOUT[dice.below(ABOUT.len())];
        let mut stack = Self { about, choices: fields().map(|(_, _, plain)| *plain).collect() };
        for field in 0..stack.choices.len() {
            stack.choose(field, dice);
        }
        stack
    }

    /// Draws a field anew, if the stack is about it.
    fn choose(&mut self, field: usize, dice: &mut Dice) {
        let of = |fields: &[Field]| fields.iter().any(|(name, ..)| fields_at(field).0 == *name);
        if of(ALL)
            || self.about == "all"
            || of(match self.about {
                "identity" => IDENTITY,
                "network" => NETWORK,
                _ => PEOPLE,
            })
        {
            let options = fields_at(field).1;
            self.choices[field] = options[dice.below(options.len())];
        }
    }

    /// The same with one to four other choices, of which `makes` makes something else.
    pub(crate) fn edited(&self, dice: &mut Dice, makes: impl Fn(&Self) -> String) -> Self {
        let mut edited = self.clone();
        for _ in 0..=dice.below(4) {
            let before = makes(&edited);
            while makes(&edited) == before {
                let field = dice.below(self.choices.len());
                if !STAYS.contains(&fields_at(field).0) {
                    edited.choose(field, dice);
                }
            }
        }
        if makes(&edited) == makes(self) { self.edited(dice, makes) } else { edited }
    }

    pub(crate) fn of(&self, name: &str) -> &'static str {
        let field = fields().position(|(field, ..)| *field == name).unwrap_or_else(|| panic!("no field {name}"));
        self.choices[field]
    }

    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.of(name) == value
    }

    /// What differs, in words.
    pub(crate) fn changes(&self, after: &Self) -> String {
        let changed = fields().zip(self.choices.iter().zip(&after.choices)).filter(|(_, (a, b))| a != b);
        changed.map(|((name, ..), (a, b))| format!("{name}: {a} -> {b}")).collect::<Vec<_>>().join(", ")
    }
}

fn fields_at(position: usize) -> &'static Field {
    fields().nth(position).unwrap()
}
