//! How large the page's program is, and how large it may get; and how large the one that its worker loads for the formats of
//! other tools.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Context, Failure, Result};

/// The most that the release program may weigh after wasm-opt and gzip: 960 KB, a KB being 1,024 bytes. That is under three
/// seconds on a connection of 3 Mbit/s, once: after that it comes from the browser's cache.
pub const GZIPPED_LIMIT_BYTES: usize = 960 * 1024;

/// How the names of the page's program begin: its hash follows.
const PAGE_PROGRAM: &str = "rubricate-";

/// The name of the worker's program.
const WORKER_PROGRAM: &str = "formats_bg.wasm";

/// The weight of a built program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// Bytes as they are in the page's folder.
    pub raw_bytes: usize,
    /// Bytes after `gzip -9`, which is about what a web server sends.
    pub gzipped_bytes: usize,
}

impl PageSize {
    /// Weighs the page's program in its folder.
    ///
    /// # Errors
    /// When there isn't exactly one, or gzip is missing.
    pub fn of(page_folder: &Path) -> Result<PageSize> {
        Self::weigh(&program_file(page_folder)?)
    }

    /// Weighs the program of the worker, which is fetched when a format of another tool is first needed.
    ///
    /// # Errors
    /// When there is none, or gzip is missing.
    pub fn of_worker(page_folder: &Path) -> Result<PageSize> {
        Self::weigh(&page_folder.join(WORKER_PROGRAM))
    }

    fn weigh(program: &Path) -> Result<PageSize> {
        let bytes = std::fs::read(program).context(|| format!("cannot read {}", program.display()))?;
        Ok(PageSize { raw_bytes: bytes.len(), gzipped_bytes: gzipped(bytes)?.len() })
    }

    /// What the worker's program weighs, for the terminal.
    pub fn of_worker_line(self) -> String {
        format!(
            "the worker's program is {:.1} KB, {:.1} KB gzipped; it is fetched when first needed",
            kilobytes(self.raw_bytes),
            kilobytes(self.gzipped_bytes),
        )
    }

    /// One line for the terminal.
    ///
    /// # Errors
    /// The same line, when the program is over the limit.
    pub fn verdict(self) -> Result<String> {
        let line = format!(
            "the page's program is {:.1} KB, {:.1} KB gzipped; the limit is {} KB gzipped",
            kilobytes(self.raw_bytes),
            kilobytes(self.gzipped_bytes),
            GZIPPED_LIMIT_BYTES / 1024,
        );
        if self.gzipped_bytes > GZIPPED_LIMIT_BYTES {
            return Err(Failure::new(line));
        }
        Ok(line)
    }
}

fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

/// The one program of the page.
fn program_file(page_folder: &Path) -> Result<PathBuf> {
    let entries = std::fs::read_dir(page_folder).context(|| format!("cannot read {}", page_folder.display()))?;
    let mut programs = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(PAGE_PROGRAM) && name.ends_with(".wasm")
        })
        .collect::<Vec<_>>();
    match (programs.pop(), programs.len()) {
        (Some(program), 0) => Ok(program),
        (found, others) => Err(Failure::new(format!(
            "{} has {} programs of the page instead of one",
            page_folder.display(),
            others + usize::from(found.is_some()),
        ))),
    }
}

/// What the gzip program makes of `bytes` at its best level.
fn gzipped(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut gzip = Command::new("gzip")
        .args(["-9", "--stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context(|| "the gzip program, which sizes are measured with, cannot be started".into())?;
    let input = gzip.stdin.take();
    // Written from another thread: gzip stops reading while nobody reads what it writes.
    let writing = std::thread::spawn(move || input.map_or(Ok(()), |mut input| input.write_all(&bytes)));
    let output = gzip.wait_with_output().context(|| "gzip failed".into())?;
    match writing.join() {
        Ok(Ok(())) if output.status.success() => Ok(output.stdout),
        _ => Err(Failure::new(format!("gzip failed ({})", output.status))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_takes_more_than_a_pipe_holds() {
        let bytes = (0..400_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>();
        let packed = gzipped(bytes.clone()).unwrap();
        assert!(packed.starts_with(&[0x1f, 0x8b]));
        assert!(packed.len() < bytes.len());
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        let size = |gzipped_bytes| PageSize { raw_bytes: 1_000_000, gzipped_bytes };
        let line = size(GZIPPED_LIMIT_BYTES).verdict().unwrap();
        assert_eq!(line, "the page's program is 976.6 KB, 960.0 KB gzipped; the limit is 960 KB gzipped");
        assert!(size(GZIPPED_LIMIT_BYTES + 1).verdict().is_err());
    }
}
