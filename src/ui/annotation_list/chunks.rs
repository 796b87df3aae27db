//! A list in chunks that stay what they are where nothing changed, so that one edit renders the rows that it touches.

use crate::model::filter::{Entry, Group};
use crate::model::{Annotation, AnnotationId};
use std::collections::HashMap;
use std::rc::Rc;

/// How many lines a fresh chunk has; one that grows to twice as many is cut.
const CHUNK_LINES: usize = 100;

/// A line of the list.
#[derive(Clone, PartialEq)]
pub enum Line {
    /// One annotation; within an unfolded group or not.
    Mark(Rc<Annotation>, Within),
    /// Annotations of the same words and tag; unfolded or not.
    Group(Rc<Group>, bool),
}

/// Whether an annotation stands below the line of its group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Within {
    /// It does.
    Group,
    /// It stands for itself.
    List,
}

impl Line {
    /// The lines of entries; the groups for which `unfolded` says so with their members below them.
    pub fn of(entries: &[Entry], unfolded: impl Fn(&Group) -> bool) -> Vec<Self> {
        let mut lines = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry {
                Entry::Mark(annotation) => lines.push(Self::Mark(Rc::clone(annotation), Within::List)),
                Entry::Group(group) => {
                    let unfolded = unfolded(group);
                    lines.push(Self::Group(Rc::clone(group), unfolded));
                    let members = group.members.iter().filter(|_| unfolded);
                    lines.extend(members.map(|member| Self::Mark(Rc::clone(member), Within::Group)));
                }
            }
        }
        lines
    }

    /// The annotation that decides where it stands.
    fn annotation(&self) -> &Rc<Annotation> {
        match self {
            Self::Mark(annotation, _) => annotation,
            Self::Group(group, _) => group.first(),
        }
    }

    /// What it is known by.
    fn key(&self) -> (&AnnotationId, Option<Within>) {
        let within = match self {
            Self::Mark(_, within) => Some(*within),
            Self::Group(..) => None,
        };
        (&self.annotation().id, within)
    }
}

/// Consecutive lines.
#[derive(PartialEq)]
pub struct Chunk {
    /// What it is known by for as long as it is there.
    pub key: u32,
    /// The lines, in order.
    pub lines: Vec<Line>,
}

/// The chunks of a list, which remember what was in them.
#[derive(Default)]
pub struct Chunks {
    chunks: Vec<Rc<Chunk>>,
    next_key: u32,
}

impl Chunks {
    /// Puts lines into chunks: those that were there before stay in the chunk where they were, fresh and changed ones go
    /// to the line before them. A chunk of the same lines stays pointer-equal. Costs the number of lines.
    pub fn arrange(&mut self, lines: Vec<Line>) -> Vec<Rc<Chunk>> {
        let mut known = HashMap::new();
        for (chunk, at) in self.chunks.iter().zip(0..) {
            known.extend(chunk.lines.iter().map(|line| (line.key(), (line.annotation(), at))));
        }
        let mut filled: Vec<(usize, Vec<Line>)> = Vec::new();
        for line in lines {
            let before = known.get(&line.key()).filter(|(known, _)| *known == line.annotation());
            let current = filled.last().map_or(0, |(at, _)| *at);
            // In another order a line may have been in an earlier chunk: what counts is the order that is wanted now.
            let at = before.map_or(current, |(_, at)| (*at).max(current));
            match filled.last_mut() {
                Some((last, lines)) if *last == at => lines.push(line),
                _ => filled.push((at, vec![line])),
            }
        }
        let mut chunks = Vec::with_capacity(filled.len());
        for (at, mut lines) in filled {
            let mut key = self.chunks.get(at).map(|chunk| chunk.key);
            while lines.len() >= 2 * CHUNK_LINES {
                let rest = lines.split_off(CHUNK_LINES);
                chunks.push((key.take(), std::mem::replace(&mut lines, rest)));
            }
            chunks.push((key, lines));
        }
        let old: HashMap<u32, Rc<Chunk>> = self.chunks.drain(..).map(|chunk| (chunk.key, chunk)).collect();
        for (key, lines) in chunks {
            let there = key.and_then(|key| old.get(&key)).filter(|chunk| chunk.lines == lines);
            self.chunks.push(there.cloned().unwrap_or_else(|| {
                let key = key.unwrap_or_else(|| {
                    self.next_key += 1;
                    self.next_key
                });
                Rc::new(Chunk { key, lines })
            }));
        }
        self.chunks.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CharPos, CharRange, Fragments, LabelId, Tag, Timestamp};

