//! The rules: which cue of a sentence gives what content to which source.
//!
//! A sentence is read from left to right. Each cue is tried as a parenthesis behind or inside its
//! content ("…, he said"), then as a verb before it ("he said that …"). Of nested attributions only
//! the outermost is kept; a cue that is joined on ("and added", ", saying") takes over the source.

use super::lexicon::{Form, Frame, class};
use super::phrase::{self, Range, Reach};
use super::scan::{Kind, Token};

/// An attribution in tokens of one paragraph.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) source: Option<Range>,
    pub(super) cue: Range,
    pub(super) content: Vec<Range>,
    pub(super) behind: Vec<Range>,
    /// Whether its content runs on to the end of the sentence and a later cue may cut it.
    open: bool,
}

impl Draft {
    pub(super) fn new(source: Option<Range>, cue: Range, content: Vec<Range>) -> Self {
        Self {
            source,
            cue,
            content,
            behind: Vec::new(),
            open: false,
        }
    }
}

/// A verb group that may be a cue.
#[derive(Debug, Clone, Copy)]
struct Cue {
    /// First token of the group and one past its last.
    range: Range,
    frame: Frame,
    form: Form,
    /// "was told", "is expected".
    passive: bool,
    strict: bool,
}

/// One sentence: tokens `start..end` of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) heading: bool,
}

impl Sentence<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        (at < self.end).then(|| self.tokens[at].kind)
    }

    fn is(&self, at: usize, classes: u32) -> bool {
        at < self.end && self.tokens[at].is(classes)
    }

    fn word(&self, at: usize) -> &str {
        if at < self.end {
            self.tokens[at].span.of(self.text)
        } else {
            ""
        }
    }

    fn word_is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Where the sentence ends without its final stop.
    fn close(&self) -> usize {
        let mut end = self.end;
        while end > self.start && self.tokens[end - 1].kind == Kind::Stop {
            end -= 1;
        }
        end
    }

    fn words_in(&self, from: usize, to: usize) -> usize {
        self.tokens[from..to.max(from)]
            .iter()
            .filter(|token| matches!(token.kind, Kind::Word | Kind::Quotation))
            .count()
    }

    fn quotation_in(&self, from: usize, to: usize) -> Option<usize> {
        (from..to.min(self.end)).find(|&at| self.tokens[at].kind == Kind::Quotation)
    }
}

/// Returns the attributions of a sentence in the order of their cues.
pub(super) fn attribute(s: Sentence<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    if s.end <= s.start {
        return drafts;
    }
    if let Some(draft) = speaker_label(s).or_else(|| signature(s)) {
        return vec![draft];
    }
    let mut at = s.start;
    while at < s.end {
        if let Some(past) = according(s, at, &mut drafts).or_else(|| comes_from(s, at, &mut drafts))
        {
            at = past;
            continue;
        }
        match cue_at(s, at) {
            Some(cue) => {
                read_cue(s, cue, &mut drafts);
                let behind = drafts.last().and_then(|last| last.behind.last());
                at = cue.range.1.max(behind.map_or(0, |range| range.1));
            }
            None => at += 1,
        }
    }
    drafts.retain(|draft| !draft.content.is_empty());
    if drafts.is_empty()
        && let Some(draft) = around_quotation(s)
    {
        drafts.push(draft);
    }
    drafts
}

fn read_cue(s: Sentence<'_>, cue: Cue, drafts: &mut Vec<Draft>) {
    let nested = drafts
        .last()
        .is_some_and(|last| last.open && last.content.iter().any(|c| c.0 < cue.range.0));
    if cue.form == Form::Ing {
        participle(s, cue, drafts);
        return;
    }
    if cue.passive {
        if !nested {
            drafts.extend(passive(s, cue));
        }
        return;
    }
    if let Some(draft) = joined(s, cue, drafts) {
        drafts.push(draft);
        return;
    }
    if let Some(draft) = parenthesis(s, cue, drafts) {
        // the outermost attribution stays, unless what came before is a closed one
        let from = draft.content[0].0;
        drafts.retain(|old| old.cue.0 < from || old.source.is_some_and(|(start, _)| start < from));
        drafts.push(draft);
        return;
    }
    if let Some(draft) = verb_first(s, cue, drafts, nested) {
        drafts.push(draft);
    }
}

// ---------------------------------------------------------------- cues

/// Returns the verb group that begins at `at`, if it can be a finite cue.
fn cue_at(s: Sentence<'_>, at: usize) -> Option<Cue> {
    let mut main = at;
    let (mut passive_aux, mut have, mut negated, mut helped) = (false, false, false, false);
    while s.kind(main) == Some(Kind::Word) {
        let token = &s.tokens[main];
        let verb_here = token.verb().is_some() && !token.is(class::ADVERB) && main > at
            || main == at && token.verb().is_some();
        if verb_here && !token.is(class::MODAL | class::DO | class::HAVE | class::BE) {
            break;
        }
        let auxiliary = token.is(class::BE | class::HAVE | class::DO | class::MODAL);
        if !auxiliary && !token.is(class::ADVERB | class::NOT) {
            return None;
        }
        if token.is(class::SUBJECT | class::DETERMINER) {
            return None;
        }
        passive_aux |= token.is(class::BE);
        have |= token.is(class::HAVE);
        negated |= token.is(class::NOT);
        helped |= token.is(class::MODAL | class::DO);
        main += 1;
    }
    let token = s.tokens.get(main).filter(|_| main < s.end)?;
    let verb = token.verb()?;
    if token.possessive || token.capital && !s.heading {
        return None;
    }
    let before = at
        .checked_sub(1)
        .filter(|&b| b >= s.start)
        .map(|b| &s.tokens[b]);
    // "first reported by the Ledger" is passive without its "is"
    let agent =
        !have && matches!(verb.form, Form::Past | Form::Participle) && s.word_is(main + 1, &["by"]);
    let passive = passive_aux && matches!(verb.form, Form::Past | Form::Participle) || agent;
    let bare = !(passive_aux || have || helped);
    let form = if passive_aux && verb.form == Form::Ing {
        Form::Third
    } else {
        verb.form
    };
    if form == Form::Participle && !have && !passive {
        return None;
    }
    if negated && matches!(verb.frame, Frame::Say | Frame::Tell | Frame::Show) && bare_say(s, main)
    {
        return None;
    }
    if before.is_some_and(|b| blocks_verb(s, at, b)) && form != Form::Ing {
        return None;
    }
    if form == Form::Base && !helped && !plural_subject(s, at) {
        return None;
    }
    if helped && form == Form::Base && s.is(main, class::BE) {
        return None;
    }
    if bare && verb.noun && !verb_reading(s, at, main) {
        return None;
    }
    let end = particles(s, main + 1);
    if end == main + 1
        && s.quotation_in(end, s.end.min(end + 2)).is_none()
        && needs_particle(s, main)
    {
        return None;
    }
    Some(Cue {
        range: (at, end),
        frame: verb.frame,
        form,
        passive,
        strict: token.is(class::STRICT),
    })
}

