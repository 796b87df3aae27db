//! Pure codecs: between bytes or text and the values of the model.
//!
//! Nothing here knows the page or where anything is kept. The types that mirror a file are private to its codec. A
//! reader never panics, whatever it is given; it returns what it could use and a list of what it could not.

mod compact;

pub mod csv;
pub mod decode;
pub mod digest;
pub mod journal;
pub mod meta;
pub mod native;
pub mod picture;
pub mod raw;
pub mod snapshot;

pub use digest::sha256_hex;
pub use native::label_set;
