//! Pure codecs: between bytes or text and the values of the model.
//!
//! Nothing here knows the page or where anything is kept. The types that mirror a file are private to its codec. A
//! reader never panics, whatever it is given; it returns what it could use and a list of what it could not.

mod compact;

mod bioc;
mod brat;
mod cas;
pub mod change;
mod conll;
mod csv;
pub mod decode;
pub mod digest;
mod doccano;
pub mod exchange;
mod html;
pub mod journal;
mod label_studio;
mod marked_up;
mod markup;
mod medtator;
pub mod meta;
pub mod native;
mod native_file;
mod news_mtsc;
mod one_each;
pub mod picture;
pub mod raw;
pub mod rich_text;
pub mod snapshot;
mod spacy;
mod structured_sentiment;
pub mod table;
mod web_annotation;
mod xml;

pub use digest::sha256_hex;
pub use native::label_set;
