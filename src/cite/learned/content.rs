//! What is said? The stretches that may be the content of a cue, and what the model looks at.
//!
//! Content is read in steps: on which side of the cue it stands, then where each side begins and
//! ends. Each step is a decision between a few places.

use super::super::draft::Draft;
use super::super::lexicon::class;
use super::super::phrase::{self, Range};
use super::super::scan::Kind;
use super::counts::Column;
use super::model::Sink;
use super::view::{Candidate, View, distance};

/// On which side of its cue content stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// "he said that …"
    Behind,
    /// "…, he said"
    Before,
    /// "…, he said, …"
    Around,
}

pub(super) const SIDES: [Side; 3] = [Side::Behind, Side::Before, Side::Around];

impl Side {
    /// Where the content of a draft stands.
    pub(super) fn of(draft: &Draft) -> Option<Self> {
        let before = draft.content.iter().any(|part| part.1 <= draft.cue.0);
        let behind = draft.content.iter().any(|part| part.0 >= draft.cue.1);
        match (before, behind) {
            (true, true) => Some(Self::Around),
            (true, false) => Some(Self::Before),
            (false, true) => Some(Self::Behind),
            (false, false) => None,
        }
    }

    /// Whether there is anything on this side of the cue.
    pub(super) fn fits(self, v: &View<'_>, anchor: &Anchor) -> bool {
        let before = v.s.words_in(v.s.start, anchor.before) > 0;
        let behind = v.s.words_in(anchor.behind, v.close) > 0;
        match self {
            Self::Behind => behind,
            Self::Before => before,
            Self::Around => before && behind,
        }
    }
}

/// A cue with its source: what content can stand around.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) candidate: Candidate,
    pub(super) source: Option<Range>,
    /// Where content before them ends.
    pub(super) before: usize,
    /// Where content behind them may begin.
    pub(super) behind: usize,
}

impl Anchor {
    pub(super) fn new(v: &View<'_>, candidate: Candidate, source: Option<Range>) -> Self {
        let s = v.s;
        let (start, end) = candidate.range;
        let mut before = match source {
            Some(source) if source.1 <= start && source.1 + 1 >= start => source.0,
            _ => start,
        };
        if before > s.start
            && s.word_is(before - 1, &["as", "so"])
            && before >= s.start + 2
            && matches!(s.tokens[before - 2].kind, Kind::Comma | Kind::Quotation)
        {
            before -= 1;
        }
        while before > s.start && matches!(s.tokens[before - 1].kind, Kind::Comma | Kind::Dash) {
            before -= 1;
        }
        let behind = match source {
            Some(source) if source.0 >= end && source.0 <= end + 2 => source.1,
            _ => end,
        };
        Self {
            candidate,
            source,
            before,
            behind,
        }
    }

    /// How the source stands to the cue.
    fn place(&self) -> u32 {
        match self.source {
            None => 0,
            Some(source) if source.0 >= self.candidate.range.1 => 1,
            Some(source) if source.1 == self.candidate.range.0 => 2,
            Some(_) => 3,
        }
    }
}

