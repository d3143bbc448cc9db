//! What AWS keeps to itself, so that no policy can allow it.

use super::Request;
use crate::Truth;
use crate::pattern::{Reading, Style};
use crate::reserved::refused;
use crate::text::Text;

/// Is this refused whoever asks and whatever allows it? Not known where the table has nothing.
pub(super) fn is_refused(request: &Request) -> Truth {
    let Some((service, operation)) = request.action.split_once(':') else { return Truth::False };
    if refused().is_empty() {
        return Truth::Unknown;
    }
    Truth::any(refused().iter().map(|kept| {
        let is_operation = kept.operations.iter().any(|known| known.eq_ignore_ascii_case(operation));
        if is_operation && kept.service.eq_ignore_ascii_case(service) {
            Reading::new(Style::Resource).matches(&Text::lit(&kept.resource), &request.resource)
        } else {
            Truth::False
        }
    }))
}
