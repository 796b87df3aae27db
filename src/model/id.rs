//! What records are known by.

/// Gives a type around `Rc<str>` what every id of a record has: the same letters, short random ids, and its text.
macro_rules! record_id {
    ($id:ident) => {
        impl $id {
            /// The id, or `None` when it is none: 1 to 64 letters, digits, `-`, `_`, `.` and `:`.
            pub fn new(id: &str) -> Option<Self> {
                crate::model::id::is_valid(id).then(|| Self(id.into()))
            }

            /// A short id out of 40 random bits (the lower ones of `bits`): eight letters and digits without i, l, o and u.
            pub fn from_bits(bits: u64) -> Self {
                Self(crate::model::id::from_bits(bits).into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

pub(super) use record_id;

pub(super) fn is_valid(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

pub(super) fn from_bits(bits: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let letter = |place: u32| char::from(ALPHABET[(bits >> (place * 5)) as usize % ALPHABET.len()]);
    (0..8).rev().map(letter).collect()
}
