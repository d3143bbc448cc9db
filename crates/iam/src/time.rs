//! Instants, and conditions on the time at which a request is made.

use crate::condition::value::number;
use crate::document::Condition;
use crate::text::Text;
use std::fmt;

/// The keys that tell when a request is made. One is a date, the other a number, and both tell the same instant:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-currenttime>.
pub(crate) const KEYS: [&str; 2] = ["aws:currenttime", "aws:epochtime"];

/// A second since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Reads a date, such as `2026-11-28T09:00:00Z`.
    ///
    /// ```
    /// use ssm_check_iam::Instant;
    ///
    /// assert_eq!(Instant::parse("2026-11-28T10:00:00+01:00").unwrap().to_string(), "2026-11-28T09:00:00Z");
    /// assert_eq!(Instant::parse("soon"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        parse(text).map(|(seconds, _)| Self(seconds))
    }

    /// So many hours earlier.
    #[must_use]
    pub fn hours_before(self, hours: u32) -> Self {
        Self(self.0.saturating_sub(i64::from(hours) * 3600))
    }

    /// As the condition key holds it.
    pub(crate) fn text(self, key: &str) -> Text {
        if key == "aws:epochtime" { Text::lit(self.0.to_string()) } else { Text::lit(self.to_string()) }
    }
}

/// In the form of ISO 8601.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, of_day) = (self.0.div_euclid(86_400), self.0.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        write!(f, "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
    }
}

/// The instants from one on that a condition may tell apart: the first, and those around each that the condition names.
pub(crate) fn instants(from: Instant, conditions: &[&Condition]) -> Vec<Instant> {
    let named = conditions.iter().flat_map(|condition| &condition.values).filter_map(|text| named(text.literal()?));
    let mut all: Vec<Instant> =
        named.flat_map(|at| [at.saturating_sub(1), at, at.saturating_add(1)]).map(Instant).filter(|at| *at > from).collect();
    all.push(from);
    all.sort_unstable();
    all.dedup();
    all
}

/// The second that a value means, as a date or as a number; a fraction is passed in the next second.
fn named(text: &str) -> Option<i64> {
    if let Some((seconds, _)) = parse(text) {
        return Some(seconds);
    }
    let number = number(text)?.floor();
    #[expect(clippy::cast_possible_truncation, reason = "the bounds are checked")]
    (number.abs() < 1e15).then_some(number as i64)
}

/// An instant: seconds and nanoseconds since 1970.
///
/// "one of the W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time":
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date>
pub(crate) fn parse(text: &str) -> Option<(i64, u32)> {
    let text = text.trim();
    // Four digits are a year; AWS means epoch seconds by any other whole number.
    if text.len() != 4
        && let Ok(seconds) = text.parse::<i64>()
        && seconds.abs() < 1 << 50
    {
        return Some((seconds, 0));
    }
    let (day, time) = match text.split_once(['T', 't']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let mut parts = day.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |m| digits(m, 2))?;
    let mday = parts.next().map_or(Some(1), |d| digits(d, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) || mday < 1 || mday > days_in_month(year, month) {
        return None;
    }
    let midnight = days_from_civil(year, month, mday) * 86_400;
    let Some(time) = time else { return Some((midnight, 0)) };

    let (clock, offset) = if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else if let Some(at) = time.rfind(['+', '-']) {
        let (clock, zone) = time.split_at_checked(at)?;
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        (clock, sign * (digits(hours, 2)? * 3600 + digits(minutes, 2)? * 60))
    } else {
        (time, 0)
    };
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?, 2)?;
    let minutes = digits(parts.next()?, 2)?;
    let (seconds, nanos) = match parts.next().map(|s| s.split_once('.').unwrap_or((s, "0"))) {
        None => (0, 0),
        Some((seconds, fraction)) => {
            let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
            (digits(seconds, 2)?, u32::try_from(digits(&fraction, 9)?).ok()?)
        }
    };
    let is_clock = parts.next().is_none() && hours < 24 && minutes < 60 && seconds <= 60;
    is_clock.then_some((midnight + hours * 3600 + minutes * 60 + seconds - offset, nanos))
}

fn digits(text: &str, count: usize) -> Option<i64> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date of a day since 1970, the other way round.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_it_is_read() {
        for text in ["1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2000-02-29T12:34:56Z", "2026-11-28T09:50:00Z", "2400-12-31T00:00:01Z"]
        {
            assert_eq!(Instant::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn dates_of_every_form() {
        let new_year = Some((1_577_836_800, 0));
        for text in
            ["2020", "2020-01", "2020-01-01", "2020-01-01T00:00Z", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00.0+01:00", "1577836800"]
        {
            assert_eq!(parse(text), new_year, "{text}");
        }
        assert_eq!(parse("2020-01-01T00:00:00.5Z"), Some((1_577_836_800, 500_000_000)));
        assert_eq!(parse("1970-01-01"), Some((0, 0)));
        assert_eq!(parse("1969-12-31"), Some((-86_400, 0)));
        for text in ["", "x", "2020-13-01", "2020-02-30", "2020-01-01T25:00Z", "2020-01-01T00", "2020-01-01-01", "é020"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
