//! By source: the `.tf` files say which instance an argument denotes, and what a text that is not known is made of.

use super::alignment::possible_blocks;
use super::reference::Visited;
use super::{Found, Resolver};
use crate::made_along::default_named;
use crate::source_value::FromSources;
use crate::{Candidate, Gap, How, Kind, LinkSpec, LinkTarget, Node, Slot};
use crate::{ResourceId, SourcePart, SourceValue};
use ssm_check_aws::Arn;
use ssm_check_plan::{Attr, Key, ResourceAddress, Value};
use ssm_check_source::{Body, Piece, Step, Sym, Symbol, is_open_ended, is_word, symbols, why_unknown};
use ssm_check_truth::Truth;

impl<'p> Resolver<'_, 'p> {
    /// What the sources say of a linking attribute that the plan does not know; `None` where they do not decide.
    pub(super) fn by_source(&self, node: &Node<'p>, spec: &'static LinkSpec, position: &[usize], visited: &Visited) -> Option<Vec<Slot>> {
        let (attribute, blocks) = spec.path.split_last()?;
        let bodies = self.bodies(node, (blocks, attribute), position)?;
        let mut answers = bodies.iter().map(|body| match body.attribute(attribute) {
            Some(evaluated) => self.slots(node, spec, &evaluated.value, visited),
            None => Some(Vec::new()),
        });
        let first = answers.next()??;
        answers.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }

    /// The blocks of the sources that an attribute of the plan may stand in; `None` where they do not decide, either.
    pub(super) fn bodies(
        &self,
        node: &Node<'p>,
        (blocks, attribute): (&[&str], &str),
        position: &[usize],
    ) -> Option<Vec<Body<'_, '_, 'p>>> {
        if node.unsettled.iter().any(|unsettled| blocks.first().unwrap_or(&attribute) == unsettled) {
            return None;
        }
        let evaluator = self.sources.get(node.input)?.as_ref()?;
        let mut bodies = vec![evaluator.resource(node.parsed)?];
        let mut value = node.values.root();
        for (name, index) in blocks.iter().zip(position) {
            let shown: Vec<_> = value.get(name).elements().collect();
            value = *shown.get(*index)?;
            bodies = matching(&bodies, name, &shown, *index)?;
        }
        Some(bodies)
    }

    /// Why the sources, which are at hand, do not say what an attribute denotes.
    pub(super) fn why_not_by_source(&self, node: &Node<'p>, spec: &LinkSpec, position: &[usize]) -> Option<String> {
        let (attribute, blocks) = spec.path.split_last()?;
        let bodies = self.bodies(node, (blocks, attribute), position)?;
        bodies.iter().find_map(|body| why_unknown(&body.attribute(attribute)?.value).map(str::to_owned))
    }

    fn slots(&self, node: &Node<'p>, spec: &'static LinkSpec, value: &Sym, visited: &Visited) -> Option<Vec<Slot>> {
        match value {
            Sym::Null => Some(Vec::new()),
            Sym::Sequence(_, elements) if spec.many => {
                let mut slots: Vec<Slot> = Vec::new();
                for element in elements.iter() {
                    if let Some(slot) = self.slot(node, spec, element, visited)? {
                        slots.push(slot);
                    }
                }
                slots.dedup();
                Some(slots)
            }
            Sym::Template(pieces) if node.kind == Some(Kind::ElasticBeanstalkEnvironment) => {
                let slots = listed(pieces).into_iter().map(|element| self.slot(node, spec, &element, visited));
                Some(slots.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
            }
            value if !spec.many => Some(self.slot(node, spec, value, visited)?.into_iter().collect()),
            _ => None,
        }
    }

    /// What one value denotes; the inner `None` is null.
    #[expect(clippy::option_option, reason = "not decided, and decided to be nothing")]
    pub(super) fn slot(&self, node: &Node<'p>, spec: &'static LinkSpec, value: &Sym, visited: &Visited) -> Option<Option<Slot>> {
        match value {
            Sym::Null => Some(None),
            Sym::String(text) if text.is_empty() => Some(None),
            Sym::String(text) => Some(Some(self.by_value(node, spec.targets, text, spec.path, &[]))),
            Sym::Symbol(symbol) => match self.by_symbol(node, spec.targets, symbol, visited) {
                Some(slot) => Some(Some(slot)),
                None => self.handed_on_in_source(node, spec, symbol, visited),
            },
            Sym::OneOf(alternatives) => self.one_of(node, spec, alternatives, visited).map(Some),
            Sym::Template(_) | Sym::Unknown(_) => {
                let told = self.by_new_revision(node, spec.targets, value).or_else(|| self.by_fields(node, spec, value));
                told.or_else(|| self.made_of(node, spec, value, visited)).map(Some)
            }
            _ => None,
        }
    }

    /// One of several values; what decides is not known. Whether one that is null counts, the plan tells.
    fn one_of(&self, node: &Node<'p>, spec: &'static LinkSpec, alternatives: &[Sym], visited: &Visited) -> Option<Slot> {
        let mut found = Found::default();
        for alternative in alternatives {
            let slot = self.slot(node, spec, alternative, visited)??;
            if let Slot::Outside(value) = &slot {
                found.leave_open(Gap::Sources(format!("it may be `{value}`")));
            }
            if let Some(gap) = slot.gap() {
                found.leave_open(gap.clone());
            }
            found.candidates.extend_from_slice(slot.candidates());
        }
        let (candidates, open) = found.finish(false);
        Some(Slot::one(candidates, open))
    }

    /// An ARN put together from fields of another one: `"arn:aws:iam::${split(":", aws_iam_role.app.arn)[4]}:policy/app"`.
    fn by_fields(&self, node: &Node<'p>, spec: &'static LinkSpec, value: &Sym) -> Option<Slot> {
        let Sym::Template(pieces) = value else { return None };
        let texts = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => Some(text.clone()),
            Piece::Symbol(symbol) => self.field_of_arn(node, symbol),
            Piece::Unknown(_) => None,
        });
        let text = texts.collect::<Option<String>>()?;
        let account = Arn::parse(&text)?.account;
        match self.by_value(node, spec.targets, &text, spec.path, &[]) {
            Slot::Outside(_) if account.is_empty() => Some(Slot::open(Gap::Sources("no input makes what has this ARN".to_owned()))),
            slot => Some(slot),
        }
    }

    /// A field of an ARN, as the place of its resource tells it. An account that is not known is empty, if it is that of what names it.
    fn field_of_arn(&self, node: &Node<'p>, symbol: &Symbol) -> Option<String> {
        let [Step::Attribute(arn), Step::Index(Key::Int(field))] = symbol.path.as_slice() else { return None };
        let location = &self.node(self.instance(node.input, &symbol.address).filter(|_| arn == "arn")?)?.location;
        match field {
            1 => location.partition().map(|partition| partition.as_str().to_owned()),
            3 => location.region().map(str::to_owned),
            4 => match location.account() {
                Some(account) => Some(account.to_owned()),
                None => (location.account.is(&node.location.account) == Truth::True).then(String::new),
            },
            _ => None,
        }
    }

    /// What is made of the key of something is that no more: `"${aws_iam_role.app.name}-x"` may name anything. `None` where the value
    /// is made of no such key, or not even that is known.
    fn made_of(&self, node: &Node<'p>, spec: &'static LinkSpec, value: &Sym, visited: &Visited) -> Option<Slot> {
        if is_open_ended(value) {
            return None;
        }
        let slots = symbols(value).into_iter().filter_map(|symbol| self.by_symbol(node, spec.targets, &whole(symbol), visited));
        let mut candidates: Vec<Candidate> = slots.flat_map(|slot| slot.candidates().to_vec()).collect();
        candidates.sort_unstable();
        candidates.dedup_by_key(|candidate| candidate.target);
        let why = match value {
            Sym::Unknown(unknown) => unknown.reason.clone(),
            _ => "it is made of the key of another".to_owned(),
        };
        (!candidates.is_empty()).then(|| Slot::one(candidates, Some(Gap::Sources(why))))
    }

    /// The resource that a symbol names by its key, or leads to by one of its own links.
    fn by_symbol(&self, node: &Node<'p>, wanted: &[Kind], symbol: &Symbol, visited: &Visited) -> Option<Slot> {
        let id = self.instance(node.input, &symbol.address)?;
        let named = self.node(id)?;
        let kind = named.kind?;
        if super::reference::is_looked_up_at_apply(named, kind) {
            return None;
        }
        let certain = |target| Slot::certain(target, How::Source);
        let names = symbol.path.iter().filter_map(|step| match step {
            ssm_check_source::Step::Attribute(name) => Some(name.as_str()),
            ssm_check_source::Step::Index(_) => None,
        });
        if let Some(default) = default_named(kind, names, wanted) {
            return Some(certain(self.adopted(default, id)));
        }
        let attribute = symbol.attribute()?;
        if wanted.contains(&kind) && kind.spec().keys.contains(&attribute) {
            return Some(certain(LinkTarget::Resource(id)));
        }
        let own =
            kind.spec().links.iter().find(|own| own.path == [attribute] && own.targets.iter().any(|target| wanted.contains(target)))?;
        if !visited.borrow_mut().insert(format!("{}|{attribute}|source", named.address)) {
            return None;
        }
        let mut links = Vec::new();
        self.resolve_into(named, own, visited, &mut links);
        let (_, link) = links.pop()?;
        match link.slots.as_slice() {
            [slot] => Some(slot.clone()),
            _ => None,
        }
    }

    /// What the sources tell of texts that the plan does not know, and why they do not tell the others, or all of them.
    pub(crate) fn source_texts_of(&self, node: &Node<'p>) -> FromSources {
        let in_lists = [self.statement_texts_of(node), self.element_texts_of(node)].concat();
        if !in_lists.is_empty() {
            return FromSources { told: in_lists, untold: Vec::new() };
        }
        let mut found = self.block_texts_of(node);
        let Some(evaluator) = self.sources.get(node.input).and_then(Option::as_ref) else { return found };
        let Some(kind) = node.kind.filter(|kind| kind.spec().source_texts().next().is_some()) else { return found };
        let Some(body) = evaluator.resource(node.parsed) else { return found };
        for name in kind.spec().source_texts().filter(|name| is_to_be_told(name, node.values.root().get(name))) {
            if let Some(evaluated) = body.attribute(name) {
                self.tell(node, name, name.to_owned(), &evaluated.value, &mut found);
            }
        }
        found
    }

    /// Takes down what the sources say of a text, at this place.
    pub(super) fn tell(&self, node: &Node<'p>, name: &str, place: String, value: &Sym, found: &mut FromSources) {
        // User data is read in either form.
        let encoded = value.decoded().filter(|_| name.starts_with(USER_DATA));
        let value = encoded.unwrap_or(value);
        found.untold.extend(why_unknown(value).map(|why| (place.clone(), why.to_owned())));
        found.told.extend(self.parts(node, value).map(|value| (place, value)));
    }

    pub(super) fn parts(&self, node: &Node<'p>, value: &Sym) -> Option<SourceValue> {
        let parts = match value {
            Sym::String(text) => vec![SourcePart::Text(text.to_string())],
            Sym::Symbol(symbol) => vec![self.part(node, symbol)],
            Sym::Template(pieces) => pieces
                .iter()
                .enumerate()
                .map(|(index, piece)| match piece {
                    Piece::Literal(text) => SourcePart::Text(text.clone()),
                    Piece::Symbol(symbol) => self.part(node, symbol),
                    Piece::Unknown(_) => SourcePart::Other(format!("{}[{index}]", node.address)),
                })
                .collect(),
            _ => return None,
        };
        Some(SourceValue { parts })
    }

    /// The resource of an address in an input.
    pub(super) fn instance(&self, input: usize, address: &ResourceAddress) -> Option<ResourceId> {
        self.index.instance(self.nodes, input, address)
    }

    fn part(&self, node: &Node<'p>, symbol: &Symbol) -> SourcePart {
        match (self.instance(node.input, &symbol.address), symbol.path.as_slice()) {
            (Some(id), [Step::Attribute(attribute)]) => SourcePart::Attribute(id, attribute.clone()),
            (Some(id), [Step::Attribute(arn), Step::Index(Key::Int(field))]) if arn == "arn" => {
                usize::try_from(*field).map_or_else(|_| SourcePart::Other(symbol.to_string()), |field| SourcePart::ArnField(id, field))
            }
            (Some(_), [.., Step::Attribute(last)]) if is_word(&symbol.address.resource_type, last) => SourcePart::Word(symbol.to_string()),
            _ => SourcePart::Other(symbol.to_string()),
        }
    }
}

