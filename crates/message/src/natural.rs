//! The natural order of addresses and names.

/// A key that sorts as people count: `web[2]` before `web[10]`.
pub fn natural(text: &str) -> Vec<(String, u64)> {
    let mut key = Vec::new();
    let (mut word, mut digits) = (String::new(), String::new());
    for character in text.chars() {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            key.push((std::mem::take(&mut word), digits.parse().unwrap_or(u64::MAX)));
            digits.clear();
        }
        word.push(character);
    }
    key.push((word, digits.parse().unwrap_or(0)));
    key
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn indices_are_numbers() {
        let mut all = ["web[10]", "web[9]", "web[100]", "web", "app[2]", "web[1].b2"];
        all.sort_by_key(|text| natural(text));
        assert_eq!(all, ["app[2]", "web", "web[1].b2", "web[9]", "web[10]", "web[100]"]);
    }
}
