//! What is certain of the text of an attribute that only the apply tells: its characters, how it begins, and what it is put together from.

use super::alphabet::Alphabet;
use super::attributes::{self, OfType};
use super::symbol::{Step, Symbol};
use ssm_check_aws::{ArnShape, arn_shape, id_prefix};
use ssm_check_plan::{Key, Mode};

/// A part of what is put together.
pub(crate) enum Made {
    /// Text.
    Literal(String),
    /// A field of an ARN, or another attribute of the same resource.
    Of(Symbol),
    /// The text of a number, which is an attribute of the same resource; and what stands for it where that is not known.
    Number(Symbol, Symbol),
}

impl Symbol {
    /// The characters that the text may hold, where that is known.
    pub(crate) fn alphabet(&self) -> Option<Alphabet> {
        if let [Step::Attribute(of), Step::Index(Key::Int(field @ (1 | 3 | 4)))] = self.path.as_slice() {
            // What AWS keeps for every account, which data sources find, has no digits there.
            let is_account = of == "arn" && *field == 4 && self.address.mode == Mode::Managed;
            let alphabet = if is_account { Alphabet::Digits } else { Alphabet::Small };
            return (of == "arn" || of == "endpoint").then_some(alphabet);
        }
        if let Some(known) = self.of_type().and_then(|of| of.texts.get(&*self.path_text())) {
            return Some(*known);
        }
        let attribute = self.attribute()?;
        Some(match attribute {
            "id" if self.prefix().is_some() => Alphabet::Small,
            // That of many resources joins several parts with commas (`aws_ssoadmin_account_assignment`, `aws_quicksight_data_set`).
            "id" => Alphabet::Parts,
            "arn" | "unique_id" | "key_id" | "invoke_arn" | "owner_id" => Alphabet::Identifier,
            _ => return None,
        })
    }

    fn of_type(&self) -> Option<&'static OfType> {
        attributes::of(&self.address.resource_type)
    }

    /// How the id begins that AWS makes up. What adopts a default of AWS's has the id of that.
    fn prefix(&self) -> Option<&'static str> {
        let resource_type = self.address.resource_type.as_str();
        let adopted = || id_prefix(&format!("aws_{}", resource_type.strip_prefix("aws_default_")?));
        id_prefix(resource_type).or_else(adopted).filter(|_| self.attribute() == Some("id"))
    }

    /// What the text certainly begins with.
    pub(crate) fn beginning(&self) -> &'static str {
        match self.attribute() {
            Some("id") => self.prefix().unwrap_or_default(),
            Some("arn") if self.arn().is_some() => "arn:",
            _ => "",
        }
    }

    /// How it is made, where it is an ARN.
    fn arn(&self) -> Option<&'static ArnShape> {
        arn_shape(&self.address.resource_type).filter(|_| self.attribute() == Some("arn"))
    }

    /// What the text is put together from, where that is known.
    pub(crate) fn made_of(&self) -> Option<Vec<Made>> {
        let text = |text: &str| Made::Literal(text.to_owned());
        let of = |name: &str| Made::Of(Self { address: self.address.clone(), path: vec![Step::Attribute(name.to_owned())] });
        if self.attribute() == Some("endpoint") && self.of_type().is_some_and(|of| of.endpoint_has_port) {
            let port = Self { address: self.address.clone(), path: vec![Step::Attribute("port".to_owned())] };
            return Some(vec![of("address"), text(":"), Made::Number(port, self.then(Step::Index(Key::Int(1))))]);
        }
        let ArnShape { service, resource, is_worldwide } = self.arn()?;
        let field = |at| Made::Of(self.then(Step::Index(Key::Int(at))));
        let mut parts = vec![text("arn:"), field(1), text(":"), text(service), text(":")];
        // IAM is nowhere.
        parts.extend((service != "iam" && !is_worldwide).then(|| field(3)));
        parts.push(text(":"));
        parts.extend((!is_worldwide).then(|| field(4)));
        parts.push(text(":"));
        for piece in resource.split_inclusive(['{', '}']) {
            match piece.strip_suffix('}') {
                Some(attribute) => parts.push(of(attribute)),
                None => parts.push(text(piece.trim_end_matches('{'))),
            }
        }
        Some(parts)
    }
}
