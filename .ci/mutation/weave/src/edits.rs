//! Edits of a text that may be in one another, and the text that they come to.

use std::ops::Range;

/// A part of what stands in the place of an expression.
pub(crate) enum Piece {
    Text(String),
    /// What stands there in the source, with the edits inside.
    Source(Range<usize>),
    /// What is there for one mutation.
    Of(u32, Vec<Piece>),
}

impl Piece {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// Of edits of the same place, those that come later are inside.
pub(crate) struct Edit {
    pub(crate) at: Range<usize>,
    pub(crate) pieces: Vec<Piece>,
}

/// A `match` by its scrutinee, and the mutations that take an arm of it away.
pub(crate) type Match = (Range<usize>, Vec<u32>);

/// A file with its mutations.
pub(crate) struct Woven {
    pub(crate) text: String,
    pub(crate) ranges: Vec<(u32, Range<usize>)>,
    pub(crate) matches: Vec<Match>,
}

struct Weaver<'a> {
    source: &'a str,
    /// Sorted by start, the outer ones first.
    edits: Vec<Edit>,
    matches: &'a [Match],
    woven: Woven,
}

impl Woven {
    /// The text with these edits.
    pub(crate) fn of(source: &str, edits: Vec<Edit>, matches: &[Match]) -> Self {
        let mut numbered: Vec<(usize, Edit)> = edits.into_iter().enumerate().collect();
        // What is inserted at a place stands before what begins there.
        numbered.sort_by_key(|(number, edit)| (edit.at.start, !edit.at.is_empty(), usize::MAX - edit.at.end, *number));
        let edits = numbered.into_iter().map(|(_, edit)| edit).collect();
        let woven = Self { text: String::new(), ranges: Vec::new(), matches: Vec::new() };
        let mut weaver = Weaver { source, edits, matches, woven };
        weaver.write(0..source.len(), 0);
        weaver.woven
    }
}

impl Weaver<'_> {
    /// Writes a part of the source with the edits from this one on that are in it.
    fn write(&mut self, part: Range<usize>, first: usize) {
        let begin = self.woven.text.len();
        let (mut at, mut next) = (part.start, first);
        while next < self.edits.len() && self.edits[next].at.start <= part.end {
            let edit = self.edits[next].at.clone();
            // Insertions belong to what they stand before, and to the end only where the whole file ends there.
            let inside = edit.start >= at && edit.end <= part.end && (!edit.is_empty() || edit.start < part.end);
            if inside {
                self.woven.text.push_str(&self.source[at..edit.start]);
                let pieces = std::mem::take(&mut self.edits[next].pieces);
                pieces.iter().for_each(|piece| self.piece(piece, next + 1));
                self.edits[next].pieces = pieces;
                at = edit.end;
            }
            next += 1;
        }
        self.woven.text.push_str(&self.source[at..part.end]);
        let end = self.woven.text.len();
        let of = self.matches.iter().filter(|(scrutinee, _)| *scrutinee == part).map(|(_, ids)| (begin..end, ids.clone()));
        self.woven.matches.extend(of);
    }

    fn piece(&mut self, piece: &Piece, next: usize) {
        match piece {
            Piece::Text(text) => self.woven.text.push_str(text),
            Piece::Source(part) => self.write(part.clone(), next),
            Piece::Of(id, pieces) => {
                let begin = self.woven.text.len();
                pieces.iter().for_each(|piece| self.piece(piece, next));
                self.woven.ranges.push((*id, begin..self.woven.text.len()));
            }
        }
    }
}
