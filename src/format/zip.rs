//! Zip archives: a writer whose bytes depend on nothing but the entries, and a reader that hostile archives cannot hurt.
//!
//! The grammar is that of PKWARE’s APPNOTE 6.3. Entries are deflated or stored; encryption, Zip64 and archives in parts
//! are refused by name.

use std::collections::HashSet;
use std::fmt;

/// A file in an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its path, with `/` between folders.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// An entry with these bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// The most bytes that all entries of an archive may hold together: 128 MiB.
pub const MAX_BYTES: usize = 128 * 1024 * 1024;

/// The most entries of an archive.
pub const MAX_ENTRIES: usize = 20_000;

/// How many times as large as in the archive an entry may be, if it has more than [`FREE_BYTES`]. Text in any language
/// stays below a tenth of that.
const MAX_RATIO: usize = 200;

/// Up to this size, in bytes, the ratio does not matter.
const FREE_BYTES: usize = 1024 * 1024;

/// Why an archive cannot be read or written at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ZipError {
    /// It has no directory at its end.
    NotAZip,
    /// Its directory, or an entry of it, reaches past its end.
    CutOff,
    /// It is larger than 4 GiB or in several parts.
    OtherKind,
    /// It has more entries than [`MAX_ENTRIES`].
    TooMany,
    /// Its entries hold more than [`MAX_BYTES`] together, or one of them inflates beyond all reason.
    TooLarge,
}

impl fmt::Display for ZipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAZip => write!(f, "The file is not a zip archive."),
            Self::CutOff => write!(f, "The archive is cut off: its directory is not all there."),
            Self::OtherKind => write!(f, "The archive is in several parts or of the Zip64 kind, which is not read."),
            Self::TooMany => write!(f, "The archive has too many files. The limit is {MAX_ENTRIES}."),
            Self::TooLarge => {
                write!(f, "The archive holds too much. The limit for all its files is {} MB.", MAX_BYTES >> 20)
            }
        }
    }
}

impl std::error::Error for ZipError {}

/// Why an entry of an archive was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryProblem {
    /// The entry, as the archive calls it.
    pub name: String,
    /// What is wrong with it.
    pub fault: EntryFault,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryFault {
    /// Its path is absolute or leads out of the archive.
    UnsafePath,
    /// An earlier entry has the same path.
    Twice,
    /// It is encrypted.
    Encrypted,
    /// It is compressed in a way that is not read.
    Method(u16),
    /// Its bytes are not what the archive says.
    Damaged,
}

impl fmt::Display for EntryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” in the archive ", self.name)?;
        match self.fault {
            EntryFault::UnsafePath => write!(f, "has a path that leads out of it"),
            EntryFault::Twice => write!(f, "is there twice"),
            EntryFault::Encrypted => write!(f, "is encrypted"),
            EntryFault::Method(method) => write!(f, "is compressed by method {method}, which is not read"),
            EntryFault::Damaged => write!(f, "is damaged"),
        }
    }
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// The bytes of a record without its variable parts.
const LOCAL_BYTES: usize = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: usize = 22;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// General purpose bit 0: encrypted.
const ENCRYPTED: u16 = 1;
/// General purpose bit 11: the name is UTF-8.
const UTF8: u16 = 1 << 11;

/// 1980-01-01, the earliest date there is.
const DATE: u16 = 0x21;

/// Version 2.0 of the specification: deflate and folders.
const VERSION: u16 = 20;

/// An archive of these entries, in their order. The same entries always give the same bytes.
pub fn write(entries: &[Entry]) -> Result<Vec<u8>, ZipError> {
    if entries.len() > MAX_ENTRIES {
        return Err(ZipError::TooMany);
    }
    if entries.iter().map(|entry| entry.bytes.len()).sum::<usize>() > MAX_BYTES {
        return Err(ZipError::TooLarge);
    }
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let deflated = miniz_oxide::deflate::compress_to_vec(&entry.bytes, 6);
        let shorter = deflated.len() < entry.bytes.len();
        let (method, packed) = if shorter { (DEFLATED, &deflated) } else { (STORED, &entry.bytes) };
        let mut common = Record::default();
        common.short(VERSION).short(UTF8).short(method).short(0).short(DATE).long(crc32(&entry.bytes));
        common.long(packed.len() as u32).long(entry.bytes.len() as u32).short(entry.name.len() as u16).short(0);

        let offset = file.len() as u32;
        let mut record = Record::default();
        record.long(LOCAL).bytes(&common.0).bytes(entry.name.as_bytes()).bytes(packed);
        file.append(&mut record.0);
        let mut record = Record::default();
        record.long(CENTRAL).short(VERSION).bytes(&common.0).short(0).short(0).short(0).long(0).long(offset);
        directory.append(record.bytes(entry.name.as_bytes()).inner());
    }
    let (count, offset) = (entries.len() as u16, file.len() as u32);
    let mut end = Record::default();
    end.long(END).short(0).short(0).short(count).short(count).long(directory.len() as u32).long(offset).short(0);
    file.append(&mut directory);
    file.append(&mut end.0);
    Ok(file)
}