/// How attributes of user data begin.
const USER_DATA: &str = "user_data";

/// The plan does not know a text, or shows the hash of it, as older providers do of user data.
pub(super) fn is_to_be_told(name: &str, value: Value<'_, '_>) -> bool {
    let is_hash = |text: &str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    value.is_unknown() || (name.starts_with(USER_DATA) && value.text().value().is_some_and(is_hash))
}

/// The ARN that a field is of.
fn whole(mut symbol: Symbol) -> Symbol {
    if let [Step::Attribute(arn), Step::Index(_)] = symbol.path.as_slice()
        && arn == "arn"
    {
        symbol.path.pop();
    }
    symbol
}

/// The elements of an option of Elastic Beanstalk, which stand between commas:
/// <https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-ec2vpc>.
fn listed(pieces: &[Piece]) -> Vec<Sym> {
    let mut elements: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces {
        let Piece::Literal(text) = piece else {
            elements.last_mut().into_iter().for_each(|last| last.push(piece.clone()));
            continue;
        };
        for (at, part) in text.split(',').enumerate() {
            if at > 0 {
                elements.push(Vec::new());
            }
            elements.last_mut().into_iter().for_each(|last| last.push(Piece::Literal(part.trim().to_owned())));
        }
    }
    elements.into_iter().map(Sym::template).filter(|element| element.as_str() != Some("")).collect()
}

