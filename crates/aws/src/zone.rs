//! Availability Zones, and the zones that extend a Region.
//!
//! Names: <https://docs.aws.amazon.com/local-zones/latest/ug/concepts-local-zones.html>,
//! <https://docs.aws.amazon.com/wavelength/latest/developerguide/wavelength-zones.html>; read on 2026-11-29.

/// What kind of zone a subnet is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    /// Of the Region itself: `us-west-2a`.
    Availability,
    /// Close to a city: `us-west-2-lax-1a`.
    Local,
    /// In a carrier's network: `us-west-2-wl1-las-wlz-1`.
    Wavelength,
}

impl ZoneKind {
    /// By the zone's name; `None` where it is no such name.
    ///
    /// ```
    /// use ssm_check_aws::ZoneKind;
    ///
    /// assert_eq!(ZoneKind::of_name("us-gov-west-1b"), Some(ZoneKind::Availability));
    /// assert_eq!(ZoneKind::of_name("us-west-2-lax-1a"), Some(ZoneKind::Local));
    /// assert_eq!(ZoneKind::of_name("us-west-2-wl1-las-wlz-1"), Some(ZoneKind::Wavelength));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        let mut labels = name.split('-').skip_while(|label| !label.starts_with(|first: char| first.is_ascii_digit()));
        let number = labels.next()?.trim_start_matches(|digit: char| digit.is_ascii_digit());
        match (number, labels.next()) {
            ("", Some(place)) => Some(Self::of_place(place)),
            (letter, None) if letter.len() == 1 => Some(Self::Availability),
            _ => None,
        }
    }

    /// By the zone's id, such as `usw2-az1` and `usw2-lax1-az1`; `None` where it is no such id.
    ///
    /// <https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html>
    pub fn of_id(id: &str) -> Option<Self> {
        let mut labels = id.split('-').skip(1);
        match (labels.next()?, labels.next()) {
            (zone, None) => zone.starts_with("az").then_some(Self::Availability),
            (place, Some(_)) => Some(Self::of_place(place)),
        }
    }

    fn of_place(place: &str) -> Self {
        let is_carrier = place.strip_prefix("wl").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
        if is_carrier { Self::Wavelength } else { Self::Local }
    }
}

#[cfg(test)]
mod tests {
    use super::ZoneKind::{Availability, Local, Wavelength};
    use super::*;

    #[test]
    fn names_and_ids_tell_the_kind() {
        for (name, kind) in [
            ("eu-west-1a", Some(Availability)),
            ("us-iso-east-1c", Some(Availability)),
            ("ap-southeast-10a", Some(Availability)),
            ("us-east-1-bos-1a", Some(Local)),
            ("us-east-1-wl1-bos-wlz-1", Some(Wavelength)),
            ("eu-west-1", None),
            ("eu-west-1ab", None),
            ("eu-west", None),
            ("", None),
        ] {
            assert_eq!(ZoneKind::of_name(name), kind, "{name}");
        }
        for (id, kind) in [
            ("euw1-az3", Some(Availability)),
            ("use1-bos1-az1", Some(Local)),
            ("use1-wl1-bos-wlz1", Some(Wavelength)),
            ("use1-wlg1-az1", Some(Local)),
            ("use1", None),
            ("use1-zone", None),
        ] {
            assert_eq!(ZoneKind::of_id(id), kind, "{id}");
        }
    }
}
