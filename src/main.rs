//! Starts Rubricate in the page that loaded it.

fn main() {
    rubricate::ui::start();
}
