//! The time and chance.

use crate::model::Timestamp;

/// Now.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// A moment as a person reads it, in the browser's time zone: “22 Nov 2026, 17:08”.
pub fn written(at: Timestamp) -> String {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"dateStyle".into(), &"medium".into());
    let _ = js_sys::Reflect::set(&options, &"timeStyle".into(), &"short".into());
    js_sys::Date::new(&(at.0 as f64).into()).to_locale_string("en-GB", &options).into()
}

/// Random bits, good enough for ids that must not meet.
pub fn random_bits() -> u64 {
    let mut bytes = [0; 8];
    let crypto = super::window().crypto();
    match crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)) {
        Ok(_) => u64::from_le_bytes(bytes),
        Err(_) => (js_sys::Math::random() * 2f64.powi(53)) as u64,
    }
}

/// Something that will happen, unless this is dropped before.
pub type Timer = gloo_timers::callback::Timeout;

/// Something that happens again and again, until this is dropped.
pub type Ticks = gloo_timers::callback::Interval;

/// Calls `act` every so many milliseconds.
pub fn every(milliseconds: u32, act: impl Fn() + 'static) -> Ticks {
    Ticks::new(milliseconds, act)
}

/// Calls `then` in this many milliseconds.
pub fn after(milliseconds: u32, then: impl FnOnce() + 'static) -> Timer {
    Timer::new(milliseconds, then)
}