/// The blocks of the sources that may be the one that the plan shows: sets are sorted anew in a plan, so what is known must agree.
fn matching<'e, 's, 'q>(bodies: &[Body<'e, 's, 'q>], name: &str, shown: &[Value<'_, '_>], index: usize) -> Option<Vec<Body<'e, 's, 'q>>> {
    let mut all = Vec::new();
    for body in bodies {
        let blocks = body.blocks(name);
        if !blocks.open.is_empty() {
            return None;
        }
        all.extend(blocks.known);
    }
    if all.len() != shown.len() {
        return None;
    }
    if let [_] = all.as_slice() {
        return Some(all);
    }
    let possible = possible_blocks(shown, all.len(), index, |body, shown| all.get(body).is_some_and(|body| agrees(body, shown)));
    match possible.as_slice() {
        [] => all.get(index).cloned().map(|body| vec![body]),
        _ => Some(possible.into_iter().filter_map(|body| all.get(body).cloned()).collect()),
    }
}

fn agrees(body: &Body<'_, '_, '_>, shown: Value<'_, '_>) -> bool {
    shown.members().all(|(name, value)| match (value.json(), body.attribute(name).map(|evaluated| evaluated.value)) {
        (Attr::Known(json), Some(Sym::String(text))) => {
            json.as_str() == Some(&*text) || json.as_i64().is_some_and(|number| *number.to_string() == *text)
        }
        (Attr::Known(json), Some(Sym::Bool(known))) => json.as_bool() == Some(known),
        (Attr::Known(json), Some(Sym::Number(number))) => json.as_i64().is_none_or(|shown| number.as_i64() == Some(shown)),
        // What the sources make of symbols is what the plan does not know.
        (Attr::Known(json), Some(Sym::Symbol(_))) => json.as_str().is_none_or(str::is_empty),
        // Two elements of a set may turn out to be one, and none does not turn out to be some.
        (Attr::Known(json), Some(Sym::Sequence(_, written))) => {
            json.elements().len() <= written.len() && json.elements().is_empty() == written.is_empty()
        }
        (Attr::Absent, Some(Sym::Sequence(_, written))) => written.is_empty(),
        _ => true,
    })
}
