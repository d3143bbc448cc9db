//! What an answer is: recognised by its own members.

use crate::config::{self, Item};
use crate::kinds::{AnswerKind, KINDS, Shape};
use crate::object::Object;
use rustc_hash::FxHashMap;
use serde::de::IgnoredAny;
use ssm_check_plan::Json;

/// One answer of AWS.
#[derive(Debug)]
pub struct Answer<'p> {
    /// The file that it is in.
    file: String,
    pub(crate) document: Json<'p>,
    /// What is in it, by position among the kinds.
    kinds: Vec<usize>,
    /// What AWS Config recorded.
    items: Vec<Item<'p>>,
    /// The next page is there too.
    is_followed: bool,
}

/// Answers that are one picture of what is there.
#[derive(Debug, Default)]
pub struct Answers<'p> {
    pub(crate) answers: Vec<Answer<'p>>,
}

/// Members of an answer that say nothing of its objects.
const AROUND: [&str; 7] = ["NextToken", "ResponseMetadata", "$metadata", "Marker", "IsTruncated", "MaxResults", "MaxItems"];

/// Members that say that there is another page.
const MORE: [&str; 5] = ["NextToken", "nextToken", "NextMarker", "Marker", "NextRecordIdentifier"];

impl<'p> Answer<'p> {
    /// Recognises an answer, or pages of one that stand one after the other, as a file has them that each call was added to; `None` of any
    /// other text.
    pub fn recognise(text: &'p str) -> Option<Vec<Self>> {
        if let Ok(document) = Json::parse(text) {
            return Self::one(document).map(|page| vec![page]);
        }
        let mut documents = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        let mut pages: Vec<Self> = Vec::new();
        let mut start = 0;
        while documents.next()?.is_ok() {
            let end = documents.byte_offset();
            let page = Self::one(Json::parse(text.get(start..end)?).ok()?)?;
            if let Some(before) = pages.last_mut() {
                before.is_followed = before.kinds == page.kinds;
            }
            pages.push(page);
            start = end;
            if text.get(end..)?.trim_start().is_empty() {
                return Some(pages);
            }
        }
        None
    }

    fn one(document: Json<'p>) -> Option<Self> {
        if let Some(items) = config::items(&document) {
            let mut kinds: Vec<_> = items.iter().map(|item| item.kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            return Some(Self { file: String::new(), document, kinds, items, is_followed: false });
        }
        let kinds: Vec<_> = (0..KINDS.len()).filter(|kind| KINDS.get(*kind).is_some_and(|kind| is_of(kind, &document))).collect();
        (!kinds.is_empty()).then_some(Self { file: String::new(), document, kinds, items: Vec::new(), is_followed: false })
    }

    /// The kinds of objects that it holds.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static AnswerKind> {
        self.kinds.iter().filter_map(|kind| KINDS.get(*kind).copied())
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Another page follows, which is not there.
    pub(crate) fn has_more(&self) -> bool {
        let answer = Object(&self.document);
        !self.is_followed && MORE.iter().any(|member| answer.text(member).is_some())
    }

    /// The objects of a kind, each with what AWS Config says of where it is, as it was seen last.
    pub(crate) fn objects(&self, kind: &AnswerKind, last: &Captures<'_>) -> Vec<(Object<'_, 'p>, Option<&Item<'p>>)> {
        if !self.items.is_empty() {
            let is_last = |item: &Item<'p>| item.capture().is_none_or(|(of, when)| last.get(&of).is_none_or(|last| *last <= when));
            let is_of = |item: &&Item<'p>| KINDS.get(item.kind).is_some_and(|of| std::ptr::eq(*of, kind)) && !item.deleted && is_last(item);
            return self.items.iter().filter(is_of).map(|item| (Object(&item.configuration), Some(item))).collect();
        }
        self.listed(kind).into_iter().map(|object| (object, None)).collect()
    }

    fn listed(&self, kind: &AnswerKind) -> Vec<Object<'_, 'p>> {
        let answer = Object(&self.document);
        match kind.shape {
            Shape::List(list, mark) => answer.list(list).filter(|object| object.at(mark).is_some()).collect(),
            Shape::Lists(outer, inner, _) => answer.list(outer).flat_map(|object| object.list(inner)).collect(),
            Shape::Itself(..) => vec![answer],
        }
    }
}

/// When AWS Config saw an object last, by kind and id. Its files may hold an object several times: a snapshot comes every few hours, and
/// the history has every change.
///
/// <https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html>
pub(crate) type Captures<'a> = FxHashMap<(usize, &'a str), &'a str>;

