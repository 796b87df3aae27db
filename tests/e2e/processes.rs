//! The processes that a test has started, by `/proc`, so that it can end them and no others.

use std::process::{Command, Stdio};

/// A running process.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    pub(crate) id: u32,
    parent: u32,
    /// Its command line, arguments separated by spaces.
    pub(crate) command: String,
}

/// The children of process `ancestor`, their children, and so on.
pub(crate) fn descendants(ancestor: u32) -> Vec<Process> {
    let all = running();
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![ancestor];
    while let Some(parent) = parents.pop() {
        for process in all.iter().filter(|process| process.parent == parent) {
            parents.push(process.id);
            found.push(process.clone());
        }
    }
    found
}

/// Ends processes at once, without giving them a chance to write anything.
pub(crate) fn kill(processes: &[Process]) {
    if processes.is_empty() {
        return;
    }
    // One that has ended meanwhile makes `kill` complain, which is no matter.
    let _ = Command::new("kill")
        .arg("-KILL")
        .args(processes.iter().map(|process| process.id.to_string()))
        .stderr(Stdio::null())
        .status();
}

/// Whether any of `processes` still runs. An ended one whose parent has not noticed yet doesn't count.
pub(crate) fn any_alive(processes: &[Process]) -> bool {
    processes.iter().any(|process| {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.id)).unwrap_or_default();
        let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
        state.is_some_and(|state| !matches!(state, 'Z' | 'X'))
    })
}

fn running() -> Vec<Process> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| {
            let id = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // The name before it is in parentheses and may have any character in it.
            let parent = stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?;
            let command = std::fs::read(format!("/proc/{id}/cmdline")).ok()?;
            let command = String::from_utf8_lossy(&command).replace('\0', " ");
            Some(Process { id, parent, command })
        })
        .collect()
}
