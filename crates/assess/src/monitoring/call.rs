//! A call of `StartSession` as `CloudTrail` records it, as far as it is known before it happens.
//!
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html> says which fields tell who
//! called.

use crate::pages::Listed;
use serde_json::{Value, json};
use ssm_check_aws::Arn;

/// What is seen of a session: the call that starts it, or the request for access before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// `StartSession`, by `CloudTrail`.
    #[default]
    Session,
    /// `StartAccessRequest`, by `CloudTrail`.
    Request,
    /// What Systems Manager tells whoever asked; only of requests that people approve.
    ToRequester,
    /// What Systems Manager tells whoever approves.
    ToApprover,
}

impl Seen {
    /// What is seen of a request for just-in-time access that people approve:
    /// <https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ssm.html>.
    pub const REQUESTS: [Self; 3] = [Self::Request, Self::ToRequester, Self::ToApprover];

    /// It comes by `CloudTrail`.
    pub fn is_recorded(self) -> bool {
        matches!(self, Self::Session | Self::Request)
    }
}

/// Who calls, with what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// What is seen of it.
    pub seen: Seen,
    /// The document that the session names.
    pub document: String,
    /// The id of the node.
    pub node: String,
    /// Where it is called, if that is known.
    pub region: Option<String>,
    /// Who calls.
    pub caller: Who,
}

/// Who calls, as the log tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// `AssumedRole`, `IAMUser`; `None` where it may be either.
    pub kind: Option<&'static str>,
    /// The name of the role or user, if it is known.
    pub name: Option<String>,
    /// The ARN of the role or user, if it is known.
    pub arn: Option<String>,
    /// The account, if it is known.
    pub account: Option<String>,
}

/// What is known of a field.
#[derive(Clone, Debug)]
pub(super) enum Field<'e> {
    /// Its value.
    Known(&'e Value),
    /// Text that begins so; what follows is the caller's choice, or not known.
    Begins(&'e str),
    /// It is in the record, with a value that is not known.
    Present,
    /// It is not in the record.
    Absent,
    /// Not known.
    Unknown,
}

/// Stands before the beginning of a text of which the rest is open.
const OPEN: char = '\u{E001}';

impl Call {
    /// The event of `EventBridge`; its `detail` is the record of `CloudTrail`.
    pub(super) fn event(&self) -> Value {
        let who = &self.caller;
        let mut identity = json!({});
        let mut set = |name: &str, value: Option<Value>| {
            if let (Some(value), Some(map)) = (value, identity.as_object_mut()) {
                map.insert(name.to_owned(), value);
            }
        };
        set("type", who.kind.map(Value::from));
        set("accountId", who.account.as_deref().map(Value::from));
        match who.kind {
            Some("AssumedRole") => {
                let arn = who.account.as_deref().zip(who.name.as_deref());
                let arn = arn.map(|(account, name)| {
                    let resource = format!("assumed-role/{name}/");
                    let arn = Arn { partition: partition(who.arn.as_deref()), service: "sts", region: "", account, resource: &resource };
                    format!("{OPEN}{arn}")
                });
                set("arn", arn.map(Value::from));
                let mut issuer = json!({ "type": "Role" });
                if let Some(issuer) = issuer.as_object_mut() {
                    issuer.extend(who.name.as_deref().map(|name| ("userName".to_owned(), name.into())));
                    issuer.extend(who.arn.as_deref().map(|arn| ("arn".to_owned(), arn.into())));
                    issuer.extend(who.account.as_deref().map(|account| ("accountId".to_owned(), account.into())));
                }
                set("sessionContext", Some(json!({ "sessionIssuer": issuer })));
            }
            Some(_) => {
                set("arn", who.arn.as_deref().map(Value::from));
                set("userName", who.name.as_deref().map(Value::from));
            }
            None => {}
        }
        let name = match self.seen {
            Seen::Session => "StartSession",
            Seen::Request => "StartAccessRequest",
            Seen::ToRequester => {
                return self.located(json!({ "source": "aws.ssm", "detail-type": "Requester Access Request Status Update", "detail": {} }));
            }
            Seen::ToApprover => {
                return self.located(json!({ "source": "aws.ssm", "detail-type": "Approver Access Request Status Update", "detail": {} }));
            }
        };
        let parameters = match self.seen {
            Seen::Session => json!({ "documentName": self.document, "target": self.node }),
            _ => json!({}),
        };
        let mut detail = json!({
            "eventName": name,
            "managementEvent": true,
            "userIdentity": identity,
            "requestParameters": parameters,
        });
        if let Some(detail) = detail.as_object_mut() {
            let value = |text: &str| text.parse().map_or_else(|_| Value::from(text), Value::Bool);
            detail.extend(recorded().map(|(field, text)| (field.to_owned(), value(text))));
        }
        self.located(json!({ "source": "aws.ssm", "detail-type": "AWS API Call via CloudTrail", "detail": detail }))
    }

    /// With the account and Region, if they are known. Sessions are started in the caller's own account.
    fn located(&self, mut event: Value) -> Value {
        if let (Some(account), Some(map)) = (&self.caller.account, event.as_object_mut()) {
            map.insert("account".to_owned(), account.as_str().into());
        }
        if let Some(region) = &self.region {
            for path in ["/region", "/detail/awsRegion"] {
                let (parent, name) = path.rsplit_once('/').unwrap_or_default();
                if let Some(map) = event.pointer_mut(parent).and_then(Value::as_object_mut) {
                    map.insert(name.to_owned(), region.as_str().into());
                }
            }
        }
        event
    }
}

fn partition(arn: Option<&str>) -> &str {
    arn.and_then(Arn::parse).map_or("aws", |arn| arn.partition)
}

/// What the record of every call to Systems Manager has, by field.
pub(super) fn recorded() -> impl Iterator<Item = (&'static str, &'static str)> {
    Listed::RecordOfACall.rows()
}

/// A field of the record by its path below `detail`, of another field of the event by its name.
pub(super) fn field<'e>(parent: &Field<'e>, name: &str, path: &str) -> Field<'e> {
    match parent {
        Field::Known(value) => match value.get(name) {
            Some(Value::String(text)) => text.strip_prefix(OPEN).map_or_else(|| known(value, name), Field::Begins),
            Some(found) => Field::Known(found),
            None if Listed::NeverInTheRecordOfACall.has(path) => Field::Absent,
            None if Listed::AlwaysInTheRecordOfACall.has(path) => Field::Present,
            None => Field::Unknown,
        },
        Field::Absent => Field::Absent,
        Field::Begins(_) | Field::Present | Field::Unknown => Field::Unknown,
    }
}

fn known<'e>(value: &'e Value, name: &str) -> Field<'e> {
    value.get(name).map_or(Field::Unknown, Field::Known)
}
