//! <https://developer.hashicorp.com/terraform/language/functions#date-and-time-functions>, of given times only.

use super::Function;
use super::arguments::text;
use crate::types::{Failure, fail};
use crate::value::Sym;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::fmt::Write as _;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::Known;
    Some(match name {
        "timeadd" => Known(|a| {
            let (time, duration) = (Time::parse(&text(a, 0)?)?, duration(&text(a, 1)?)?);
            let seconds = time.nanoseconds().checked_add(duration).map(|nanoseconds| nanoseconds.div_euclid(SECOND));
            let moved = seconds.and_then(|seconds| i64::try_from(seconds).ok()).map(|seconds| Time { seconds, ..time });
            moved.and_then(Time::text).map_or_else(|| Ok(Sym::unknown("the time is out of range")), |text| Ok(Sym::text(text)))
        }),
        "timecmp" => Known(|a| {
            let order = Time::parse(&text(a, 0)?)?.nanoseconds().cmp(&Time::parse(&text(a, 1)?)?.nanoseconds());
            Ok(Sym::Number((order as i64).into()))
        }),
        "formatdate" => Known(|a| format(&text(a, 0)?, &Time::parse(&text(a, 1)?)?).map(Sym::text)),
        _ => return None,
    })
}

const SECOND: i128 = 1_000_000_000;
const EPOCH: DateTime = jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0);

/// A time of RFC 3339.
#[derive(Clone, Copy)]
struct Time {
    /// Since 1970, in UTC.
    seconds: i64,
    nanoseconds: u32,
    /// Seconds east of UTC.
    offset: i64,
}

impl Time {
    fn nanoseconds(self) -> i128 {
        i128::from(self.seconds) * SECOND + i128::from(self.nanoseconds)
    }

    /// `2006-01-02T15:04:05.999Z` or with an offset such as `+07:00`: <https://pkg.go.dev/time#RFC3339>, read strictly.
    fn parse(text: &str) -> Result<Self, Failure> {
        Self::read(text).map_or_else(|| fail("not a time of RFC 3339"), Ok)
    }

    fn read(text: &str) -> Option<Self> {
        let pair = |at: usize| number::<i8>(text.get(at..at + 2)?);
        let (year, month, day) = (number::<i16>(text.get(0..4)?)?, pair(5)?, pair(8)?);
        let (hour, minute, second) = (pair(11)?, pair(14)?, pair(17)?);
        let signs = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")];
        if !signs.iter().all(|(at, sign)| text.get(*at..at + 1) == Some(sign)) {
            return None;
        }
        let mut rest = text.get(19..)?;
        let mut nanoseconds = 0;
        if let Some(after) = rest.strip_prefix('.') {
            let count = after.bytes().take_while(u8::is_ascii_digit).count();
            let digits = after.get(..count).filter(|digits| !digits.is_empty())?;
            nanoseconds = format!("{digits:0<9}").get(..9)?.parse().ok()?;
            rest = after.get(count..)?;
        }
        let offset = match rest.as_bytes() {
            b"Z" => 0,
            [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
                let (hours, minutes) = (number::<i64>(rest.get(1..3)?)?, number::<i64>(rest.get(4..6)?)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                (hours * 3600 + minutes * 60) * if *sign == b'-' { -1 } else { 1 }
            }
            _ => return None,
        };
        let local = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
        Some(Self { seconds: local.duration_since(EPOCH).as_secs() - offset, nanoseconds, offset })
    }

    /// As Go writes RFC 3339, without fractions; `None` where the year has not four digits.
    fn text(self) -> Option<String> {
        let local = self.local().filter(|local| local.year() >= 0)?;
        Some(format!("{}{}", local.strftime("%Y-%m-%dT%H:%M:%S"), self.zone(":", "Z")))
    }

    /// The offset, with something between hours and minutes; of UTC the given word.
    fn zone(self, between: &str, utc: &str) -> String {
        if self.offset == 0 {
            return utc.to_owned();
        }
        let (sign, size) = (if self.offset < 0 { '-' } else { '+' }, self.offset.abs());
        format!("{sign}{:02}{between}{:02}", size / 3600, size % 3600 / 60)
    }

    /// What clock and calendar show; `None` beyond the year 9999.
    fn local(self) -> Option<DateTime> {
        EPOCH.checked_add(SignedDuration::from_secs(self.seconds + self.offset)).ok()
    }
}

/// A number of digits alone.
fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Nanoseconds of a duration such as `-1h30m` or `1.5s`: <https://pkg.go.dev/time#ParseDuration>.
fn duration(text: &str) -> Result<i128, Failure> {
    read_duration(text).map_or_else(|| fail("not a duration"), Ok)
}

fn read_duration(text: &str) -> Option<i128> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let count = digits(rest);
        let whole: i128 = if count == 0 { 0 } else { rest.get(..count)?.parse().ok()? };
        rest = rest.get(count..)?;
        let mut fraction = "";
        if let Some(after) = rest.strip_prefix('.') {
            let count = digits(after);
            fraction = after.get(..count)?;
            rest = after.get(count..)?;
        }
        if count == 0 && fraction.is_empty() {
            return None;
        }
        let end = rest.find(|character: char| character == '.' || character.is_ascii_digit()).unwrap_or(rest.len());
        let unit: i128 = match rest.get(..end)? {
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => SECOND,
            "m" => 60 * SECOND,
            "h" => 3600 * SECOND,
            _ => return None,
        };
        rest = rest.get(end..)?;
        total = total.checked_add(whole.checked_mul(unit)?)?;
        if !fraction.is_empty() {
            let digits = fraction.get(..fraction.len().min(18))?;
            let scale = 10_i128.checked_pow(u32::try_from(digits.len()).ok()?)?;
            total = total.checked_add(digits.parse::<i128>().ok()?.checked_mul(unit)? / scale)?;
        }
        // Go keeps durations in 64 bits.
        if total > i128::from(i64::MAX) {
            return None;
        }
    }
    Some(if negative { -total } else { total })
}