/// A record under construction: little-endian numbers and bytes.
#[derive(Default)]
struct Record(Vec<u8>);

impl Record {
    fn short(&mut self, number: u16) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn long(&mut self, number: u32) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn inner(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

/// Whether bytes begin like an archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    [LOCAL, END].iter().any(|start| bytes.starts_with(&start.to_le_bytes()))
}

/// The entries of an archive in the order of its directory, and those that were left out. Folders, and what macOS keeps
/// beside files, are passed over.
pub fn read(bytes: &[u8]) -> Result<(Vec<Entry>, Vec<EntryProblem>), ZipError> {
    let directory = Directory::of(bytes)?;
    let (mut entries, mut problems, mut names) = (Vec::new(), Vec::new(), HashSet::new());
    let mut left = MAX_BYTES;
    let mut at = directory.start;
    for _ in 0..directory.count {
        let header = Header::of(bytes, at)?;
        at += CENTRAL_BYTES + header.variable;
        if header.name.ends_with('/') || header.name.starts_with("__MACOSX/") {
            continue;
        }
        let kept = if is_unsafe(&header.name) {
            Err(EntryFault::UnsafePath)
        } else if names.contains(&header.name) {
            Err(EntryFault::Twice)
        } else {
            header.inflated(bytes, directory.shift, left)?
        };
        match kept {
            Ok(inflated) => {
                left -= inflated.len();
                names.insert(header.name.clone());
                entries.push(Entry { name: header.name, bytes: inflated });
            }
            Err(fault) => problems.push(EntryProblem { name: header.name, fault }),
        }
    }
    Ok((entries, problems))
}

/// Where the directory is.
struct Directory {
    start: usize,
    count: usize,
    /// How many bytes come before the archive, as in a program that unpacks itself.
    shift: usize,
}

impl Directory {
    fn of(bytes: &[u8]) -> Result<Self, ZipError> {
        // A comment of up to 64 KiB may follow.
        let first = bytes.len().saturating_sub(END_BYTES + usize::from(u16::MAX));
        let place = (first..(bytes.len() + 1).saturating_sub(END_BYTES)).rev();
        let mut place = place.filter(|at| long(bytes, *at) == Some(END));
        let end = place.next().ok_or(if is_zip(bytes) { ZipError::CutOff } else { ZipError::NotAZip })?;
        let count = short(bytes, end + 10).unwrap_or(0);
        let size = long(bytes, end + 12).unwrap_or(0) as usize;
        let offset = long(bytes, end + 16).unwrap_or(0) as usize;
        let in_parts = short(bytes, end + 4) != Some(0) || short(bytes, end + 8) != Some(count);
        if in_parts || count == u16::MAX || offset == u32::MAX as usize {
            return Err(ZipError::OtherKind);
        }
        let start = end.checked_sub(size).ok_or(ZipError::CutOff)?;
        let shift = start.checked_sub(offset).ok_or(ZipError::CutOff)?;
        if usize::from(count) > MAX_ENTRIES {
            return Err(ZipError::TooMany);
        }
        Ok(Self { start, count: usize::from(count), shift })
    }
}

/// An entry of the directory.
struct Header {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    size: usize,
    offset: usize,
    /// The bytes of its name, of what else is known of it, and of its comment.
    variable: usize,
}

impl Header {
    fn of(bytes: &[u8], at: usize) -> Result<Self, ZipError> {
        let read = || {
            let short = |offset| short(bytes, at + offset);
            let long = |offset| long(bytes, at + offset);
            let name_length = usize::from(short(28)?);
            let name = bytes.get(at + CENTRAL_BYTES..at + CENTRAL_BYTES + name_length)?;
            (long(0)? == CENTRAL).then_some(())?;
            Some(Self {
                // Programs of Windows wrote `\` between folders.
                name: String::from_utf8_lossy(name).replace('\\', "/"),
                flags: short(8)?,
                method: short(10)?,
                crc: long(16)?,
                packed: long(20)? as usize,
                size: long(24)? as usize,
                offset: long(42)? as usize,
                variable: name_length + usize::from(short(30)?) + usize::from(short(32)?),
            })
        };
        read().ok_or(ZipError::CutOff)
    }

