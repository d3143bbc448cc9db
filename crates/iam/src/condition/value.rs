//! Typed values of conditions.

use std::net::IpAddr;

use ipnet::IpNet;

/// A number: digits, perhaps a sign and a fraction.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse().ok().filter(|n: &f64| is_plain && n.is_finite())
}

/// An instant: seconds and nanoseconds since 1970.
///
/// "one of the W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time":
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date>
pub(crate) fn date(text: &str) -> Option<(i64, u32)> {
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

/// A network, or an address by itself.
pub(crate) fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

pub(crate) fn address(text: &str) -> Option<IpAddr> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_form() {
        let new_year = Some((1_577_836_800, 0));
        for text in
            ["2020", "2020-01", "2020-01-01", "2020-01-01T00:00Z", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00.0+01:00", "1577836800"]
        {
            assert_eq!(date(text), new_year, "{text}");
        }
        assert_eq!(date("2020-01-01T00:00:00.5Z"), Some((1_577_836_800, 500_000_000)));
        assert_eq!(date("1970-01-01"), Some((0, 0)));
        assert_eq!(date("1969-12-31"), Some((-86_400, 0)));
        for text in ["", "x", "2020-13-01", "2020-02-30", "2020-01-01T25:00Z", "2020-01-01T00", "2020-01-01-01", "é020"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(number("-1.5"), Some(-1.5));
        for text in ["", "inf", "NaN", "0x10", "1 2", "abc"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