impl<'p> Answers<'p> {
    pub(crate) fn captures(&self) -> Captures<'_> {
        let mut last = Captures::default();
        for (of, when) in self.answers.iter().flat_map(|answer| &answer.items).filter_map(Item::capture) {
            let known = last.entry(of).or_insert(when);
            *known = when.max(*known);
        }
        last
    }

    /// Takes the answers of a file.
    pub fn push(&mut self, file: &str, pages: Vec<Answer<'p>>) {
        self.answers.extend(pages.into_iter().map(|page| Answer { file: file.to_owned(), ..page }));
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}

fn is_of(kind: &AnswerKind, document: &Json<'_>) -> bool {
    let answer = Object(document);
    match kind.shape {
        Shape::List(list, mark) => is_list(document, list, |first| first.at(mark).is_some()),
        Shape::Lists(outer, inner, mark) => {
            is_list(document, outer, |first| first.list(inner).next().is_some_and(|object| object.at(mark).is_some()))
        }
        Shape::Itself(all, any) => {
            all.iter().all(|member| answer.at(member).is_some()) && (any.is_empty() || any.iter().any(|member| answer.at(member).is_some()))
        }
    }
}

/// The member lists objects of a kind, or it is an empty list and nothing else is there.
fn is_list(document: &Json<'_>, list: &str, test: impl Fn(Object<'_, '_>) -> bool) -> bool {
    // A capital letter at the beginning: of AWS Config's items one is one object.
    let Some(Json::Array(elements)) = document.get(list) else { return false };
    match elements.first() {
        Some(first) => test(Object(first)),
        None => document.members().iter().all(|(name, _)| name.as_str() == list || AROUND.contains(&name.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    fn calls(text: &str) -> Vec<&'static str> {
        let answers = Answer::recognise(text).unwrap_or_default();
        answers.iter().flat_map(|answer| answer.kinds().map(|kind| kind.call)).collect()
    }

    #[test]
    fn answers_are_recognised_by_their_members() {
        assert_eq!(calls(r#"{"Subnets": [{"SubnetId": "subnet-1a2b3c4d"}], "ResponseMetadata": {}}"#), ["ec2 describe-subnets"]);
        assert_eq!(calls(r#"{"Subnets": []}"#), ["ec2 describe-subnets"]);
        assert_eq!(calls(r#"{"VpcId": "vpc-1a2b3c4d", "EnableDnsSupport": {"Value": true}}"#), ["ec2 describe-vpc-attribute"]);
        assert_eq!(calls(r#"{"PrefixLists": [{"PrefixListId": "pl-1a2b3c4d", "Cidrs": []}]}"#), ["ec2 describe-prefix-lists"]);
    }

    #[test]
    fn pages_of_one_file_are_one_answer() {
        let [one, two] = [r#"{"Subnets": [{"SubnetId": "subnet-1"}], "NextToken": "x"}"#, r#"{"Subnets": [{"SubnetId": "subnet-2"}]}"#];
        let more = |text: &str| Answer::recognise(text).unwrap().iter().map(Answer::has_more).collect::<Vec<_>>();
        assert_eq!(more(&format!("{one}\n{two}\n")), [false, false]);
        assert_eq!(more(&format!("{two}{one}")), [false, true], "one is left over");
        let vpcs = r#"{"Vpcs": [{"VpcId": "vpc-1"}]}"#;
        assert_eq!(more(&format!("{one}\n{vpcs}")), [true, false], "another call is no page of the first");
        assert!(Answer::recognise(&format!("{one}\nexit")).is_none() && Answer::recognise(&format!("{one}\n{{}}")).is_none());
    }

    #[test]
    fn what_is_no_answer_is_not_recognised() {
        for text in ["", "[]", "{}", "{", r#"{"Subnets": [{"Name": "x"}]}"#, r#"{"Subnets": [], "Colour": 1}"#, r#"{"Subnets": {}}"#] {
            assert!(Answer::recognise(text).is_none(), "{text}");
        }
    }
}
