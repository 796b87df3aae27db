//! What several test files share.

#![allow(dead_code, reason = "each test file uses the part that it needs")]

pub(crate) mod documents;
pub(crate) mod sessions;
