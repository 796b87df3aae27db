//! Zip archives: a small writer whose bytes depend on nothing but the entries, and a reader that trusts nothing.
//!
//! After PKWARE's APPNOTE 6.3.10: entries are stored or deflated, without encryption, spanning and zip64.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use std::fmt;

/// The most bytes that the entries of an archive may hold together: 256 MiB.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// The most entries of an archive.
pub const MAX_ENTRIES: usize = 20_000;

/// How many times its packed size an entry may hold, once it holds more than 1 MiB. Texts stay far below it.
pub const MAX_RATIO: usize = 200;

const FREE_BYTES: usize = 1024 * 1024;

/// How hard small and large files are packed. Packing a large one thoroughly takes longer than all else about it.
const THOROUGH: u8 = 6;
const FAST: u8 = 2;

/// A file in an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its name, folders and `/` included. Never absolute, and never with `..` in it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// A file.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Why an archive cannot be read, or an entry of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ArchiveError {
    /// It has no directory of a zip archive.
    NotZip,
    /// It ends too early, or its parts contradict one another.
    Damaged,
    /// It is in several parts, or larger than 4 GiB.
    Unsupported,
    /// It has more than [`MAX_ENTRIES`] entries.
    TooManyEntries,
    /// It holds more than [`MAX_BYTES`], or far more than its size.
    TooLarge,
    /// An entry is encrypted.
    Encrypted(String),
    /// An entry is packed in a way that is not read.
    Method(String),
    /// The name of an entry leads out of the archive.
    Name(String),
    /// Two entries have the same name.
    Twice(String),
    /// What an entry holds is not what it held when it was packed.
    Checksum(String),
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotZip => write!(f, "The file is not a zip archive, or it is cut off."),
            Self::Damaged => write!(f, "The archive is damaged."),
            Self::Unsupported => write!(f, "Archives in several parts, or of more than 4 GB, are not read."),
            Self::TooManyEntries => write!(f, "The archive has more than {MAX_ENTRIES} files."),
            Self::TooLarge => write!(f, "The archive unpacks to more than is read ({} MB).", MAX_BYTES >> 20),
            Self::Encrypted(name) => write!(f, "“{name}” in the archive is encrypted."),
            Self::Method(name) => write!(f, "“{name}” in the archive is packed in a way that is not read."),
            Self::Name(name) => write!(f, "The name “{name}” in the archive leads out of it."),
            Self::Twice(name) => write!(f, "“{name}” is in the archive twice."),
            Self::Checksum(name) => write!(f, "“{name}” in the archive is damaged."),
        }
    }
}

impl std::error::Error for ArchiveError {}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_BYTES: usize = 22;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Version 2.0, as deflate needs.
const VERSION: u16 = 20;

/// Names are UTF-8.
const UTF8_NAMES: u16 = 1 << 11;
const ENCRYPTED: u16 = 1;

/// 1980-01-01, the first day that a zip archive can name, at midnight.
const DATE: u16 = 1 << 5 | 1;
const TIME: u16 = 0;

/// Whether bytes begin like a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    [LOCAL, END].iter().any(|signature| bytes.starts_with(&signature.to_le_bytes()))
}

