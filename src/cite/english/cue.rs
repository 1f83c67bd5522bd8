//! Cues: the verb groups that may say that somebody said something.

use super::verb_or_noun::verb_reading;
use crate::cite::lexicon::{Entry, Form, Frame, class};
use crate::cite::phrase;
use crate::cite::phrase::Range;
use crate::cite::scan::{Kind, Token};
use crate::cite::sentence::Sentence;

/// Verbs of talking, which say something only with a preposition: "spoke about".
const TALKING: &str = "talk talks talked talking speak speaks spoke spoken speaking refer refers referred \
    referring point points pointed pointing";

/// Forms that, denied, say nothing: "did not say".
const SAYING: &str = "say tell comment respond elaborate specify reply answer said told";

/// Subjects of a base form.
const PLURAL_PRONOUNS: &str =
    "they we i you who some many others several most few both which that all";

/// Plurals without "s".
const PLURAL_NOUNS: &str = "people police men women data media children";

/// A verb group that may be a cue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    /// First token of the group and one past its last.
    pub(super) range: Range,
    pub(super) frame: Frame,
    pub(super) form: Form,
    /// "was told", "is expected".
    pub(super) passive: bool,
    pub(super) strict: bool,
}

/// A verb with its auxiliaries and adverbs: "has repeatedly been told".
#[derive(Debug, Clone, Copy)]
struct Group {
    /// The token of the verb itself.
    main: usize,
    /// The classes of all words before it.
    classes: u32,
}

impl Group {
    fn at(s: Sentence<'_>, at: usize) -> Option<Self> {
        let mut group = Self {
            main: at,
            classes: 0,
        };
        while s.kind(group.main) == Some(Kind::Word) {
            let token = &s.tokens[group.main];
            let auxiliary = token.is(class::BE | class::HAVE | class::DO | class::MODAL);
            let verb = token.verb().is_some() && (group.main == at || !token.is(class::ADVERB));
            if verb && !auxiliary {
                return Some(group);
            }
            let helps = auxiliary || token.is(class::ADVERB | class::NOT);
            if !helps || token.is(class::SUBJECT | class::DETERMINER) {
                return None;
            }
            group.classes |= token.entry.classes;
            group.main += 1;
        }
        None
    }

    fn has(self, classes: u32) -> bool {
        self.classes & classes != 0
    }
}

/// Returns the verb group that begins at `at`, if it can be a finite cue.
pub(super) fn cue_at(s: Sentence<'_>, at: usize) -> Option<Cue> {
    let group = Group::at(s, at)?;
    let main = group.main;
    let token = &s.tokens[main];
    let verb = token.verb()?;
    if token.possessive || token.capital && !s.heading {
        return None;
    }
    let completed = matches!(verb.form, Form::Past | Form::Participle);
    // "first reported by the Ledger" is passive without its "is"
    let agent = !group.has(class::HAVE) && completed && s.word_is(main + 1, &["by"]);
    let passive = group.has(class::BE) && completed || agent;
    let form = if group.has(class::BE) && verb.form == Form::Ing {
        Form::Third
    } else {
        verb.form
    };
    if form == Form::Participle && !group.has(class::HAVE) && !passive
        || !is_finite(s, at, group, form)
    {
        return None;
    }
    let end = particles(s, main + 1);
    if end == main + 1
        && s.word_is(main, &["call", "calls", "called"])
        && names_or_summons(s, at, end)
    {
        return None;
    }
    let silent = group.has(class::NOT) && says_nothing(s, main, verb.frame)
        || end == main + 1
            && s.quotation_in(end, s.end.min(end + 2)).is_none()
            && s.among(main, TALKING);
    (!silent).then_some(Cue {
        range: (at, end),
        frame: verb.frame,
        form,
        passive,
        strict: token.is(class::STRICT),
    })
}

/// Whether what stands around a verb group allows it to be the verb of a clause.
fn is_finite(s: Sentence<'_>, at: usize, group: Group, form: Form) -> bool {
    let before = at.checked_sub(1).filter(|&before| before >= s.start);
    let token = &s.tokens[group.main];
    if form != Form::Ing && before.is_some_and(|before| blocks_verb(s, at, &s.tokens[before])) {
        return false;
    }
    let helped = group.has(class::MODAL | class::DO);
    if form == Form::Base && (helped && token.is(class::BE) || !helped && !plural_subject(s, at)) {
        return false;
    }
    let bare = !group.has(class::BE | class::HAVE | class::MODAL | class::DO);
    let noun = token.verb().is_some_and(|verb| verb.noun);
    !(bare && noun) || verb_reading(s, at, group.main)
}

