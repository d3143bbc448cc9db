//! What to do about a group: where its findings are put right by statements in one place, all of them at once.

use super::Group;
use ssm_check_checks::{Finding, Repair, Verdict};
use ssm_check_message::{Message, Span, list, say};
use std::collections::BTreeSet;

impl Group<'_> {
    /// The help of the finding that stands for the group; with the statements of the others that go to the same place.
    pub(crate) fn help(&self) -> Message {
        let Some(lead) = self.lead().map(|lead| lead.finding) else { return Message::default() };
        // What is so in many places is put right in each: there the one help stands for all.
        let together = if self.addresses().len() == 1 { self.together(lead) } else { None };
        together.unwrap_or_else(|| lead.help.clone())
    }

    fn together(&self, lead: &Finding) -> Option<Message> {
        let (place, _) = lead.repairs.first()?.first()?.placed_statement()?;
        let (mut statements, mut checks) = (Vec::new(), BTreeSet::new());
        for finding in self.members.iter().map(|member| member.finding).filter(|finding| finding.verdict == Verdict::Fail) {
            let repairs: Option<Vec<_>> = finding.repairs.iter().map(|ways| ways.first().and_then(Repair::placed_statement)).collect();
            let Some(repairs) = repairs.filter(|all| !all.is_empty() && all.iter().all(|(other, _)| *other == place)) else { continue };
            checks.insert(finding.check.id);
            for (_, statement) in repairs {
                if !statements.contains(&statement) {
                    statements.push(statement);
                }
            }
        }
        if statements.len() < 2 || lead.repairs.len() > 1 && !checks.contains(lead.check.id) {
            return None;
        }
        let written: Vec<_> = statements.into_iter().map(ssm_check_checks::Statement::shown).collect();
        let written = Span::value(format!("Statement = [{}]", written.join(", ")));
        Some(say!("for {}, {}: {}", list(checks.into_iter().map(Message::from)), place, written))
    }
}
