//! What an input is that does not decode.

use crate::document::Document;
use crate::{Foreign, InputError, Json, Plan};

/// Finds out what an input is that does not decode, reading it a second time for the path of the error.
pub(crate) fn diagnose(text: &str, error: &serde_json::Error) -> InputError {
    let not_json = || InputError::NotJson { line: error.line(), column: error.column(), message: message(error) };
    let start = text.trim_start();
    if !start.starts_with('{') {
        return if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
            Foreign::of_array(text)
        } else if is_human_plan(text) {
            InputError::HumanPlan
        } else {
            Foreign::of_text(text, None).map_or_else(not_json, InputError::Foreign)
        };
    }
    // An event stream is one JSON object a line: the first decodes, the second is trailing.
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<Json<'_>>();
    let first = documents.next();
    if matches!(&first, Some(Ok(event)) if event.get("@level").is_some()) {
        return InputError::EventStream;
    }
    let end = documents.byte_offset();
    if matches!(&first, Some(Ok(_)))
        && text.get(end..).is_some_and(|rest| !rest.trim_start().is_empty())
        && let Some(foreign) = Foreign::of_text(text, Some(end))
    {
        return InputError::Foreign(foreign);
    }
    let (line, column) = (error.line(), error.column());
    let deserializer = &mut serde_json::Deserializer::from_str(text);
    let path = serde_path_to_error::deserialize::<_, Document<'_>>(deserializer)
        .err()
        .map_or_else(|| ".".to_owned(), |error| error.path().to_string());
    match error.classify() {
        serde_json::error::Category::Eof => InputError::Truncated { line, column, path },
        serde_json::error::Category::Syntax if matches!(first, Some(Err(_)) | None) => not_json(),
        // What is of another shape than a plan's may be something that is known.
        _ => match Foreign::of_document(text) {
            Some(known @ (InputError::Foreign(_) | InputError::EventStream | InputError::Encrypted)) => known,
            _ => InputError::Malformed { line, column, path, message: message(error) },
        },
    }
}

/// What the parser says, without the place.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    without_value(text.rsplit_once(" at line ").map_or(&*text, |(message, _)| message))
}

/// What the parser says without the value that it quotes, which may be a secret, and without names of our own:
/// `invalid type: string "…", expected a map`, and the like with backticks.
fn without_value(message: &str) -> String {
    let shortened = match (message.find(['"', '`']), message.rfind(", expected ")) {
        (Some(start), Some(end)) if start < end => {
            let (before, after) = (message.get(..start).unwrap_or_default(), message.get(end..).unwrap_or_default());
            format!("{}{after}", before.trim_end())
        }
        _ => message.to_owned(),
    };
    match shortened.split_once(", expected struct ") {
        Some((found, _)) if found.contains(": ") => format!("{found}, expected an object"),
        _ => shortened,
    }
}

fn is_human_plan(text: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "Terraform will perform the following actions",
        "OpenTofu will perform the following actions",
        "used the selected providers to generate the following execution",
        "No changes.",
        "Refreshing state...",
        "Changes to Outputs:",
        "You can apply this plan to save these new output values",
    ];
    SIGNS.iter().any(|sign| text.contains(sign))
}

impl Plan<'_> {
    /// Text that does not parse may still be meant to be a plan or state.
    pub fn may_be(text: &str) -> bool {
        ["\"format_version\"", "\"lineage\"", "\"resource_changes\""].iter().any(|sign| text.contains(sign))
    }

    /// Recognises binary inputs before they are decoded as text; what is in a gzip file is looked at by [`crate::decompress`].
    ///
    /// Errors: what the bytes are instead of a plan.
    pub fn refuse_binary(bytes: &[u8]) -> Result<(), InputError> {
        const SIGNS: [(&[u8], &str, &str); 5] = [
            (&[0x28, 0xB5, 0x2F, 0xFD], "Zstandard", "zstd -dc"),
            (&[0xFD, b'7', b'z', b'X', b'Z', 0], "xz", "xz -dc"),
            (b"BZh", "bzip2", "bzip2 -dc"),
            (&[0x04, 0x22, 0x4D, 0x18], "LZ4", "lz4 -dc"),
            (&[b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C], "7-Zip", "7z x -so"),
        ];
        if bytes.starts_with(b"PK\x03\x04") {
            // The first entry of a plan file is always one of these: <https://github.com/hashicorp/terraform/tree/main/internal/plans/planfile>.
            let head = bytes.get(..4096.min(bytes.len())).unwrap_or_default();
            let is_plan = ["tfplan", "tfstate"].iter().any(|name| head.windows(name.len()).any(|window| window == name.as_bytes()));
            return Err(if is_plan { InputError::BinaryPlan } else { InputError::Compressed { format: "zip", command: "unzip -p" } });
        }
        match SIGNS.iter().find(|(sign, ..)| bytes.starts_with(sign)) {
            Some((_, format, command)) => Err(InputError::Compressed { format, command }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn values_are_left_out_of_messages() {
        let shortened = without_value("invalid type: string \"hunter2, expected\", expected a map");
        assert_eq!(shortened, "invalid type: string, expected a map");
        assert_eq!(without_value("invalid type: floating point `1.5`, expected u8"), "invalid type: floating point, expected u8");
        assert_eq!(without_value("missing field `address`"), "missing field `address`");
        assert_eq!(
            without_value("invalid type: null, expected struct Document with 18 elements"),
            "invalid type: null, expected an object"
        );
    }
}
