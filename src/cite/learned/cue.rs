//! Is this a cue? What the model looks at.

use super::super::draft::Draft;
use super::super::lexicon::{Form, Frame, class};
use super::super::phrase;
use super::super::scan::Kind;
use super::content::shape;
use super::model::Sink;
use super::view::{View, distance};

/// Puts the features of candidate `index`; `before` are the attributions found before it.
pub(super) fn describe(v: &View<'_>, index: usize, before: &[Draft], sink: &mut impl Sink) {
    let candidate = v.candidates[index];
    let (start, end) = candidate.range;
    let main = candidate.main;
    let word = v.word(main, 0);
    let (left, right) = (v.tag(start, -1), v.tag(end, 0));
    let form = v.tag(main, 0);
    sink.add(1, &[]);
    sink.add(2, &[word]);
    sink.add(3, &[word, left]);
    sink.add(4, &[word, right]);
    sink.add(5, &[word, left, right]);
    sink.add(6, &[form, left, right]);
    sink.add(7, &[v.tag(start, -2), left]);
    sink.add(8, &[right, v.tag(end, 1)]);
    sink.add(9, &[v.word(start, -1)]);
    sink.add(10, &[v.word(end, 0)]);
    sink.add(11, &[word, v.word(end, 0)]);
    sink.add(12, &[word, v.word(start, -1)]);
    sink.add(13, &[form, v.tag(start, -3), v.tag(start, -2), left]);
    sink.add(14, &[form, right, v.tag(end, 1), v.tag(end, 2)]);
    sink.add(15, &[form, helpers(v, start, main)]);
    sink.add(16, &[word, helpers(v, start, main)]);
    sink.add(17, &[u32::from(v.s.heading), form]);
    sink.add(18, &[distance(v.s.start, start), form]);
    sink.add(19, &[distance(end, v.s.end), form]);
    sink.add(70, &[word, v.word(end, 0), v.tag(end, 1)]);
    sink.add(71, &[v.word(start, -1), word, right]);
    sink.add(72, &[v.tag(start, -2), left, word]);
    sink.add(73, &[word, right, v.tag(end, 1)]);
    sink.add(74, &[word, v.word(end, 1)]);
    sink.add(75, &[form, v.word(end, 0), left]);
    sink.add(76, &[form, v.word(start, -2), left]);
    describe_rule(v, index, sink);
    describe_surroundings(v, index, sink);
    describe_subject(v, index, sink);
    describe_before(v, index, before, sink);
}

/// Which helping words stand before the verb.
fn helpers(v: &View<'_>, start: usize, main: usize) -> u32 {
    let classes = (start..main).fold(0, |all, at| all | v.s.tokens[at].entry.classes);
    classes & (class::BE | class::HAVE | class::DO | class::MODAL | class::NOT)
}

/// What the rules make of it: their own attribution, or the content of another.
fn describe_rule(v: &View<'_>, index: usize, sink: &mut impl Sink) {
    let candidate = v.candidates[index];
    let word = v.word(candidate.main, 0);
    let form = v.tag(candidate.main, 0);
    let shape = shape(v.rule(candidate));
    let inside = v.rules.iter().enumerate().any(|(at, draft)| {
        candidate.rule != Some(at)
            && draft
                .content
                .iter()
                .any(|part| part.0 <= candidate.main && candidate.main < part.1)
    });
    let inside = u32::from(inside);
    let count = u32::try_from(v.rules.len().min(4)).unwrap_or(4);
    sink.add(20, &[shape, inside]);
    sink.add(21, &[shape, inside, word]);
    sink.add(22, &[shape, inside, form, v.tag(candidate.range.0, -1)]);
    sink.add(23, &[shape, inside, count]);
    sink.add(
        24,
        &[
            shape,
            v.tag(candidate.range.1, 0),
            v.word(candidate.range.1, 0),
        ],
    );
}

/// Quotations and clauses around it.
fn describe_surroundings(v: &View<'_>, index: usize, sink: &mut impl Sink) {
    let candidate = v.candidates[index];
    let (start, end) = candidate.range;
    let word = v.word(candidate.main, 0);
    let form = v.tag(candidate.main, 0);
    let behind = v
        .quotation_in(end, v.s.end)
        .map_or(10, |at| distance(end, at));
    let before = (v.s.start..start)
        .rev()
        .take_while(|_| v.has_quotation(v.s.start, start))
        .find(|&at| v.s.tokens[at].kind == Kind::Quotation)
        .map_or(10, |at| distance(at, start));
    let that = (end..v.s.end.min(end + 12))
        .find(|&at| v.s.is(at, class::SUBORDINATOR) && v.s.is(at, class::RELATIVE))
        .map_or(10, |at| distance(end, at));
    sink.add(30, &[behind, before]);
    sink.add(31, &[word, behind.min(4), before.min(4)]);
    sink.add(32, &[form, that]);
    sink.add(33, &[word, that]);
    let clause = v.has_predicate(end, v.close.min(end + 12));
    sink.add(34, &[word, u32::from(clause)]);
    sink.add(35, &[form, u32::from(clause), v.tag(end, 0)]);
    let frame = v.s.tokens[candidate.main]
        .verb()
        .map_or(0, |verb| match verb.frame {
            Frame::Say => 1,
            Frame::Tell => 2,
            Frame::Object => 3,
            Frame::Show => 4,
        });
    sink.add(36, &[frame, v.tag(start, -1), v.tag(end, 0)]);
    sink.add(
        37,
        &[frame, form, u32::from(clause), that.min(3), behind.min(3)],
    );
    let first = v.tag(v.s.start, 0);
    sink.add(38, &[form, first, v.word(v.s.start, 0)]);
    // the same in all its forms, nearly
    let stem = v.s.word(candidate.main).get(..5).map_or(word, |stem| {
        stem.bytes().fold(0, |hash: u32, byte| {
            hash.wrapping_mul(31)
                .wrapping_add(u32::from(byte.to_ascii_lowercase()))
        })
    });
    sink.add(39, &[stem]);
    sink.add(40, &[stem, v.tag(start, -1)]);
    sink.add(41, &[stem, v.tag(end, 0)]);
}