/// An archive of these files, in this order. Costs their size.
pub fn write(entries: &[Entry]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let packed = compress_to_vec(&entry.bytes, if entry.bytes.len() > FREE_BYTES { FAST } else { THOROUGH });
        let (method, packed) =
            if packed.len() < entry.bytes.len() { (DEFLATED, &packed) } else { (STORED, &entry.bytes) };
        let start = archive.len() as u32;
        let mut common = Vec::with_capacity(26);
        for field in [VERSION, UTF8_NAMES, method, TIME, DATE] {
            common.extend(field.to_le_bytes());
        }
        for field in [crc32(&entry.bytes), packed.len() as u32, entry.bytes.len() as u32] {
            common.extend(field.to_le_bytes());
        }
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend(0_u16.to_le_bytes());

        archive.extend(LOCAL.to_le_bytes());
        archive.extend(&common);
        archive.extend(entry.name.as_bytes());
        archive.extend(packed);

        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&common);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let (start, length, count) = (archive.len() as u32, directory.len() as u32, entries.len() as u16);
    archive.extend(directory);
    archive.extend(END.to_le_bytes());
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(length.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

/// The names of the files of an archive, folders left out, in the order of its directory; none where it cannot be read.
/// Nothing is unpacked.
pub fn names(bytes: &[u8]) -> Vec<String> {
    directory(bytes).map_or_else(|_| Vec::new(), |listed| listed.into_iter().map(|listed| listed.name).collect())
}

/// The files of an archive, folders left out, in the order of its directory. Costs what they hold, which is bounded by
/// [`MAX_BYTES`] and [`MAX_RATIO`].
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, ArchiveError> {
    let mut left = MAX_BYTES;
    let mut names = std::collections::HashSet::new();
    let mut entries = Vec::new();
    for listed in directory(bytes)? {
        if listed.unpacked > left {
            return Err(ArchiveError::TooLarge);
        }
        left -= listed.unpacked;
        let bytes = listed.unpack(bytes)?;
        if !names.insert(listed.name.clone()) {
            return Err(ArchiveError::Twice(listed.name));
        }
        entries.push(Entry { name: listed.name, bytes });
    }
    Ok(entries)
}

/// What the directory of an archive says of a file.
struct Listed {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    unpacked: usize,
    local: usize,
}

impl Listed {
    fn unpack(&self, archive: &[u8]) -> Result<Vec<u8>, ArchiveError> {
        if self.flags & ENCRYPTED != 0 {
            return Err(ArchiveError::Encrypted(self.name.clone()));
        }
        if self.unpacked > FREE_BYTES && self.unpacked / MAX_RATIO > self.packed {
            return Err(ArchiveError::TooLarge);
        }
        if u32_at(archive, self.local) != Some(LOCAL) {
            return Err(ArchiveError::Damaged);
        }
        let word = |at: usize| u16_at(archive, at).map(usize::from).ok_or(ArchiveError::Damaged);
        let from = self.local + 30 + word(self.local + 26)? + word(self.local + 28)?;
        let packed = archive.get(from..from.saturating_add(self.packed)).ok_or(ArchiveError::Damaged)?;
        let held = match self.method {
            STORED => packed.to_vec(),
            DEFLATED => decompress_to_vec_with_limit(packed, self.unpacked).map_err(|_| ArchiveError::Damaged)?,
            _ => return Err(ArchiveError::Method(self.name.clone())),
        };
        match held.len() == self.unpacked && crc32(&held) == self.crc {
            true => Ok(held),
            false => Err(ArchiveError::Checksum(self.name.clone())),
        }
    }
}

/// The files in the directory of an archive, folders left out.
fn directory(bytes: &[u8]) -> Result<Vec<Listed>, ArchiveError> {
    let end = end_of_directory(bytes).ok_or(ArchiveError::NotZip)?;
    let word = |at: usize| u16_at(bytes, at).ok_or(ArchiveError::Damaged);
    let long = |at: usize| u32_at(bytes, at).map(|long| long as usize).ok_or(ArchiveError::Damaged);
    let (disk, count, start) = (word(end + 4)?, usize::from(word(end + 10)?), long(end + 16)?);
    if disk != 0 || count == usize::from(u16::MAX) || start == u32::MAX as usize {
        return Err(ArchiveError::Unsupported);
    }
    if count > MAX_ENTRIES {
        return Err(ArchiveError::TooManyEntries);
    }
    let mut files = Vec::new();
    let mut at = start;
    for _ in 0..count {
        if u32_at(bytes, at) != Some(CENTRAL) {
            return Err(ArchiveError::Damaged);
        }
        let (name, extra, comment) = (word(at + 28)?, word(at + 30)?, word(at + 32)?);
        let name = bytes.get(at + 46..at + 46 + usize::from(name)).ok_or(ArchiveError::Damaged)?;
        let listed = Listed {
            // Names without the mark of UTF-8 are mostly that too.
            name: String::from_utf8_lossy(name).replace('\\', "/"),
            flags: word(at + 8)?,
            method: word(at + 10)?,
            crc: long(at + 16)? as u32,
            packed: long(at + 20)?,
            unpacked: long(at + 24)?,
            local: long(at + 42)?,
        };
        at += 46 + name.len() + usize::from(extra) + usize::from(comment);
        if !is_inside(&listed.name) {
            return Err(ArchiveError::Name(super::report::short(&listed.name)));
        }
        if !listed.name.ends_with('/') {
            files.push(listed);
        }
    }
    Ok(files)
}

/// Names for files of documents, without folders and without what some systems refuse; each one once.
pub fn file_names<'a>(titles: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    const LONGEST: usize = 60;
    let mut taken = std::collections::HashSet::new();
    let mut next = std::collections::HashMap::new();
    let name = |title: &str| {
        let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { ' ' };
        let words: String = title.chars().map(plain).take(LONGEST).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join("_");
        if words.is_empty() { "document".to_owned() } else { words }
    };
    let mut names = Vec::new();
    for title in titles {
        let start = name(title);
        let mut candidate = start.clone();
        // Some systems do not tell capital letters from small.
        while !taken.insert(candidate.to_lowercase()) {
            let number = next.entry(start.to_lowercase()).or_insert(1_u32);
            *number += 1;
            candidate = format!("{start}-{number}");
        }
        names.push(candidate);
    }
    names
}

