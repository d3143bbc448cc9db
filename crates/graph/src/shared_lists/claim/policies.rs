//! Claims to the policies, members and roles of principals.

use super::list::{ClaimStep, List};
use super::reader::{Reader, is_open, known};

impl Reader<'_, '_, '_> {
    pub(super) fn role(&mut self) {
        let owner = self.principal("role", "name");
        self.texts(List::Policies, owner.clone(), "managed_policy_arns");
        let blocks = self.values.get("inline_policy");
        if is_open(blocks) {
            self.claim(List::InlinePolicies, owner, (String::new(), true), String::new(), vec![ClaimStep::Name("inline_policy")]);
            return;
        }
        for (index, block) in blocks.elements().enumerate() {
            let (name, path) = (block.get("name"), vec![ClaimStep::Name("inline_policy"), ClaimStep::Index(index)]);
            match known(name) {
                Some(name) => {
                    let content = self.document(block.get("policy"));
                    self.claim(List::InlinePolicies, owner.clone(), (name.to_owned(), false), content, path);
                }
                None if is_open(name) => self.claim(List::InlinePolicies, owner.clone(), (String::new(), true), String::new(), path),
                // The provider shows `[{}]` for "none".
                None => {}
            }
        }
    }

    pub(super) fn attachment(&mut self, kind: &str) {
        if let Some(policy) = self.text("policy_arn") {
            self.whole(List::Policies, self.principal(kind, kind), policy.to_owned(), String::new());
        }
    }

    pub(super) fn attachments(&mut self) {
        let Some(policy) = self.text("policy_arn") else { return };
        for (attribute, kind) in [("roles", "role"), ("users", "user"), ("groups", "group")] {
            for (index, principal) in self.values.get(attribute).elements().enumerate() {
                if let Some(name) = known(principal) {
                    let path = vec![ClaimStep::Name(attribute), ClaimStep::Index(index)];
                    self.claim(List::Policies, Some(self.named(kind, name)), (policy.to_owned(), false), String::new(), path);
                }
            }
        }
    }

    pub(super) fn inline(&mut self, kind: &str) {
        if let Some(name) = self.text("name") {
            let content = self.document(self.values.get("policy"));
            self.whole(List::InlinePolicies, self.principal(kind, kind), name.to_owned(), content);
        }
    }

    pub(super) fn memberships(&mut self) {
        let Some(user) = self.text("user") else { return };
        for (index, group) in self.values.get("groups").elements().enumerate() {
            if let Some(group) = known(group) {
                self.membership(user, group, vec![ClaimStep::Name("groups"), ClaimStep::Index(index)]);
            }
        }
    }

    pub(super) fn members(&mut self) {
        let Some(group) = self.text("group").filter(|_| !is_open(self.values.get("users"))) else {
            return self.texts(List::Members, self.principal("group", "group"), "users");
        };
        for (index, user) in self.values.get("users").elements().enumerate() {
            let path = vec![ClaimStep::Name("users"), ClaimStep::Index(index)];
            match known(user) {
                Some(user) => self.membership(user, group, path),
                None => self.claim(List::Members, Some(self.named("group", group)), (String::new(), true), String::new(), path),
            }
        }
    }

    /// It goes with either of both: a user is taken out of all groups before it is deleted.
    /// <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/iam/user.go>, `resourceUserDelete`.
    fn membership(&mut self, user: &str, group: &str, path: Vec<ClaimStep>) {
        self.claim(List::Members, Some(self.named("group", group)), (user.to_owned(), false), String::new(), path.clone());
        self.claim(List::Groups, Some(self.named("user", user)), (group.to_owned(), false), String::new(), path);
    }

    pub(super) fn profile(&mut self) {
        if let Some(profile) = self.text("name") {
            let owner = self.principal("role", "role");
            self.claim(List::Profiles, owner, (profile.to_owned(), false), String::new(), vec![ClaimStep::Name("role")]);
        }
    }
}