/// Verbs of talking, which say something only with a preposition: "spoke about".
fn needs_particle(s: Sentence<'_>, main: usize) -> bool {
    s.word_is(
        main,
        &[
            "talk",
            "talks",
            "talked",
            "talking",
            "speak",
            "speaks",
            "spoke",
            "spoken",
            "speaking",
            "refer",
            "refers",
            "referred",
            "referring",
            "point",
            "points",
            "pointed",
            "pointing",
        ],
    )
}

fn bare_say(s: Sentence<'_>, main: usize) -> bool {
    s.word_is(
        main,
        &[
            "say",
            "tell",
            "comment",
            "respond",
            "elaborate",
            "specify",
            "reply",
            "answer",
            "said",
            "told",
        ],
    )
}

/// Whether the token before a verb form shows that it is none, or not a finite one.
fn blocks_verb(s: Sentence<'_>, at: usize, before: &Token) -> bool {
    if before.is(class::DETERMINER) && !before.is(class::SUBJECT) {
        return true;
    }
    if before.is(class::POSSESSIVE) || (before.possessive && !before.is(class::TIME)) {
        return true;
    }
    if before.is(class::PREPOSITION) && !before.is(class::TIME) {
        let to = s.word_is(at - 1, &["to"]);
        let went_on = to && at >= s.start + 2 && s.word_is(at - 2, &["on"]);
        return !went_on;
    }
    false
}

/// Whether a plural or a pronoun stands right before `at`.
fn plural_subject(s: Sentence<'_>, at: usize) -> bool {
    let Some(mut head) = at.checked_sub(1).filter(|&b| b >= s.start) else {
        return false;
    };
    while head > s.start && (s.is(head, class::ADVERB) && !s.is(head, class::SUBJECT)) {
        head -= 1;
    }
    let word = s.word(head);
    let token = &s.tokens[head];
    if token.kind == Kind::Comma || token.kind == Kind::Close {
        return phrase::left(s.tokens, s.start, at).is_some_and(|(start, end)| {
            (start..end).any(|i| s.is(i, class::GROUP | class::ROLE) && s.word(i).ends_with('s'))
        });
    }
    if token.is(class::SUBJECT) {
        return s.word_is(
            head,
            &[
                "they", "we", "i", "you", "who", "some", "many", "others", "several", "most",
                "few", "both", "which", "that", "all",
            ],
        );
    }
    token.is_word()
        && !token.is(class::PREPOSITION | class::TIME | class::COORDINATOR)
        && ((word.ends_with('s') && !word.ends_with("ss") && !token.possessive && word.len() > 3)
            || s.word_is(
                head,
                &[
                    "people", "police", "men", "women", "data", "media", "children",
                ],
            ))
}

/// Whether a form that may be a noun is a verb here: what stands around it decides.
fn verb_reading(s: Sentence<'_>, at: usize, main: usize) -> bool {
    let Some(before) = at
        .checked_sub(1)
        .filter(|&b| b >= s.start)
        .map(|b| &s.tokens[b])
    else {
        return false;
    };
    let after = main + 1;
    let subject = before.is(class::SUBJECT);
    let parenthetical = matches!(before.kind, Kind::Quotation | Kind::Comma);
    let object = match s.kind(after) {
        Some(Kind::Quotation | Kind::Colon) => true,
        Some(Kind::Comma) | None => {
            subject || before.capital && phrase_before_is_parenthetic(s, at)
        }
        Some(Kind::Stop) => {
            before.capital && phrase_before_is_parenthetic(s, at)
                || subject
                || is_outlet_noun(s, at - 1)
        }
        Some(Kind::Word) => {
            let next = &s.tokens[after];
            next.is(class::DETERMINER
                | class::POSSESSIVE
                | class::SUBJECT
                | class::SUBORDINATOR
                | class::OBJECT)
                && !next.is(class::PREPOSITION)
                || subject
                || before.capital && (next.is(class::TIME) || next.capital)
                || parenthetical && next.capital
                || s.heading
                || phrasal(s, main)
        }
        _ => false,
    };
    let verbal = !next_is_finite(s, after);
    let nominal_before = before.is_word()
        && !before.is(class::PREPOSITION
            | class::DETERMINER
            | class::COORDINATOR
            | class::POSSESSIVE
            | class::BE
            | class::HAVE)
        || before.kind == Kind::Close
        || parenthetical;
    object && verbal && nominal_before
}

fn is_outlet_noun(s: Sentence<'_>, at: usize) -> bool {
    s.is(at, class::OUTLET)
}

fn phrasal(s: Sentence<'_>, main: usize) -> bool {
    s.word_is(main, &["calls", "points", "talks", "refers", "hints"])
        && s.word_is(main + 1, &["for", "on", "out", "to", "about", "at"])
        || s.word_is(
            main,
            &["claims", "promises", "vows", "pledges", "threatens"],
        ) && s.word_is(main + 1, &["to"])
}