/// <https://developer.hashicorp.com/terraform/language/functions/formatdate>
fn format(format: &str, time: &Time) -> Result<String, Failure> {
    let local = time.local().ok_or_else(|| Failure("the time is out of range".to_owned()))?;
    let mut result = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = quoted(rest, &mut result)?;
            continue;
        }
        let end = if first.is_ascii_alphabetic() {
            rest.find(|character| character != first).unwrap_or(rest.len())
        } else {
            rest.find(|character: char| character == '\'' || character.is_ascii_alphabetic()).unwrap_or(rest.len())
        };
        let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if first.is_ascii_alphabetic() {
            verb(first, token.len(), time, local, &mut result).ok_or_else(|| Failure("no such date format verb".to_owned()))?;
        } else {
            result.push_str(token);
        }
        rest = after;
    }
    Ok(result)
}

/// Quoted text, in which two quotes are one; two quotes alone are one too.
fn quoted<'t>(text: &'t str, into: &mut String) -> Result<&'t str, Failure> {
    let mut rest = text.get(1..).unwrap_or_default();
    if let Some(after) = rest.strip_prefix('\'') {
        into.push('\'');
        return Ok(after);
    }
    loop {
        let Some((before, after)) = rest.split_once('\'') else { return fail("quoted text does not end") };
        into.push_str(before);
        match after.strip_prefix('\'') {
            Some(after) => {
                into.push('\'');
                rest = after;
            }
            None => return Ok(after),
        }
    }
}

fn verb(letter: char, count: usize, time: &Time, local: DateTime, into: &mut String) -> Option<()> {
    // As `strftime` calls it.
    let name = match (letter, count) {
        ('M', 1) => "%-m",
        ('M', 2) => "%m",
        ('M', 3) => "%b",
        ('M', 4) => "%B",
        ('D', 1) => "%-d",
        ('D', 2) => "%d",
        ('E', 3) => "%a",
        ('E', 4) => "%A",
        ('h', 1) => "%-H",
        ('h', 2) => "%H",
        ('H', 1) => "%-I",
        ('H', 2) => "%I",
        ('A', 2) => "%p",
        ('a', 2) => "%P",
        ('m', 1) => "%-M",
        ('m', 2) => "%M",
        ('s', 1) => "%-S",
        ('s', 2) => "%S",
        ('Y', 2) => return write!(into, "{:02}", local.year() % 100).ok(),
        ('Y', 4) => return write!(into, "{:04}", local.year()).ok(),
        ('Z', 1) => return into.write_str(&time.zone(":", "Z")).ok(),
        ('Z', 3) => return into.write_str(&time.zone("", "UTC")).ok(),
        ('Z', 4) => return into.write_str(&time.zone("", "+0000")).ok(),
        ('Z', 5) => return into.write_str(&time.zone(":", "+00:00")).ok(),
        _ => return None,
    };
    write!(into, "{}", local.strftime(name)).ok()
}