/// Who stands before it.
fn describe_subject(v: &View<'_>, index: usize, sink: &mut impl Sink) {
    let candidate = v.candidates[index];
    let word = v.word(candidate.main, 0);
    let form = v.tag(candidate.main, 0);
    let subject = phrase::left(v.s.tokens, v.s.start, candidate.range.0);
    let head = subject.map_or(0, |(start, end)| {
        let stop = (start + 1..end)
            .find(|&at| {
                v.s.is(at, class::PREPOSITION | class::RELATIVE) || !v.s.tokens[at].is_word()
            })
            .unwrap_or(end);
        v.tag(stop, -1)
    });
    let opens = subject.map_or(0, |(start, _)| v.tag(start, 0));
    let led = subject.map_or(0, |(start, _)| 1 + v.tag(start, -1));
    let head_word = subject.map_or(0, |(start, end)| {
        let stop = (start + 1..end)
            .find(|&at| {
                v.s.is(at, class::PREPOSITION | class::RELATIVE) || !v.s.tokens[at].is_word()
            })
            .unwrap_or(end);
        v.word(stop, -1)
    });
    sink.add(58, &[head_word]);
    sink.add(59, &[head_word, form]);
    sink.add(50, &[word, head]);
    sink.add(51, &[form, head]);
    sink.add(52, &[form, opens, head]);
    sink.add(53, &[form, led]);
    sink.add(54, &[form, led, v.tag(candidate.range.1, 0)]);
    sink.add(55, &[word, led]);
    let led_by = subject.map_or(0, |(start, _)| v.word(start, -1));
    sink.add(56, &[form, led_by]);
    let is_ing = v.s.tokens[candidate.main].is_form(Form::Ing);
    sink.add(57, &[u32::from(is_ing), v.tag(candidate.range.0, -1), head]);
}

/// What was found before it in the sentence.
fn describe_before(v: &View<'_>, index: usize, before: &[Draft], sink: &mut impl Sink) {
    let candidate = v.candidates[index];
    let form = v.tag(candidate.main, 0);
    let count = u32::try_from(before.len().min(3)).unwrap_or(3);
    let last = before.last();
    let gap = last.map_or(10, |last| distance(last.cue.1, candidate.range.0));
    let covered = last.is_some_and(|last| {
        last.content
            .iter()
            .any(|part| part.0 <= candidate.main && candidate.main < part.1)
    });
    let covered = u32::from(covered) + 2 * u32::from(last.is_some());
    sink.add(60, &[covered, form]);
    sink.add(61, &[covered, count, gap]);
    sink.add(
        62,
        &[
            covered,
            v.tag(candidate.range.0, -1),
            v.tag(candidate.range.0, -2),
        ],
    );
    sink.add(63, &[covered, v.word(candidate.range.0, -1)]);
    sink.add(64, &[covered, v.word(candidate.main, 0)]);
    let later = v.candidates.get(index + 1).map_or(0, |next| {
        1 + v.tag(next.range.0, -1) + 200 * u32::from(next.rule.is_some())
    });
    sink.add(65, &[form, later]);
    let earlier = index
        .checked_sub(1)
        .map_or(0, |at| 1 + v.tag(v.candidates[at].main, 0));
    sink.add(66, &[form, earlier, covered]);
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::with_sentence;
    use super::*;

    fn features(text: &str) -> Vec<u32> {
        with_sentence(text, |s| {
            let mut features = Vec::new();
            describe(&View::new(s, &[]), 0, &[], &mut features);
            features
        })
    }

    #[test]
    fn the_same_words_have_the_same_features() {
        let said = features("The mayor said that it rained.");
        assert_eq!(said, features("The mayor said that it rained."));
        let told = features("The mayor told them that it rained.");
        assert_eq!(said.len(), told.len());
        assert_ne!(said, told);
    }

    #[test]
    fn a_cue_at_either_end_of_a_sentence_is_described() {
        assert!(!features("Said.").is_empty());
        assert!(!features("It was as she said").is_empty());
    }
}