fn phrase_before_is_parenthetic(s: Sentence<'_>, at: usize) -> bool {
    phrase::left(s.tokens, s.start, at).is_some_and(|(start, _)| {
        start == s.start
            || matches!(
                s.tokens[start - 1].kind,
                Kind::Comma | Kind::Quotation | Kind::Dash
            )
            || s.word_is(start - 1, &["as"])
    })
}

fn next_is_finite(s: Sentence<'_>, at: usize) -> bool {
    s.is(at, class::PREDICATE) && !s.is(at, class::SUBJECT)
}

/// Steps over what belongs to the cue behind its verb: "pointed out", "called for", "made it clear".
fn particles(s: Sentence<'_>, at: usize) -> usize {
    let verb = s.word(at - 1).to_ascii_lowercase();
    let takes: &[&str] = match verb.as_str() {
        "call" | "calls" | "called" | "calling" => &["for", "on"],
        "point" | "points" | "pointed" | "pointing" => &["out", "to"],
        "talk" | "talks" | "talked" | "talking" | "speak" | "speaks" | "spoke" | "spoken"
        | "speaking" | "boast" | "boasted" | "complain" | "complained" | "complains" => {
            &["about", "of", "out", "up"]
        }
        "refer" | "refers" | "referred" | "referring" | "object" | "objected" => &["to"],
        "warn" | "warned" | "warns" | "warning" => &["of", "against"],
        "wrote" | "writes" | "asked" | "asks" | "joked" | "brag" | "bragged" => &["about", "for"],
        "hint" | "hints" | "hinted" => &["at"],
        _ => &[],
    };
    if s.word_is(at, takes) { at + 1 } else { at }
}

// ---------------------------------------------------------------- content behind the verb

/// Steps over a recipient: "told reporters that", "assured him".
fn recipient(s: Sentence<'_>, at: usize) -> usize {
    let end = s.close();
    let limit = end.min(at + 14);
    let mut last = at;
    if s.is(at, class::SUBJECT | class::OBJECT) && !s.is(at, class::DETERMINER | class::QUANTIFIER)
    {
        return at + 1;
    }
    if s.word_is(at, &["that", "how", "why", "what"]) {
        return at;
    }
    for step in at..limit {
        match s.tokens[step].kind {
            Kind::Quotation | Kind::Colon => return step,
            Kind::Comma => {
                last = step;
                if matches!(s.kind(step + 1), Some(Kind::Quotation)) {
                    return step;
                }
                if s.word_is(step + 1, &["that"]) {
                    return step + 1;
                }
                break;
            }
            Kind::Word => {
                let token = &s.tokens[step];
                if s.word_is(
                    step,
                    &["that", "to", "how", "why", "whether", "if", "what", "about"],
                ) && step > at
                {
                    return step;
                }
                if step > at
                    && (token.is(class::SUBJECT)
                        && !token.is(class::QUANTIFIER | class::DETERMINER)
                        || token.is(class::DETERMINER | class::POSSESSIVE)
                            && !s.is(step - 1, class::PREPOSITION))
                {
                    return step;
                }
                if token.is(class::TIME) && step > at {
                    return time_end(s, step);
                }
                if step > at && phrase::is_predicate(s.tokens, step) {
                    // "told CNN Trump was": the subject is the capitals before it
                    let mut start = step;
                    while start > at + 1 && s.tokens[start - 1].capital {
                        start -= 1;
                    }
                    return start.max(at + 1);
                }
            }
            _ => break,
        }
    }
    if last > at { last } else { at + 1 }
}

fn time_end(s: Sentence<'_>, at: usize) -> usize {
    let mut at = at;
    while s.is(at, class::TIME | class::ADVERB) && !s.is(at, class::SUBJECT) {
        at += 1;
    }
    at
}

/// Steps over when, where and how it was said; returns where the content would begin.
fn adjuncts(s: Sentence<'_>, at: usize) -> usize {
    let mut at = at;
    loop {
        let from = at;
        while s.is(at, class::ADVERB)
            && !s.is(at, class::SUBJECT | class::DETERMINER | class::QUANTIFIER)
        {
            at += 1;
        }
        if s.is(at, class::TIME) && !s.tokens[at].possessive {
            at = time_end(s, at);
        } else if s.word_is(
            at,
            &["this", "last", "late", "early", "earlier", "next", "that"],
        ) && s.is(at + 1, class::TIME)
        {
            at = time_end(s, at + 1);
        } else if let Some(end) = adverbial(s, at) {
            at = end;
        }
        if at == from {
            return at;
        }
    }
}

/// "in a statement on Monday", "at a rally in Ohio": ends where content can begin.
fn adverbial(s: Sentence<'_>, at: usize) -> Option<usize> {
    if !s.is(at, class::PREPOSITION)
        || s.word_is(
            at,
            &["than", "like", "because", "as", "except", "despite", "if"],
        )
    {
        return None;
    }
    let limit = s.close().min(at + 16);
    let mut uttered = false;
    for step in at + 1..limit {
        let token = &s.tokens[step];
        match token.kind {
            Kind::Quotation
            | Kind::Colon
            | Kind::Comma
            | Kind::Stop
            | Kind::Semicolon
            | Kind::Dash => {
                return Some(step);
            }
            Kind::Word => {
                if s.word_is(step, &["that"]) && !s.is(step - 1, class::PREPOSITION) {
                    return Some(step);
                }
                if token.is(class::TIME) && !token.possessive && step > at {
                    return Some(time_end(s, step));
                }
                if uttered
                    && (token.is(class::SUBJECT | class::DETERMINER | class::POSSESSIVE))
                    && !s.is(step - 1, class::PREPOSITION)
                {
                    return Some(step);
                }
                if phrase::is_predicate(s.tokens, step) {
                    return None;
                }
                uttered |= token.is(class::UTTERANCE);
            }
            _ => {}
        }
    }
    (limit == s.close()).then_some(limit)
}