    fn mark(id: u64) -> Line {
        let fragments = Fragments::one(CharRange::between(CharPos(0), CharPos(1))).expect("words");
        let tag = Tag::Label(LabelId::new("A").expect("an id"));
        let annotation = Annotation::new(AnnotationId::from_bits(id), fragments, tag.body(), Timestamp(0));
        Line::Mark(Rc::new(annotation), Within::List)
    }

    fn changed(line: &Line) -> Line {
        match line {
            Line::Mark(annotation, within) => {
                Line::Mark(Rc::new(Annotation { review: true, ..(**annotation).clone() }), *within)
            }
            Line::Group(..) => line.clone(),
        }
    }

    /// How many chunks are not those of before; and that the chunks are in order, none of them too long, with keys of
    /// their own.
    fn fresh(before: &[Rc<Chunk>], after: &[Rc<Chunk>], lines: &[Line]) -> usize {
        let all: Vec<Line> = after.iter().flat_map(|chunk| chunk.lines.clone()).collect();
        assert!(all == lines, "the lines are in order");
        assert!(after.iter().all(|chunk| (1..2 * CHUNK_LINES).contains(&chunk.lines.len())));
        let keys: std::collections::HashSet<u32> = after.iter().map(|chunk| chunk.key).collect();
        assert_eq!(keys.len(), after.len());
        after.iter().filter(|chunk| !before.iter().any(|other| Rc::ptr_eq(other, chunk))).count()
    }

    #[test]
    fn an_edit_changes_one_chunk() {
        let mut lines: Vec<Line> = (0..1_000).map(mark).collect();
        let mut chunks = Chunks::default();
        let mut before = chunks.arrange(lines.clone());
        assert_eq!(fresh(&[], &before, &lines), 10);
        type Edit = fn(&mut Vec<Line>);
        let edits: [(&str, Edit); 5] = [
            ("insert at the start", |lines| lines.insert(0, mark(5_000))),
            ("insert at a seam", |lines| lines.insert(100, mark(5_001))),
            ("remove", |lines| drop(lines.remove(500))),
            ("change in place", |lines| lines[700] = changed(&lines[700])),
            ("append", |lines| lines.push(mark(5_002))),
        ];
        for (what, edit) in edits {
            edit(&mut lines);
            let after = chunks.arrange(lines.clone());
            assert_eq!(fresh(&before, &after, &lines), 1, "{what}");
            before = after;
        }
        // A change that moves it to another place touches both.
        let moved = changed(&lines.remove(100));
        lines.insert(900, moved);
        let after = chunks.arrange(lines.clone());
        assert_eq!(fresh(&before, &after, &lines), 2);
        assert_eq!(fresh(&after, &chunks.arrange(lines.clone()), &lines), 0);
    }

    #[test]
    fn a_chunk_that_grows_is_cut_and_an_empty_one_goes() {
        let mut lines: Vec<Line> = (0..150).map(mark).collect();
        let mut chunks = Chunks::default();
        assert_eq!(chunks.arrange(lines.clone()).len(), 1);
        lines.extend((150..250).map(mark));
        let two = chunks.arrange(lines.clone());
        assert_eq!(two.iter().map(|chunk| chunk.lines.len()).collect::<Vec<_>>(), [100, 150]);
        lines.drain(..100);
        let one = chunks.arrange(lines.clone());
        assert!(one.len() == 1 && Rc::ptr_eq(&one[0], &two[1]));
        assert!(chunks.arrange(Vec::new()).is_empty());
    }

    #[test]
    fn another_order_is_taken_as_it_is() {
        let mut lines: Vec<Line> = (0..1_000).map(mark).collect();
        let mut chunks = Chunks::default();
        let before = chunks.arrange(lines.clone());
        lines.reverse();
        fresh(&before, &chunks.arrange(lines.clone()), &lines);
    }
}