    /// What the entry holds, if it is no more than `left` bytes.
    fn inflated(&self, bytes: &[u8], shift: usize, left: usize) -> Result<Result<Vec<u8>, EntryFault>, ZipError> {
        if self.flags & ENCRYPTED != 0 {
            return Ok(Err(EntryFault::Encrypted));
        }
        if self.size > left || self.size > FREE_BYTES.max(self.packed.saturating_mul(MAX_RATIO)) {
            return Err(ZipError::TooLarge);
        }
        let Some(packed) = self.packed_bytes(bytes, shift) else { return Ok(Err(EntryFault::Damaged)) };
        let inflated = match self.method {
            STORED => packed.to_vec(),
            // The size is a promise: what inflates further is broken off there.
            DEFLATED => match miniz_oxide::inflate::decompress_to_vec_with_limit(packed, self.size) {
                Ok(inflated) => inflated,
                Err(_) => return Ok(Err(EntryFault::Damaged)),
            },
            method => return Ok(Err(EntryFault::Method(method))),
        };
        let sound = inflated.len() == self.size && crc32(&inflated) == self.crc;
        Ok(if sound { Ok(inflated) } else { Err(EntryFault::Damaged) })
    }

    fn packed_bytes<'a>(&self, bytes: &'a [u8], shift: usize) -> Option<&'a [u8]> {
        let local = self.offset.checked_add(shift)?;
        (long(bytes, local)? == LOCAL).then_some(())?;
        let start =
            local + LOCAL_BYTES + usize::from(short(bytes, local + 26)?) + usize::from(short(bytes, local + 28)?);
        bytes.get(start..start.checked_add(self.packed)?)
    }
}

/// Whether a path is absolute, names a drive, or leads upwards.
fn is_unsafe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    name.is_empty() || name.starts_with('/') || drive || name.contains('\0') || name.split('/').any(|part| part == "..")
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The check sum of ISO 3309, bits reflected.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let (mut crc, mut bit) = (byte as u32, 0);
            while bit < 8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
                bit += 1;
            }
            table[byte] = crc;
            byte += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, byte| (crc >> 8) ^ TABLE[usize::from(crc as u8 ^ byte)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let entries: Vec<_> = entries.iter().map(|(name, bytes)| Entry::new(*name, *bytes)).collect();
        write(&entries).expect("a small archive")
    }

    #[test]
    fn the_check_sum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_was_written_is_read_and_always_the_same() {
        let long = b"news ".repeat(10_000);
        let entries: [(&str, &[u8]); 3] = [("a.txt", b"a"), ("Zo\u{eb}/\u{1f600}.ann", &long), ("empty", b"")];
        let file = archive(&entries);
        assert_eq!(file, archive(&entries));
        assert!(file.len() < long.len() / 10, "it is deflated");
        let (read, problems) = read(&file).expect("a sound archive");
        assert_eq!(problems, []);
        assert_eq!(read, entries.map(|(name, bytes)| Entry::new(name, bytes)));
    }

    #[test]
    fn paths_that_lead_out_are_left_out() {
        let names = ["../a", "a/../../b", "/etc/passwd", "C:/a", "..\\a", "\\a"];
        let entries: Vec<(&str, &[u8])> =
            names.iter().chain(&["good/a..b"]).map(|name| (*name, b"x".as_slice())).collect();
        let (read, problems) = read(&archive(&entries)).expect("an archive");
        assert_eq!(read.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["good/a..b"]);
        assert!(problems.iter().all(|problem| problem.fault == EntryFault::UnsafePath));
        assert_eq!(problems.len(), names.len());
    }

    #[test]
    fn what_inflates_beyond_reason_is_refused() {
        let zeros = vec![0; 8 * FREE_BYTES];
        assert_eq!(read(&archive(&[("a", &zeros)])), Err(ZipError::TooLarge));
        let mut liar = archive(&[("a", &zeros)]);
        let size = liar.len() - END_BYTES - "a".len() - CENTRAL_BYTES + 24;
        liar[size..size + 4].copy_from_slice(&1_u32.to_le_bytes());
        let (entries, problems) = read(&liar).expect("an archive");
        assert_eq!((entries, problems[0].fault), (vec![], EntryFault::Damaged), "its size is a promise");
    }

    #[test]
    fn damage_is_named_and_never_panics() {
        let file = archive(&[("a.txt", &b"some news ".repeat(20)), ("b", b"b")]);
        for end in 0..file.len() {
            assert!(read(&file[..end]).is_err(), "cut off at {end}");
        }
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x55;
            let contents = |(entries, _): (Vec<Entry>, _)| entries.into_iter().map(|entry| entry.bytes).collect();
            let contents: Vec<_> = read(&damaged).map(contents).unwrap_or_default();
            let known = |bytes: &Vec<u8>| bytes == b"b" || bytes.starts_with(b"some news some");
            assert!(contents.iter().all(known), "byte {at}: no other content passes for sound");
        }
        assert_eq!(read(b"plain text"), Err(ZipError::NotAZip));
        assert_eq!(read(b""), Err(ZipError::NotAZip));
        let twice = archive(&[("a", b"1"), ("a", b"2")]);
        let (entries, problems) = read(&twice).expect("an archive");
        assert_eq!((entries[0].bytes.as_slice(), problems[0].fault), (b"1".as_slice(), EntryFault::Twice));
    }
}