/// `S V C`: the subject before the verb, the content behind it.
fn verb_first(s: Sentence<'_>, cue: Cue, drafts: &mut [Draft], nested: bool) -> Option<Draft> {
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
        truncate(last, boundary);
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
        Kind::Semicolon => Some(before),
        Kind::Word if s.word_is(before, &["but", "and", "while", "though", "although"]) => {
            let comma = before.checked_sub(1)?;
            matches!(s.tokens[comma].kind, Kind::Comma | Kind::Quotation).then_some(
                if s.tokens[comma].kind == Kind::Comma {
                    comma
                } else {
                    before
                },
            )
        }
        _ => None,
    }
}

fn truncate(draft: &mut Draft, at: usize) {
    if let Some(last) = draft.content.last_mut()
        && last.1 > at
    {
        last.1 = at.max(last.0);
    }
    draft.content.retain(|c| c.0 < c.1);
    draft.open = false;
}

/// Returns the content that begins behind the cue and runs to the end of the sentence.
fn content_after(s: Sentence<'_>, cue: Cue) -> Option<Range> {
    let end = s.close();
    let mut at = cue.range.1;
    match cue.frame {
        Frame::Tell => {
            at = adjuncts_if_led(s, recipient(s, at));
        }
        Frame::Say | Frame::Show => at = adjuncts_if_led(s, at),
        Frame::Object => {
            while s.is(at, class::ADVERB) && !s.is(at, class::SUBJECT | class::DETERMINER) {
                at += 1;
            }
        }
    }
    while matches!(s.kind(at), Some(Kind::Comma | Kind::Colon | Kind::Dash)) && at < end {
        at += 1;
    }
    let end = content_end(s, at, end);
    if at >= end || s.words_in(at, end) == 0 {
        return None;
    }
    let quoted = s.quotation_in(at, end).is_some();
    if s.words_in(at, end) < 2 && !quoted {
        return None;
    }
    if cue.strict && !clause_like(s, at, end) {
        return None;
    }
    if cue.frame == Frame::Say && !cue.strict && !quoted && !say_content(s, at, end) {
        return None;
    }
    Some((at, end))
}

/// Steps over adjuncts when what stands behind them shows that they belong to the cue.
fn adjuncts_if_led(s: Sentence<'_>, at: usize) -> usize {
    let to = adjuncts(s, at);
    if to == at {
        return at;
    }
    let next = if s.kind(to) == Some(Kind::Comma) {
        to + 1
    } else {
        to
    };
    let led = matches!(s.kind(next), Some(Kind::Quotation))
        || s.kind(to) == Some(Kind::Colon)
        || s.word_is(next, &["that", "how", "why", "whether", "if"])
        || s.is(to - 1, class::TIME)
        || s.is(to, class::SUBJECT | class::DETERMINER | class::POSSESSIVE);
    if led { to } else { at }
}

fn clause_like(s: Sentence<'_>, at: usize, end: usize) -> bool {
    let first = &s.tokens[at];
    first.kind == Kind::Quotation
        || s.word_is(at, &["that", "how", "why", "whether", "if", "what"])
        || s.kind(at.wrapping_sub(1)) == Some(Kind::Colon)
        || first.is(class::SUBJECT) && !first.is(class::DETERMINER | class::QUANTIFIER)
        || (at + 1..end.min(at + 9))
            .any(|i| phrase::is_predicate(s.tokens, i) && !s.is(i - 1, class::RELATIVE))
            && !first.is(class::PREPOSITION)
}

fn say_content(s: Sentence<'_>, at: usize, end: usize) -> bool {
    if s.word_is(
        at,
        &[
            "of", "about", "by", "goodbye", "hello", "yes", "no", "so", "out",
        ],
    ) {
        return (at + 1..end).any(|i| s.word_is(i, &["that"])) && s.word_is(at, &["of", "about"]);
    }
    true
}

/// Cuts content where the sentence turns away from what was said.
fn content_end(s: Sentence<'_>, from: usize, end: usize) -> usize {
    for at in from..end {
        if s.kind(at) != Some(Kind::Comma) {
            continue;
        }
        if s.word_is(at + 1, &["according"]) {
            return at;
        }
    }
    end
}

// ---------------------------------------------------------------- parentheses

/// "…, he said", "…," said Lee, "…": the content before the cue, or around it.
fn parenthesis(s: Sentence<'_>, cue: Cue, drafts: &[Draft]) -> Option<Draft> {
    if cue.frame == Frame::Object && s.quotation_in(s.start, cue.range.0).is_none() {
        return None;
    }
    let (source, left_end, after) = match subject_then_verb(s, cue) {
        Some(found) => found,
        None => verb_then_subject(s, cue)?,
    };
    let from = left_start(s, drafts, left_end);
    if from >= left_end || s.words_in(from, left_end) == 0 {
        return None;
    }
    let mut content = vec![(from, left_end)];
    content.extend(right_part(s, after, from, left_end));
    Some(Draft::new(Some(source), cue.range, content))
}

/// Where the content before a parenthesis begins: at the sentence's start, or behind what an
/// earlier closed attribution holds.
fn left_start(s: Sentence<'_>, drafts: &[Draft], left_end: usize) -> usize {
    let mut from = s.start;
    for draft in drafts.iter().filter(|draft| !draft.open) {
        let end = draft
            .content
            .iter()
            .map(|c| c.1)
            .chain([draft.cue.1])
            .max()
            .unwrap_or(from);
        if end < left_end {
            from = from.max(end);
        }
    }
    while matches!(
        s.kind(from),
        Some(Kind::Comma | Kind::Stop | Kind::Semicolon)
    ) {
        from += 1;
    }
    if from > s.start && s.is(from, class::COORDINATOR) {
        from += 1;
    }
    from
}

