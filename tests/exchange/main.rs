//! The formats of other tools: what is written is read again but for what the report of losses says, no reader panics, and
//! the bytes of fixtures stay what they are.

#![cfg(not(target_arch = "wasm32"))]

mod bad_input;
mod docs;
mod excerpts;
mod exports;
mod files;
mod fixtures;
mod foreign;
mod generators;
mod hostile;
mod laws;
mod losses;
mod plain;
mod sentiments;
mod telling;