/// Whether a denied verb leaves nothing said: "did not say", but "has not said whether".
fn says_nothing(s: Sentence<'_>, main: usize, frame: Frame) -> bool {
    frame != Frame::Object
        && s.among(main, SAYING)
        && !s.word_is(
            main + 1,
            &["when", "whether", "if", "how", "why", "what", "that"],
        )
}

/// Whether the token before a verb form shows that it is none, or not a finite one.
fn blocks_verb(s: Sentence<'_>, at: usize, before: &Token) -> bool {
    if before.is(class::DETERMINER) && !before.is(class::SUBJECT) {
        return true;
    }
    // its group, which begins before it, is no cue
    if before.is(class::NOT) && !before.is(class::COORDINATOR) {
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
        return s.among(head, PLURAL_PRONOUNS);
    }
    if let Some((start, end)) = phrase::left(s.tokens, s.start, at)
        && has_plural_head(s, start, end)
    {
        return true;
    }
    token.is_word()
        && !token.is(class::PREPOSITION | class::TIME | class::COORDINATOR)
        && ((word.ends_with('s') && !word.ends_with("ss") && !token.possessive && word.len() > 3)
            || s.among(head, PLURAL_NOUNS))
}

/// Whether what stands before the first preposition of a phrase names many: "officials in the
/// capital", "Lee and Varga".
fn has_plural_head(s: Sentence<'_>, start: usize, end: usize) -> bool {
    let head = (start + 1..end)
        .find(|&at| s.is(at, class::PREPOSITION | class::RELATIVE) || !s.tokens[at].is_word())
        .unwrap_or(end);
    let joined = (start + 1..head).any(|at| s.word_is(at, &["and"]));
    let plural =
        head < end && s.is(head - 1, class::ROLE | class::GROUP) && s.word(head - 1).ends_with('s');
    joined || plural || s.word_is(start, &["those", "many", "people"]) && head < end
}

/// What is called without anything being said of it.
const SUMMONED: &str = "meeting meetings session sessions hearing hearings conference vote \
    election elections referendum strike strikes truce ceasefire police ambulance";

/// Whether "called" gives a name ("a stream called Miracle Run") or is an act ("called a meeting",
/// "called into a programme").
pub(in crate::cite) fn names_or_summons(s: Sentence<'_>, at: usize, end: usize) -> bool {
    if s.is(end, class::PREPOSITION | class::ADVERB)
        || s.word_is(end, &["off", "up", "out", "back"])
    {
        return true;
    }
    let summons = (end..s.close().min(end + 5))
        .take_while(|&i| s.tokens[i].is_word() && !s.is(i, class::PREPOSITION))
        .any(|i| s.among(i, SUMMONED));
    let noun = at > s.start && {
        let before = &s.tokens[at - 1];
        before.is_word() && !before.capital && before.entry == Entry::default()
    };
    let name = s.kind(end) == Some(Kind::Quotation)
        || s.kind(end) == Some(Kind::Word) && s.tokens[end].capital && !s.tokens[end].possessive;
    summons || name && (noun || is_introduced(s, at, end))
}

/// "a group called Northern Light": what an indefinite article leads in is given its name; "a group
/// called Lee a liar" goes on behind the name.
fn is_introduced(s: Sentence<'_>, at: usize, end: usize) -> bool {
    let floor = s.start.max(at.saturating_sub(4));
    let named = class::GROUP | class::BODY | class::OUTLET | class::DOCUMENT;
    let behind = (end..s.close()).find(|&i| !(s.tokens[i].is_word() && s.tokens[i].capital));
    at > floor
        && s.is(at - 1, named)
        && !s.tokens[at - 1].capital
        && (floor..at).any(|i| s.word_is(i, &["a", "an"]))
        && !behind.is_some_and(|i| s.is(i, class::DETERMINER | class::POSSESSIVE))
}

/// Steps over what belongs to the cue behind its verb: "pointed out", "called for", "made it clear".
pub(in crate::cite) fn particles(s: Sentence<'_>, at: usize) -> usize {
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
