//! <https://developer.hashicorp.com/terraform/language/functions#date-and-time-functions>, of given times only.

use super::Function;
use super::arguments::text;
use crate::types::{Failure, fail};
use crate::value::Sym;
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
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
        };
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
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
                let digits = |range: std::ops::Range<usize>| {
                    let digits = rest.get(range)?;
                    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
                };
                let (hours, minutes) = (digits(1..3)?, digits(4..6)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                (hours * 3600 + minutes * 60) * if *sign == b'-' { -1 } else { 1 }
            }
            _ => return None,
        };
        if !(1..=12).contains(&month) || !(1..=days_of(year, month)).contains(&day) || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
        Some(Self { seconds, nanoseconds, offset })
    }

    /// As Go writes RFC 3339, without fractions; `None` where the year has not four digits.
    fn text(self) -> Option<String> {
        let civil = self.civil();
        if !(0..=9999).contains(&civil.year) {
            return None;
        }
        let Civil { year, month, day, hour, minute, second, .. } = civil;
        Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}", self.zone(":", "Z")))
    }

    /// The offset, with something between hours and minutes; of UTC the given word.
    fn zone(self, between: &str, utc: &str) -> String {
        if self.offset == 0 {
            return utc.to_owned();
        }
        let (sign, size) = (if self.offset < 0 { '-' } else { '+' }, self.offset.abs());
        format!("{sign}{:02}{between}{:02}", size / 3600, size % 3600 / 60)
    }

    fn civil(self) -> Civil {
        let local = self.seconds + self.offset;
        let (day_number, of_day) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = date(day_number);
        Civil {
            year,
            month,
            day,
            // The first of January 1970 was a Thursday.
            weekday: (day_number + 4).rem_euclid(7),
            hour: of_day / 3600,
            minute: of_day % 3600 / 60,
            second: of_day % 60,
        }
    }
}

/// What clock and calendar show.
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    weekday: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a date of the Gregorian calendar, counted in years that begin in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a number of days since 1970.
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
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

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// <https://developer.hashicorp.com/terraform/language/functions/formatdate>
fn format(format: &str, time: &Time) -> Result<String, Failure> {
    let civil = time.civil();
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
            verb(first, token.len(), time, &civil, &mut result).ok_or_else(|| Failure("no such date format verb".to_owned()))?;
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

fn verb(letter: char, count: usize, time: &Time, civil: &Civil, into: &mut String) -> Option<()> {
    let name = |names: &'static [&'static str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at)).copied();
    let hour12 = if civil.hour % 12 == 0 { 12 } else { civil.hour % 12 };
    let mut plain = |value: i64| {
        let _ = if count == 2 { write!(into, "{value:02}") } else { write!(into, "{value}") };
    };
    match (letter, count) {
        ('Y', 2) => plain(civil.year % 100),
        ('Y', 4) => {
            let _ = write!(into, "{:04}", civil.year);
        }
        ('M', 1 | 2) => plain(civil.month),
        ('M', 3) => into.push_str(name(&MONTHS, civil.month - 1)?.get(..3)?),
        ('M', 4) => into.push_str(name(&MONTHS, civil.month - 1)?),
        ('D', 1 | 2) => plain(civil.day),
        ('E', 3) => into.push_str(name(&WEEKDAYS, civil.weekday)?.get(..3)?),
        ('E', 4) => into.push_str(name(&WEEKDAYS, civil.weekday)?),
        ('h', 1 | 2) => plain(civil.hour),
        ('H', 1 | 2) => plain(hour12),
        ('A', 2) => into.push_str(if civil.hour < 12 { "AM" } else { "PM" }),
        ('a', 2) => into.push_str(if civil.hour < 12 { "am" } else { "pm" }),
        ('m', 1 | 2) => plain(civil.minute),
        ('s', 1 | 2) => plain(civil.second),
        ('Z', 1) => into.push_str(&time.zone(":", "Z")),
        ('Z', 3) => into.push_str(&time.zone("", "UTC")),
        ('Z', 4) => into.push_str(&time.zone("", "+0000")),
        ('Z', 5) => into.push_str(&time.zone(":", "+00:00")),
        _ => return None,
    }
    Some(())
}