/// Puts the features of content on `side`.
pub(super) fn describe_side(v: &View<'_>, anchor: &Anchor, side: Side, sink: &mut impl Sink) {
    let s = v.s;
    let side = side as u32;
    let main = anchor.candidate.main;
    let (word, form) = (v.word(main, 0), v.tag(main, 0));
    let place = anchor.place();
    let (before, behind) = (v.tag(anchor.before, -1), v.tag(anchor.behind, 0));
    let set_off = v.tag(anchor.before, 0);
    let rule = shape(v.rule(anchor.candidate));
    let room = distance(s.start, anchor.before);
    let rest = distance(anchor.behind, v.close);
    let quoted_before = u32::from(v.has_quotation(s.start, anchor.before));
    let quoted_behind = u32::from(v.has_quotation(anchor.behind, s.end));
    let clause = u32::from(v.has_predicate(s.start, anchor.before));
    sink.add(200, &[side]);
    sink.add(201, &[side, rule]);
    sink.add(202, &[side, rule, place]);
    sink.add(203, &[side, place, before, behind]);
    sink.add(204, &[side, place, before]);
    sink.add(205, &[side, place, behind, v.tag(anchor.behind, 1)]);
    sink.add(206, &[side, word]);
    sink.add(207, &[side, form, before, behind]);
    sink.add(208, &[side, room, rest]);
    sink.add(209, &[side, room, place]);
    sink.add(210, &[side, rest, behind]);
    sink.add(211, &[side, quoted_before, quoted_behind]);
    sink.add(212, &[side, quoted_before, quoted_behind, before, set_off]);
    sink.add(213, &[side, quoted_before, quoted_behind, rule]);
    sink.add(214, &[side, set_off, place, clause]);
    sink.add(215, &[side, v.word(anchor.behind, 0)]);
    sink.add(216, &[side, clause, room, before]);
    sink.add(217, &[side, u32::from(s.heading), place, set_off]);
    sink.add(218, &[side, v.tag(s.start, 0), set_off]);
    sink.add(219, &[side, word, set_off]);
    sink.add(220, &[side, word, behind]);
    // "…, he told the Ledger": what follows is no content but who heard it
    let frame = s.tokens[main]
        .verb()
        .map_or(0, |verb| 1 + verb.frame as u32);
    let goes_on = u32::from(v.has_predicate(anchor.behind, v.close));
    sink.add(226, &[side, frame, goes_on, rest]);
    sink.add(227, &[side, frame, goes_on, clause, before]);
    sink.add(228, &[side, goes_on, clause, quoted_before, quoted_behind]);
    sink.add(229, &[side, place, goes_on, clause, behind]);
    let next = v.quotation_in(anchor.behind, s.end);
    let gap = next.map_or(10, |next| distance(anchor.behind, next));
    let verbs = next.is_some_and(|next| v.has_predicate(anchor.behind, next));
    let led = next.map_or(0, |next| 1 + v.tag(next, -1));
    let others = v
        .candidates
        .iter()
        .any(|other| next.is_some_and(|next| other.main > main && other.main < next));
    let between = u32::from(verbs) + 2 * u32::from(others);
    sink.add(221, &[side, before, gap, between]);
    sink.add(222, &[side, before, led, between]);
    sink.add(223, &[side, rule, gap.min(6), between]);
    sink.add(224, &[side, quoted_before, led, gap]);
    sink.add(
        225,
        &[
            side,
            quoted_before,
            next.map_or(0, |next| v.tag(next, 0)),
            between,
        ],
    );
}

/// Where the content stands that the rules give: a number for features.
pub(super) fn shape(rule: Option<&Draft>) -> u32 {
    match rule.map(Side::of) {
        None => 0,
        Some(None) => 1,
        Some(Some(side)) => 2 + side as u32,
    }
}

/// A place where a stretch of content may begin or end, and the decision that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// 0 the beginning before the cue, 1 the beginning behind it, 2 the end behind it; 3 and 4
    /// the last two where content also stands before the cue.
    kind: u32,
    /// Where the other end is, when it is known.
    from: usize,
    /// What the rules would say.
    rule: Option<usize>,
}

impl Step {
    /// Where content before the cue begins.
    pub(super) fn start_before(v: &View<'_>, anchor: &Anchor) -> Self {
        let rule = v.rule(anchor.candidate).and_then(|draft| {
            let part = draft.content.iter().find(|part| part.1 <= draft.cue.0)?;
            Some(part.0)
        });
        Self {
            kind: 0,
            from: anchor.before,
            rule,
        }
    }

    /// Where content behind the cue begins.
    pub(super) fn start_behind(v: &View<'_>, anchor: &Anchor, side: Side) -> Self {
        Self {
            kind: if side == Side::Around { 3 } else { 1 },
            from: anchor.behind,
            rule: part_behind(v, anchor).map(|part| part.0),
        }
    }

