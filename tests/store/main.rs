//! What is kept comes back: over random work, and with storage failing at every step of it.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod slots;
mod tab;

mod cost;
mod damage;
mod encodings;
mod laws;
mod library;
mod writers;