/// Whether a name stays in its folder.
fn is_inside(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    !name.is_empty() && !drive && !name.starts_with('/') && name.split('/').all(|part| part != "..")
}

/// Where the record starts that ends the directory; a comment of up to 64 KB may follow it.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last).rev().find(|at| u32_at(bytes, *at) == Some(END))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// The checksum of zip archives: CRC-32 of ISO 3309, as in the PNG specification, annex D.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(!0, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut n = 0;
    while n < 256 {
        let mut c = n as u32;
        let mut bit = 0;
        while bit < 8 {
            c = if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 };
            bit += 1;
        }
        table[n] = c;
        n += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Vec<Entry> {
        vec![Entry::new("a.txt", "Zürich ".repeat(20)), Entry::new("b/c.ann", ""), Entry::new("ü.txt", vec![0, 255])]
    }

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        assert_eq!(read(&write(&small())), Ok(small()));
        assert_eq!(read(&write(&[])), Ok(Vec::new()));
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let archive = write(&small());
        for end in 0..archive.len() {
            assert!(read(&archive[..end]).is_err(), "cut at {end}");
        }
        for at in 0..archive.len() {
            for flip in [1, 0x80, 0xff] {
                let mut damaged = archive.clone();
                damaged[at] ^= flip;
                let _ = read(&damaged);
            }
        }
    }

    #[test]
    fn no_name_leads_out() {
        for name in ["/etc/x", "../x", "a/../../x", "C:\\x", "..\\x", ""] {
            let archive = write(&[Entry::new(name, "x")]);
            assert!(matches!(read(&archive), Err(ArchiveError::Name(_))), "{name}");
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_bursts() {
        let archive = write(&[Entry::new("a.txt", vec![b'a'; 8 * 1024 * 1024])]);
        assert!(archive.len() < 100_000);
        assert_eq!(read(&archive), Err(ArchiveError::TooLarge));
        // One that lies about its size.
        let mut lying = archive.clone();
        let at = lying.len() - END_BYTES - 46 - 5 + 24;
        lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
        assert_eq!(read(&lying), Err(ArchiveError::Damaged));
    }

    #[test]
    fn names_of_files_are_plain_and_differ() {
        let names = file_names(["A/b: c?", "a b c", "a b c", "", "../.."]);
        assert_eq!(names, ["A_b_c", "a_b_c-2", "a_b_c-3", "document", "document-2"]);
    }
}