    /// Where content that begins at `from` behind the cue ends.
    pub(super) fn end_behind(v: &View<'_>, anchor: &Anchor, side: Side, from: usize) -> Self {
        Self {
            kind: if side == Side::Around { 4 } else { 2 },
            from,
            rule: part_behind(v, anchor).map(|part| part.1),
        }
    }

    /// Whether the rules would choose the place `at`.
    pub(super) fn is_ruled(&self, at: usize) -> bool {
        self.rule == Some(at)
    }

    /// The places between which the step decides.
    pub(super) fn options(&self, v: &View<'_>, drafts: &[Draft]) -> Vec<usize> {
        let mut places = match self.kind {
            0 => starts_before(v, self.from, drafts),
            1 | 3 => starts_behind(v, self.from),
            _ => ends_behind(v, self.from),
        };
        let (low, high) = match self.kind {
            0 => (v.s.start, self.from.saturating_sub(1)),
            1 | 3 => (self.from, v.close.saturating_sub(1)),
            _ => (self.from + 1, v.s.end),
        };
        places.extend(self.rule);
        places.retain(|&at| low <= at && at <= high);
        places.sort_unstable();
        places.dedup();
        if places.len() > MOST_PLACES {
            // Those nearest to where it begins, and the far end.
            let cut = if self.kind == 0 {
                1..places.len() - MOST_PLACES
            } else {
                MOST_PLACES..places.len() - 1
            };
            places.drain(cut);
        }
        places
    }

    /// Puts the features of the place `at`.
    pub(super) fn describe(&self, v: &View<'_>, anchor: &Anchor, at: usize, sink: &mut impl Sink) {
        let kind = self.kind;
        let main = anchor.candidate.main;
        let (word, form) = (v.word(main, 0), v.tag(main, 0));
        let ruled = self.rule.map_or(0, |rule| 1 + u32::from(rule == at));
        let (left, here) = (v.tag(at, -1), v.tag(at, 0));
        let (next, third) = (v.tag(at, 1), v.tag(at, 2));
        let gap = distance(self.from, at);
        let (from, to) = (self.from.min(at), self.from.max(at));
        sink.add(240, &[kind, ruled]);
        sink.add(241, &[kind, ruled, here]);
        sink.add(242, &[kind, left, here]);
        sink.add(243, &[kind, left, here, next]);
        sink.add(244, &[kind, here, v.word(at, 1)]);
        sink.add(245, &[kind, v.word(at, 0)]);
        sink.add(246, &[kind, v.word(at, 0), word]);
        sink.add(247, &[kind, v.word(at, -1), here]);
        sink.add(248, &[kind, here, next, third]);
        sink.add(249, &[kind, gap, form]);
        sink.add(250, &[kind, gap, here]);
        sink.add(251, &[kind, form, here]);
        sink.add(252, &[kind, v.tag(at, -2), left, here]);
        let quoted = u32::from(v.has_quotation(from, to));
        let later = u32::from(if kind == 0 {
            v.has_quotation(v.s.start, at)
        } else {
            v.has_quotation(at, v.s.end)
        });
        let clause = u32::from(v.has_predicate(from, to));
        sink.add(253, &[kind, quoted, later, here]);
        sink.add(254, &[kind, quoted, later, left, here]);
        sink.add(255, &[kind, clause, here, gap]);
        sink.add(256, &[kind, clause, left, here, quoted]);
        let edge = u32::from(at == v.s.start) + 2 * u32::from(at >= v.close);
        sink.add(257, &[kind, edge]);
        sink.add(258, &[kind, edge, word]);
        sink.add(259, &[kind, edge, quoted, later, clause]);
        sink.add(260, &[kind, edge, ruled]);
        let own = usize::from(anchor.candidate.rule.is_some());
        let cues = |from: usize, to: usize| {
            let own = if (from..to).contains(&main) { own } else { 0 };
            u32::try_from((v.count_ruled(from, to) - own).min(2)).unwrap_or(2)
        };
        let outside = if kind == 0 {
            cues(v.s.start, at)
        } else {
            cues(at, v.s.end)
        };
        sink.add(261, &[kind, cues(from, to), outside]);
        sink.add(262, &[kind, cues(from, to), outside, here]);
        let opens = v.tag(self.from, 0);
        sink.add(263, &[kind, opens, here, v.word(at, 1)]);
        sink.add(264, &[kind, opens, edge]);
        let pieces = v.count(Column::Piece, from, to);
        let pieces = u32::try_from(pieces.min(4)).unwrap_or(4);
        sink.add(265, &[kind, pieces, edge]);
        sink.add(266, &[kind, pieces, here]);
        self.describe_turn(v, anchor, at, sink);
        let rest = v.tag(v.close, -1);
        sink.add(267, &[kind, here, next, quoted, rest]);
    }
}