/// Subject, source and where the cue's clause ends: "…, Ann Lee said on Monday".
fn subject_then_verb(s: Sentence<'_>, cue: Cue) -> Option<(Range, usize, usize)> {
    let subject = phrase::left(s.tokens, s.start, cue.range.0)?;
    let mut before = subject.0.checked_sub(1).filter(|&b| b >= s.start)?;
    if s.word_is(before, &["as", "so"]) {
        before = before.checked_sub(1).filter(|&b| b >= s.start)?;
    }
    let kind = s.tokens[before].kind;
    if !matches!(kind, Kind::Comma | Kind::Quotation | Kind::Dash) {
        return None;
    }
    let left_end = if kind == Kind::Quotation {
        before + 1
    } else {
        before
    };
    let titled = s.is(s.start, class::PREPOSITION)
        && s.words_in(s.start, left_end) > 1
        && s.quotation_in(s.start, left_end)
            .is_some_and(|at| s.word(at).split_whitespace().count() <= 6 && at > s.start);
    if titled && kind == Kind::Quotation {
        return None;
    }
    let behind_quotation = kind == Kind::Quotation
        || kind == Kind::Comma
            && before > s.start
            && s.tokens[before - 1].kind == Kind::Quotation
            && is_mostly_quotation(s, left_end);
    let after = tail(s, cue);
    let ends = match s.kind(after) {
        None | Some(Kind::Stop | Kind::Semicolon | Kind::Dash | Kind::Close) => true,
        Some(Kind::Comma) => !s.word_is(after + 1, &["that"]) || behind_quotation,
        Some(Kind::Colon) => behind_quotation && after >= s.close(),
        Some(Kind::Quotation) => behind_quotation,
        Some(Kind::Word) => {
            behind_quotation && !s.word_is(after, &["that"])
                || s.is(after, class::COORDINATOR)
                || s.is(after, class::SUBORDINATOR)
                    && !s.is(after, class::RELATIVE)
                    && !s.word_is(after, &["how", "why", "what", "whether", "if"])
                    && s.words_in(after, s.close()) > 0
                    && after > cue.range.1.saturating_sub(1)
                    && cue.range.1 == after
                    && s.word_is(after, &["as", "after", "when", "while", "before"])
        }
        _ => false,
    };
    let first = &s.tokens[s.start];
    let introduces = first.capital && (first.is_form(Form::Past) || first.is_form(Form::Ing));
    if introduces && !behind_quotation {
        return None;
    }
    let set_off = s.kind(cue.range.1) == Some(Kind::Comma) && s.words_in(cue.range.1, s.end) > 1;
    let long_enough = behind_quotation
        || set_off
        || s.words_in(s.start, left_end) >= 3 && has_predicate(s, s.start, left_end);
    (ends && long_enough).then_some((subject, left_end, after))
}

fn is_mostly_quotation(s: Sentence<'_>, left_end: usize) -> bool {
    s.quotation_in(s.start, left_end).is_some()
}

fn has_predicate(s: Sentence<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        let token = &s.tokens[at];
        token.kind == Kind::Quotation
            || token.is(class::PREDICATE)
            || token.verb().is_some_and(|v| v.form != Form::Ing)
            || token.is_word() && token.span.of(s.text).ends_with("ed")
    }) || s.heading
        || to - from >= 8
}

/// Steps over recipient, adverbs and adjuncts to the end of the cue's own clause.
fn tail(s: Sentence<'_>, cue: Cue) -> usize {
    let mut at = cue.range.1;
    if cue.frame == Frame::Tell && s.kind(at) == Some(Kind::Word) && !s.word_is(at, &["that"]) {
        match phrase::right(s.tokens, at, s.close(), Reach::Agent) {
            Some((_, end)) => at = end,
            None => return at,
        }
    } else if s.word_is(at, &["of"])
        && let Some((_, end)) = phrase::right(s.tokens, at + 1, s.close(), Reach::Agent)
    {
        at = end;
    }
    adjuncts(s, at)
}

/// "…," said Ann Lee, a nurse in Ohio.
fn verb_then_subject(s: Sentence<'_>, cue: Cue) -> Option<(Range, usize, usize)> {
    if !matches!(cue.form, Form::Past | Form::Third) {
        return None;
    }
    let mut before = cue.range.0.checked_sub(1).filter(|&b| b >= s.start)?;
    if s.word_is(before, &["so", "as", "or"]) {
        before = before.checked_sub(1).filter(|&b| b >= s.start)?;
    }
    let kind = s.tokens[before].kind;
    if !matches!(kind, Kind::Comma | Kind::Quotation | Kind::Dash) {
        return None;
    }
    let quoted =
        kind == Kind::Quotation || before > s.start && s.tokens[before - 1].kind == Kind::Quotation;
    let next = s
        .tokens
        .get(cue.range.1)
        .filter(|_| cue.range.1 < s.close())?;
    if !next.is_word()
        || next.is(class::PREPOSITION | class::COORDINATOR)
        || s.word_is(cue.range.1, &["that"])
    {
        return None;
    }
    // "But Ann Lee, a nurse, said parents wanted": the comma closes an apposition
    let apposed = !quoted
        && phrase::left(s.tokens, s.start, cue.range.0)
            .is_some_and(|(start, _)| start <= s.start + 1);
    if apposed {
        return None;
    }
    if !quoted
        && (next.is(class::SUBJECT) && !next.is(class::DETERMINER)
            || !matches!(cue.frame, Frame::Say | Frame::Show))
    {
        return None;
    }
    let source = phrase::right(s.tokens, cue.range.1, s.close(), Reach::Agent)?;
    // the subject may stand before an apposition: "Lee, …, said the war was over"
    let clause = (source.1..s.close().min(source.1 + 2)).any(|at| {
        phrase::is_predicate(s.tokens, at) && s.is(at, class::BE | class::HAVE | class::MODAL)
    });
    if clause || !quoted && !has_predicate(s, s.start, before) {
        return None;
    }
    let left_end = if kind == Kind::Quotation {
        before + 1
    } else {
        before
    };
    Some((source, left_end, adjuncts(s, source.1)))
}

