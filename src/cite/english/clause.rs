//! Subject, verb, content: "he said that …".

use super::content::content_after;
use super::cue::Cue;
use crate::cite::draft::Draft;
use crate::cite::phrase;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// `S V C`: the subject before the verb, the content behind it.
pub(super) fn verb_first(
    s: Sentence<'_>,
    cue: Cue,
    drafts: &mut [Draft],
    nested: bool,
) -> Option<Draft> {
    let floor = drafts.last().map_or(s.start, |last| {
        if last.open {
            last.cue.1
        } else {
            last.content
                .iter()
                .map(|c| c.1)
                .max()
                .unwrap_or(0)
                .min(cue.range.0)
                .max(s.start)
        }
    });
    let subject = phrase::left(s.tokens, floor, cue.range.0)?;
    if nested {
        let boundary = clause_boundary(s, subject.0)?;
        let last = drafts.last_mut()?;
        last.truncate(boundary);
    }
    let mut content = content_after(s, cue)?;
    let mut open = true;
    if subordinate(s, subject.0)
        && let Some(comma) = (content.0 + 1..content.1).find(|&at| s.kind(at) == Some(Kind::Comma))
    {
        content.1 = comma;
        open = false;
    }
    let mut draft = Draft::new(Some(subject), cue.range, vec![content]);
    draft.open = open;
    Some(draft)
}

/// Whether the clause that begins at `start` only leads up to the main one: "When he said …, she".
fn subordinate(s: Sentence<'_>, start: usize) -> bool {
    start == s.start + 1
        && s.word_is(
            s.start,
            &[
                "when", "as", "after", "while", "if", "because", "although", "though", "before",
                "since", "once",
            ],
        )
}

/// Returns where the content before ends, if a new main clause begins at `start`.
fn clause_boundary(s: Sentence<'_>, start: usize) -> Option<usize> {
    let before = start.checked_sub(1).filter(|&b| b >= s.start)?;
    match s.tokens[before].kind {
        Kind::Semicolon | Kind::Dash => Some(before),
        Kind::Word if s.word_is(before, &["but", "and", "while", "though", "although"]) => {
            let comma = before.checked_sub(1)?;
            match s.tokens[comma].kind {
                Kind::Comma | Kind::Dash => Some(comma),
                Kind::Quotation => Some(before),
                _ => None,
            }
        }
        _ => None,
    }
}