impl Step {
    /// What follows a place: whether the sentence turns to something else there.
    fn describe_turn(&self, v: &View<'_>, anchor: &Anchor, at: usize, sink: &mut impl Sink) {
        let kind = self.kind;
        let main = anchor.candidate.main;
        let (here, next, third) = (v.tag(at, 0), v.tag(at, 1), v.tag(at, 2));
        let until = v.close.min(at + 8);
        let verb = (at + 1..until)
            .find(|&i| v.s.tokens[i].kind == Kind::Comma || phrase::is_predicate(v.s.tokens, i))
            .filter(|&i| v.s.tokens[i].is_word());
        let turn = verb.map_or(0, |verb| 1 + distance(at, verb));
        sink.add(268, &[kind, here, v.word(at, 1), third]);
        sink.add(269, &[kind, here, next, third, v.tag(at, 3)]);
        sink.add(270, &[kind, here, next, turn]);
        sink.add(271, &[kind, here, v.word(at, 1), u32::from(turn > 0)]);
        sink.add(272, &[kind, v.tag(main, 0), here, next]);
        sink.add(273, &[kind, v.word(main, 0), here, next]);
        sink.add(274, &[kind, v.tag(self.from, 0), here, turn]);
        sink.add(275, &[kind, v.word(self.from, 0), here, next]);
    }
}

fn part_behind(v: &View<'_>, anchor: &Anchor) -> Option<Range> {
    let draft = v.rule(anchor.candidate)?;
    draft
        .content
        .iter()
        .copied()
        .find(|part| part.0 >= draft.cue.1)
}

/// Most places between which a step decides: text without an end has thousands, no sentence that a
/// person wrote has more than these.
const MOST_PLACES: usize = 40;

/// Most tokens between a cue and the beginning of what it introduces.
const WIDEST_GAP: usize = 22;

fn starts_behind(v: &View<'_>, from: usize) -> Vec<usize> {
    let s = v.s;
    let until = s.close().min(from + WIDEST_GAP);
    (from..until)
        .filter(|&at| {
            let last = at.checked_sub(1).map(|before| &s.tokens[before]);
            let marked = last.is_some_and(|last| {
                matches!(
                    last.kind,
                    Kind::Comma | Kind::Colon | Kind::Dash | Kind::Close
                ) || last.is(class::TIME)
            });
            let opener = s.is(at, class::SUBORDINATOR | class::TO_LIKE | class::SUBJECT)
                || s.is(at, class::DETERMINER | class::POSSESSIVE)
                || s.word_is(at, &["of", "about", "for", "against", "on", "as"]);
            let starts = at <= from + 2 || marked || opener || s.tokens[at].capital;
            s.kind(at) == Some(Kind::Quotation) || starts && s.tokens[at].is_word()
        })
        .collect()
}