/// The rest of the content behind a parenthesis.
fn right_part(s: Sentence<'_>, after: usize, from: usize, left_end: usize) -> Option<Range> {
    let end = s.close();
    let quoted = s.quotation_in(from, left_end).is_some();
    if quoted {
        let at = s.quotation_in(after, end)?;
        let gap = &s.tokens[after..at];
        if gap
            .iter()
            .any(|t| t.verb().is_some() || t.is(class::PREDICATE))
        {
            return None;
        }
        return Some((at, end));
    }
    if s.kind(after) != Some(Kind::Comma) {
        return None;
    }
    let at = after + 1;
    let first = s.tokens.get(at).filter(|_| at < end)?;
    let other = first.is_form(Form::Ing)
        || first
            .is(class::RELATIVE | class::COORDINATOR | class::SUBORDINATOR | class::PREPOSITION)
        || first.is_word() && first.span.of(s.text).ends_with("ing")
        || s.word_is(at, &["according"]);
    if other || s.words_in(at, end) < 2 || left_is_clause(s, from, left_end) {
        return None;
    }
    Some((at, end))
}

fn left_is_clause(s: Sentence<'_>, from: usize, left_end: usize) -> bool {
    s.words_in(from, left_end) > 10 || (from..left_end).any(|at| phrase::is_predicate(s.tokens, at))
}

// ---------------------------------------------------------------- joined cues

/// "and added that …", "but said …": takes the source of the attribution before.
fn joined(s: Sentence<'_>, cue: Cue, drafts: &mut [Draft]) -> Option<Draft> {
    let mut before = cue.range.0.checked_sub(1).filter(|&b| b > s.start)?;
    while before > s.start
        && s.is(before, class::ADVERB)
        && !s.is(before, class::COORDINATOR | class::SUBJECT)
    {
        before -= 1;
    }
    if !s.is(before, class::COORDINATOR)
        || !matches!(cue.form, Form::Past | Form::Third | Form::Base)
    {
        return None;
    }
    let content = content_after(s, cue)?;
    let last = drafts.last_mut()?;
    let source = last.source?;
    if last.open {
        let comma = before - 1;
        let cut = if s.kind(comma) == Some(Kind::Comma) {
            comma
        } else {
            before
        };
        truncate(last, cut);
    }
    let mut draft = Draft::new(Some(source), cue.range, vec![content]);
    draft.open = true;
    Some(draft)
}

/// ", saying that …", ", adding: …", "in a statement saying …".
fn participle(s: Sentence<'_>, cue: Cue, drafts: &mut Vec<Draft>) {
    if cue.passive {
        return;
    }
    let Some(before) = cue.range.0.checked_sub(1).filter(|&b| b >= s.start) else {
        return;
    };
    if s.word_is(cue.range.1 - 1, &["citing", "quoting"]) {
        citing(s, cue, drafts);
        return;
    }
    let token = &s.tokens[before];
    let led = matches!(token.kind, Kind::Comma | Kind::Quotation | Kind::Dash)
        || token.is(class::TIME | class::UTTERANCE)
        || s.word_is(before, &["by", "while", "and", "in"]);
    if !led || cue.frame == Frame::Object && token.kind == Kind::Word && !s.word_is(before, &["by"])
    {
        return;
    }
    let Some(content) = content_after(s, cue) else {
        return;
    };
    if cue.frame == Frame::Say
        && !clause_like(s, content.0, content.1)
        && s.quotation_in(content.0, content.1).is_none()
    {
        return;
    }
    let source = match drafts.last_mut() {
        Some(last) => {
            let Some(source) = last.source else { return };
            if last.open {
                truncate(
                    last,
                    before + usize::from(token.kind == Kind::Quotation || token.kind == Kind::Word),
                );
            }
            Some(source)
        }
        None => main_subject(s, before),
    };
    let Some(source) = source else { return };
    let mut draft = Draft::new(Some(source), cue.range, vec![content]);
    draft.open = true;
    drafts.push(draft);
}

/// The subject of the sentence's first clause.
fn main_subject(s: Sentence<'_>, until: usize) -> Option<Range> {
    let verb = (s.start + 1..until).find(|&at| {
        let token = &s.tokens[at];
        token.is_word()
            && (phrase::is_predicate(s.tokens, at) && !s.is(at - 1, class::RELATIVE)
                || !token.capital
                    && token.span.of(s.text).ends_with("ed")
                    && !s.is(at - 1, class::DETERMINER | class::PREPOSITION)
                    && token.entry.classes == 0)
    })?;
    let mut end = verb;
    while end > s.start && s.is(end - 1, class::ADVERB) && !s.is(end - 1, class::SUBJECT) {
        end -= 1;
    }
    phrase::left(s.tokens, s.start, end)
}

/// ", citing two officials": the sources behind the source.
fn citing(s: Sentence<'_>, cue: Cue, drafts: &mut [Draft]) {
    let Some(last) = drafts.last_mut() else {
        return;
    };
    let sources = coordinated(s, cue.range.1, s.close());
    if sources.is_empty() {
        return;
    }
    if last.open {
        let before = cue.range.0 - 1;
        truncate(
            last,
            if s.kind(before) == Some(Kind::Comma) {
                before
            } else {
                cue.range.0
            },
        );
    }
    last.behind.extend(sources);
}

/// "A, B and C" as phrases of their own.
fn coordinated(s: Sentence<'_>, from: usize, end: usize) -> Vec<Range> {
    let Some((first, last)) = phrase::right(s.tokens, from, end, Reach::Object) else {
        return Vec::new();
    };
    split_coordination(s, first, last)
}

