//! Moments in RFC 3339.

use crate::model::Timestamp;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z, the bounds of RFC 3339, in milliseconds since 1970.
const BOUNDS: (i64, i64) = (-62_167_219_200_000, 253_402_300_799_999);

/// A moment in UTC with milliseconds, as in `2026-03-09T08:05:00.250Z`.
pub(crate) fn write(at: Timestamp) -> String {
    let milliseconds = at.0.clamp(BOUNDS.0, BOUNDS.1);
    let moment = OffsetDateTime::from_unix_timestamp(milliseconds.div_euclid(1_000))
        .expect("the bounds are within the years that `time` knows");
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    let fraction = milliseconds.rem_euclid(1_000);
    format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z", u8::from(month))
}

/// The moment that RFC 3339 text says, at any offset from UTC; what is finer than a millisecond is cut off.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let milliseconds = moment.unix_timestamp_nanos().div_euclid(1_000_000);
    i64::try_from(milliseconds).ok().filter(|at| (BOUNDS.0..=BOUNDS.1).contains(at)).map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let cases = [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (1_773_043_500_250, "2026-03-09T08:05:00.250Z"),
            (BOUNDS.0, "0000-01-01T00:00:00.000Z"),
            (BOUNDS.1, "9999-12-31T23:59:59.999Z"),
        ];
        for (milliseconds, text) in cases {
            assert_eq!(write(Timestamp(milliseconds)), text);
            assert_eq!(read(text), Some(Timestamp(milliseconds)), "{text}");
        }
        assert_eq!(write(Timestamp(i64::MIN)), write(Timestamp(BOUNDS.0)));
        assert_eq!(write(Timestamp(i64::MAX)), write(Timestamp(BOUNDS.1)));
    }

    #[test]
    fn others_write_other_offsets_and_fractions() {
        assert_eq!(read("1970-01-01T02:00:00+02:00"), Some(Timestamp(0)));
        assert_eq!(read("1970-01-01T00:00:00.123987Z"), Some(Timestamp(123)));
        for wrong in ["", "yesterday", "1970-01-01", "1970-13-01T00:00:00Z"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