fn ends_behind(v: &View<'_>, from: usize) -> Vec<usize> {
    let s = v.s;
    let mut places: Vec<usize> = (from + 1..s.close())
        .filter(|&at| {
            let token = &s.tokens[at];
            let last = &s.tokens[at - 1];
            match token.kind {
                Kind::Word => {
                    last.kind == Kind::Quotation
                        || token.is(class::COORDINATOR
                            | class::SUBORDINATOR
                            | class::PREPOSITION
                            | class::TIME
                            | class::RELATIVE)
                }
                Kind::Quotation | Kind::Other => false,
                _ => true,
            }
        })
        .collect();
    places.push(s.close());
    places
}

fn starts_before(v: &View<'_>, end: usize, drafts: &[Draft]) -> Vec<usize> {
    let s = v.s;
    let mut places: Vec<usize> = (s.start + 1..end)
        .filter(|&at| {
            let last = &s.tokens[at - 1];
            let behind = matches!(
                last.kind,
                Kind::Comma
                    | Kind::Semicolon
                    | Kind::Dash
                    | Kind::Colon
                    | Kind::Stop
                    | Kind::Quotation
            ) || last.is(class::COORDINATOR | class::SUBORDINATOR);
            let token = &s.tokens[at];
            behind && token.is_word() || token.kind == Kind::Quotation || token.is(class::RELATIVE)
        })
        .collect();
    places.push(s.start);
    places.extend(drafts.iter().map(|draft| draft.cue.1));
    places
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::with_sentence;
    use super::*;

    #[test]
    fn the_side_of_a_draft_is_where_its_content_stands() {
        let draft = |content: Vec<Range>| Draft::new(None, (5, 6), content);
        assert_eq!(Side::of(&draft(vec![(0, 4)])), Some(Side::Before));
        assert_eq!(Side::of(&draft(vec![(6, 9)])), Some(Side::Behind));
        assert_eq!(Side::of(&draft(vec![(0, 4), (6, 9)])), Some(Side::Around));
        assert_eq!(Side::of(&draft(Vec::new())), None);
    }

    #[test]
    fn content_may_begin_behind_a_recipient_and_end_before_a_turn() {
        with_sentence("Lee told the Ledger that it rained, but it was dry.", |s| {
            let view = View::new(s, &[]);
            let anchor = Anchor::new(&view, view.candidates[0], Some((0, 1)));
            let starts = Step::start_behind(&view, &anchor, Side::Behind).options(&view, &[]);
            let that = (s.start..s.end).find(|&at| s.word(at) == "that").unwrap();
            assert!(starts.contains(&that));
            let ends = Step::end_behind(&view, &anchor, Side::Behind, that).options(&view, &[]);
            let comma = (s.start..s.end).find(|&at| s.word(at) == ",").unwrap();
            assert!(ends.contains(&comma) && ends.contains(&s.close()));
            assert!(ends.iter().all(|&end| end > that));
        });
    }

    #[test]
    fn of_a_sentence_without_an_end_few_places_are_looked_at() {
        let text = format!("Lee said it rained{}.", ", and that it was dry".repeat(500));
        with_sentence(&text, |s| {
            let view = View::new(s, &[]);
            let anchor = Anchor::new(&view, view.candidates[0], Some((0, 1)));
            let ends = Step::end_behind(&view, &anchor, Side::Behind, 2).options(&view, &[]);
            assert_eq!(ends.len(), MOST_PLACES + 1);
            assert!(ends.contains(&4) && ends.contains(&s.close()), "{ends:?}");
        });
    }

    #[test]
    fn the_mark_before_a_source_is_no_content() {
        with_sentence("It rained, Lee said.", |s| {
            let view = View::new(s, &[]);
            let anchor = Anchor::new(&view, view.candidates[0], Some((3, 4)));
            assert_eq!(anchor.before, 2);
            assert!(Side::Before.fits(&view, &anchor));
            assert!(!Side::Behind.fits(&view, &anchor));
        });
    }
}