fn split_coordination(s: Sentence<'_>, first: usize, last: usize) -> Vec<Range> {
    let mut parts = Vec::new();
    let mut start = first;
    for at in first + 1..last.saturating_sub(1) {
        let and = s.word_is(at, &["and"]);
        if !and {
            continue;
        }
        let next = &s.tokens[at + 1];
        let begins = next.is(class::DETERMINER | class::QUANTIFIER | class::POSSESSIVE)
            || next.possessive
            || next.is(class::PREPOSITION)
            || s.word_is(at + 1, &["satellite"]);
        let whole = start < at
            && (s.is(
                start,
                class::DETERMINER | class::QUANTIFIER | class::POSSESSIVE,
            ) || s.words_in(start, at) >= 3
                || s.is(start, class::ROLE | class::GROUP));
        if begins && whole {
            let end = if s.kind(at - 1) == Some(Kind::Comma) {
                at - 1
            } else {
                at
            };
            parts.push((start, end));
            start = at + 1 + usize::from(next.is(class::PREPOSITION));
        }
    }
    if start < last {
        parts.push((start, last));
    }
    parts
}

// ---------------------------------------------------------------- other cues

/// "as first reported by the Ledger", "is attested by A, by B and by C": the agents behind "by";
/// "is said to show": whoever made what is said to show it.
fn passive(s: Sentence<'_>, cue: Cue) -> Vec<Draft> {
    if s.word_is(cue.range.1, &["to"]) {
        return said_to_show(s, cue).into_iter().collect();
    }
    if !s.word_is(cue.range.1, &["by"]) || cue.frame == Frame::Object {
        return Vec::new();
    }
    let range = (cue.range.0, cue.range.1 + 1);
    let mut before = cue.range.0;
    while before > s.start
        && (s.word_is(
            before - 1,
            &["as", "first", "previously", "earlier", "originally"],
        ) || s.kind(before - 1) == Some(Kind::Comma))
    {
        before -= 1;
    }
    let content = if before < cue.range.0 || s.word_is(s.start, &["that"]) {
        (s.start, before)
    } else {
        match phrase::left(s.tokens, s.start, cue.range.0) {
            Some(left) if s.is(cue.range.0, class::BE) => left,
            _ => return Vec::new(),
        }
    };
    if content.0 >= content.1 {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    let mut at = range.1;
    while let Some(source) = phrase::right(s.tokens, at, s.close(), Reach::Object) {
        for part in split_coordination(s, source.0, source.1) {
            drafts.push(Draft::new(Some(part), range, vec![content]));
        }
        at = source.1;
        while s.kind(at) == Some(Kind::Comma) || s.word_is(at, &["and"]) {
            at += 1;
        }
        if !s.word_is(at, &["by"]) {
            break;
        }
        at += 1;
    }
    drafts
}

/// "A clip put out by the brigade is said to show …".
fn said_to_show(s: Sentence<'_>, cue: Cue) -> Option<Draft> {
    let shows = s.word_is(
        cue.range.1 + 1,
        &["show", "depict", "prove", "reveal", "record"],
    );
    let subject = phrase::left(s.tokens, s.start, cue.range.0)?;
    let content = (cue.range.1 + 2, s.close());
    let made =
        (subject.0..subject.1).any(|at| s.word_is(at, &["by", "from"]) || s.tokens[at].possessive);
    (shows && made && content.0 < content.1)
        .then(|| Draft::new(Some(subject), (cue.range.0, cue.range.1 + 2), vec![content]))
}

/// "The figure comes from X": returns where to go on reading.
fn comes_from(s: Sentence<'_>, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
    if !s.word_is(at, &["comes", "come", "came", "stems"])
        || !s.word_is(at + 1, &["from"])
        || !drafts.is_empty()
    {
        return None;
    }
    let left = phrase::left(s.tokens, s.start, at)?;
    let about = (left.0..left.1).any(|i| {
        s.is(i, class::DOCUMENT | class::UTTERANCE)
            || s.word_is(
                i,
                &[
                    "figure",
                    "estimate",
                    "number",
                    "claim",
                    "account",
                    "information",
                    "count",
                    "allegation",
                    "toll",
                ],
            )
    });
    let source = phrase::right(s.tokens, at + 2, s.close(), Reach::Object)?;
    if !about {
        return None;
    }
    for part in split_coordination(s, source.0, source.1) {
        drafts.push(Draft::new(Some(part), (at, at + 2), vec![left]));
    }
    Some(source.1)
}

/// "according to X" with what stands around it; returns where to go on reading.
fn according(s: Sentence<'_>, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
    let cue_end = according_cue(s, at)?;
    let end = s.close();
    let (first, last) = phrase::right(s.tokens, cue_end, end, Reach::Object)?;
    let cue = (at, cue_end);
    let leads = s.words_in(s.start, at) == 0
        || s.words_in(s.start, at) == 1 && s.is(s.start, class::COORDINATOR | class::ADVERB);
    let mut content = Vec::new();
    let resume;
    if leads {
        let mut from = last;
        while matches!(s.kind(from), Some(Kind::Comma | Kind::Colon)) {
            from += 1;
        }
        content.push((from, content_end(s, from, end)));
        resume = end;
    } else {
        let mut left_end = at;
        while left_end > s.start && s.tokens[left_end - 1].kind == Kind::Comma {
            left_end -= 1;
        }
        let from = left_start(s, drafts, left_end);
        content.push((from, left_end));
        drafts.retain(|old| old.cue.0 < from || old.source.is_some_and(|(start, _)| start < from));
        let interrupts = s.kind(last) == Some(Kind::Comma)
            && s.kind(at - 1) == Some(Kind::Comma)
            && !left_is_clause(s, from, left_end);
        if interrupts && s.words_in(last + 1, end) >= 2 {
            content.push((last + 1, end));
            resume = end;
        } else {
            resume = last;
        }
    }
    content.retain(|c| c.0 < c.1 && s.words_in(c.0, c.1) > 0);
    if content.is_empty() {
        return None;
    }
    for source in split_coordination(s, first, last) {
        drafts.push(Draft::new(Some(source), cue, content.clone()));
    }
    Some(resume.max(at + 1))
}

fn according_cue(s: Sentence<'_>, at: usize) -> Option<usize> {
    if s.word_is(at, &["according"]) && s.word_is(at + 1, &["to"]) {
        return Some(at + 2);
    }
    let comma = at > s.start && s.kind(at - 1) == Some(Kind::Comma);
    if s.word_is(at, &["per"])
        && (comma || at == s.start)
        && !s.word_is(at + 1, &["cent", "capita"])
    {
        return Some(at + 1);
    }
    if s.word_is(at, &["going"]) && s.word_is(at + 1, &["by"]) && (comma || at == s.start) {
        return Some(at + 2);
    }
    None
}

/// A turn of a transcript: "Mrs Sanna Aldane (Ottercross): …", "WALLACE: …". The whole paragraph is
/// what the speaker said.
pub(super) fn speech(text: &str, tokens: &[Token]) -> Option<Draft> {
    let colon = (1..tokens.len().min(12)).find(|&at| tokens[at].kind == Kind::Colon)?;
    let label = &tokens[..colon];
    let words: Vec<&Token> = label.iter().filter(|t| t.is_word()).collect();
    let first = words.first()?;
    let shouted = words
        .iter()
        .all(|t| !t.span.of(text).chars().any(char::is_lowercase) && t.capital)
        && label[0].span.len() > 1;
    let titled = first.is(class::TITLE) && first.capital && words.len() > 1;
    let plain = label.iter().all(|t| {
        matches!(t.kind, Kind::Word | Kind::Open | Kind::Close)
            && (t.capital || t.kind != Kind::Word)
    });
    let end = tokens.len() - usize::from(tokens.last()?.kind == Kind::Stop);
    let said = tokens[colon + 1..end.max(colon + 1)]
        .iter()
        .filter(|t| t.is_word())
        .count();
    (plain && (shouted || titled) && said >= 3)
        .then(|| Draft::new(Some((0, colon)), (colon, colon + 1), vec![(colon + 1, end)]))
}

/// "CLINTON: I will." and "Trump: I will" in a heading: the colon is the cue.
fn speaker_label(s: Sentence<'_>) -> Option<Draft> {
    let colon = (s.start..s.end.min(s.start + 9)).find(|&at| s.tokens[at].kind == Kind::Colon)?;
    let end = s.close();
    let label = &s.tokens[s.start..colon];
    let named = !label.is_empty()
        && label.iter().all(|t| {
            t.is_word()
                && (t.capital || t.is(class::PREPOSITION | class::COORDINATOR | class::DETERMINER))
        })
        && !label.iter().any(|t| t.is(class::PREDICATE) && !t.capital);
    let shouted = label
        .iter()
        .all(|t| t.is_word() && !t.span.of(s.text).chars().any(char::is_lowercase))
        && !label.is_empty()
        && label.len() <= 4;
    if !named || colon + 1 >= end || s.words_in(colon + 1, end) < 3 {
        return None;
    }
    let quoted = s.kind(colon + 1) == Some(Kind::Quotation);
    if !(shouted
        || quoted
        || s.heading && label.len() <= 3 && !label.iter().any(|t| t.is(class::PREPOSITION)))
    {
        return None;
    }
    if label.iter().any(|t| t.verb().is_some() && !s.heading) && !shouted {
        return None;
    }
    Some(Draft::new(
        Some((s.start, colon)),
        (colon, colon + 1),
        vec![(colon + 1, end)],
    ))
}

/// "“…” — Ann Lee, Ohio": the dash is the cue.
fn signature(s: Sentence<'_>) -> Option<Draft> {
    let dash = s.start + 1;
    let signed = s.kind(s.start) == Some(Kind::Quotation)
        && s.kind(dash) == Some(Kind::Dash)
        && (dash + 1..s.close()).all(|at| matches!(s.kind(at), Some(Kind::Word | Kind::Comma)))
        && s.kind(dash + 1) == Some(Kind::Word)
        && s.tokens[dash + 1].capital
        && s.close() - dash < 16;
    signed.then(|| {
        Draft::new(
            Some((dash + 1, s.close())),
            (dash, dash + 1),
            vec![(s.start, dash)],
        )
    })
}

/// A quotation of some length in a sentence without a known cue: the verb before it serves.
fn around_quotation(s: Sentence<'_>) -> Option<Draft> {
    let quote = s.quotation_in(s.start, s.end)?;
    let words = s.tokens[quote].span.of(s.text).split_whitespace().count();
    if words < 4 {
        return None;
    }
    let verb = (s.start + 1..quote).find(|&at| {
        let token = &s.tokens[at];
        token.is_word() && !s.is(at - 1, class::RELATIVE) && finite_looking(s, at)
    })?;
    let mut main = verb;
    while main + 1 < quote
        && s.is(
            main,
            class::BE | class::HAVE | class::MODAL | class::DO | class::ADVERB | class::NOT,
        )
    {
        main += 1;
    }
    let subject = phrase::left(s.tokens, s.start, verb)?;
    let from = if s.is(main, class::BE) {
        quote
    } else {
        main + 1
    };
    let mut from = from;
    while matches!(s.kind(from), Some(Kind::Comma | Kind::Colon)) {
        from += 1;
    }
    let to = s.close();
    (from < to).then(|| Draft::new(Some(subject), (verb, main + 1), vec![(from, to)]))
}

fn finite_looking(s: Sentence<'_>, at: usize) -> bool {
    let token = &s.tokens[at];
    phrase::is_predicate(s.tokens, at)
        || !token.capital
            && token.entry.classes == 0
            && token.verb().is_none()
            && token.span.of(s.text).ends_with("ed")
            && !s.is(
                at - 1,
                class::DETERMINER | class::PREPOSITION | class::POSSESSIVE,
            )
}
