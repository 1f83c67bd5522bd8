//! Statements of documents and counts, without a verb of saying: "bears the crest of X and gives a
//! figure of 40", "the ministry put the toll at 40".

use crate::cite::draft::Draft;
use crate::cite::lexicon::class;
use crate::cite::phrase::{self, Range, Reach};
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// Verbs for what stands on a document.
const BEARS: &str = "bears bore bear bearing carries carried carry carrying";

/// What tells whose a document is.
const MARKS: &str = "crest logo letterhead name seal stamp emblem insignia heading header signature \
    watermark imprint arms badge";

/// Verbs for what a document holds.
const HOLDS: &str = "gives gave give puts put lists listed list names named sets set speaks says \
    said states stated shows showed mentions mentioned records recorded describes described";

/// Verbs that tell a count, and what is counted.
const COUNTS: &str = "put puts gave gives set sets";
const COUNTED: &str = "figure number toll total count estimate cost strength size damage";

/// Reads the statement whose verb or mark stands at `at`; returns where to go on reading.
pub(super) fn documented(s: Sentence<'_>, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
    if !drafts.is_empty() {
        return None;
    }
    let draft = marked(s, at).or_else(|| counted(s, at))?;
    let past = draft.content.last().map_or(at + 1, |content| content.1);
    drafts.push(draft);
    Some(past.max(at + 1))
}

/// "The slide bears the crest of X and gives a figure of 40": X is the source.
fn marked(s: Sentence<'_>, at: usize) -> Option<Draft> {
    let document = |i: usize| s.is(i, class::DOCUMENT);
    if !s.among(at, BEARS) || !(s.start..at).any(document) {
        return None;
    }
    let mark = (at + 1..s.close().min(at + 6)).find(|&i| s.among(i, MARKS))?;
    let verb =
        (mark + 1..s.close()).find(|&i| s.among(i, HOLDS) && !s.is(i - 1, class::DETERMINER))?;
    let source = if s.word_is(mark + 1, &["of"]) {
        phrase::right(s.tokens, mark + 2, verb, Reach::Agent)?
    } else {
        (at + 1, mark)
    };
    let named = (source.0..source.1).any(|i| s.tokens[i].capital);
    if verb > source.1.max(mark + 1) + 3 {
        return None;
    }
    let content = held(s, verb)?;
    named.then(|| Draft::new(Some(source), (verb, verb + 1), vec![content]))
}

/// "The ministry put the toll at 40", "the report gives a figure of 40".
fn counted(s: Sentence<'_>, at: usize) -> Option<Draft> {
    if at == s.start || !s.among(at, COUNTS) {
        return None;
    }
    (at + 1..s.close().min(at + 5)).find(|&i| s.among(i, COUNTED))?;
    let number = (at + 1..s.close()).any(|i| {
        let written = s.word(i);
        s.kind(i) == Some(Kind::Quotation) || written.chars().any(|c| c.is_ascii_digit())
    });
    let subject = phrase::left(s.tokens, s.start, at)?;
    // "one slide put it at 40": which, the text does not tell
    let named = (subject.0..subject.1).any(|i| s.tokens[i].capital && i > s.start);
    let vague = s.is(subject.0, class::QUANTIFIER) || s.word_is(subject.0, &["a", "an", "another"]);
    let able = (subject.0..subject.1).any(|i| {
        s.is(
            i,
            class::DOCUMENT | class::BODY | class::ROLE | class::SUBJECT,
        ) || s.tokens[i].capital
    });
    let content = held(s, at)?;
    (number && able && (named || !vague))
        .then(|| Draft::new(Some(subject), (at, at + 1), vec![content]))
}

/// What stands behind the verb, to the end of the sentence.
fn held(s: Sentence<'_>, verb: usize) -> Option<Range> {
    let content = (verb + 1, s.close());
    (s.words_in(content.0, content.1) >= 2).then_some(content)
}

#[cfg(test)]
mod tests {
    use crate::cite::attributions;
    use crate::cite::tests_support::document;

    #[test]
    fn a_marked_document_speaks_for_whose_mark_it_bears() {
        for (text, name) in [
            (
                "The slide, a photograph of which was seen here, bears the crest of Brae's Survey \
                 Office and gives a figure of “up to 40”.",
                "Survey Office",
            ),
            (
                "The report, which carries the logo of the Skylark Observatory, puts it at 40.",
                "Skylark Observatory",
            ),
            (
                "A memo bearing the letterhead of the Ministry of Works lists 40 ships.",
                "Ministry of Works",
            ),
            (
                "The Ministry of Works put the toll at 40.",
                "Ministry of Works",
            ),
        ] {
            let found = attributions(&document(text));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].source.as_ref().unwrap().name, name, "{text}");
            assert!(found[0].content[0].of(text).contains("40"), "{text}");
        }
    }

    #[test]
    fn a_mark_alone_says_nothing() {
        for text in [
            "The slide bears the crest of the Survey Office.",
            "He put the number on the door.",
        ] {
            assert!(attributions(&document(text)).is_empty(), "{text}");
        }
    }
}
