//! Attributions in languages other than English, from the table of each.
//!
//! Only the commonest constructions are read: a quotation with a verb of saying behind it («…»,
//! dijo X), a subject with such a verb and "that" (X dijo que …), and "according to" (según X). A
//! verb without subject goes on with the source before it in the paragraph.

use super::draft::Draft;
use super::language::Language;
use super::phrase::Range;
use super::scan::{Kind, Token};

/// A sentence, as a range of tokens.
struct View<'a> {
    text: &'a str,
    tokens: &'a [Token],
    start: usize,
    end: usize,
    language: &'a Language,
}

/// Returns the attributions of the sentence `tokens[start..end]`; `last` is the source before it in
/// the paragraph.
pub(super) fn attribute(
    language: &Language,
    text: &str,
    tokens: &[Token],
    (start, end): Range,
    last: Option<Range>,
) -> Vec<Draft> {
    let view = View {
        text,
        tokens,
        start,
        end,
        language,
    };
    let found = (start..end).find_map(|at| view.at(at, last));
    found.into_iter().collect()
}

impl View<'_> {
    fn any(&self, at: usize, words: &[&str]) -> bool {
        at < self.end && self.tokens[at].is_word() && {
            let word = self.tokens[at].span.of(self.text).to_lowercase();
            words.contains(&word.as_str())
        }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        (at < self.end).then(|| self.tokens[at].kind)
    }

    fn close(&self) -> usize {
        (self.start..self.end)
            .rev()
            .find(|&at| self.tokens[at].kind != Kind::Stop)
            .map_or(self.start, |at| at + 1)
    }

    fn at(&self, at: usize, last: Option<Range>) -> Option<Draft> {
        self.according(at).or_else(|| {
            let verb = self.any(at, self.language.verbs) && !self.tokens[at].capital;
            verb.then(|| self.behind(at, last).or_else(|| self.before(at)))?
        })
    }

    /// "«…», dijo X" and "…, dijo X.".
    fn behind(&self, verb: usize, last: Option<Range>) -> Option<Draft> {
        let mut from = verb;
        while from > self.start && self.any(from - 1, self.language.auxiliaries) {
            from -= 1;
        }
        let before = from.checked_sub(1).filter(|&b| b >= self.start)?;
        let quoted = (self.start..from).any(|at| self.kind(at) == Some(Kind::Quotation));
        let led = matches!(
            self.tokens[before].kind,
            Kind::Comma | Kind::Quotation | Kind::Dash
        );
        if !led || !quoted && self.subject(from).is_some() || self.any(verb + 1, self.language.that)
        {
            return None;
        }
        let source = self.source(verb + 1);
        let after = source.map_or(verb + 1, |(_, end)| end);
        let left_end = if self.tokens[before].kind == Kind::Quotation {
            before + 1
        } else {
            before
        };
        let mut content = vec![(self.start, left_end)];
        let rest = (after..self.close()).find(|&at| self.kind(at) == Some(Kind::Quotation));
        if let Some(rest) = rest {
            content.push((rest, self.close()));
        }
        let source = source.or(last.filter(|_| quoted));
        (source.is_some() || quoted).then(|| Draft::new(source, (from, verb + 1), content))
    }

    /// "X dijo que …", "X dijo: «…»".
    fn before(&self, verb: usize) -> Option<Draft> {
        let mut from = verb;
        while from > self.start && self.any(from - 1, self.language.auxiliaries) {
            from -= 1;
        }
        let source = self.subject(from)?;
        let that = (verb + 1..self.close().min(verb + 14)).find(|&at| {
            self.any(at, self.language.that)
                || matches!(self.kind(at), Some(Kind::Quotation | Kind::Colon))
        })?;
        let start = that + usize::from(self.kind(that) == Some(Kind::Colon));
        (start < self.close())
            .then(|| Draft::new(Some(source), (from, verb + 1), vec![(start, self.close())]))
    }

    /// The subject that ends right before token `end`.
    fn subject(&self, end: usize) -> Option<Range> {
        let mut start = self.start;
        if self.any(start, self.language.openers) {
            start = (start..end).find(|&at| self.kind(at) == Some(Kind::Comma))? + 1;
        }
        let clear = (start..end).all(|at| {
            matches!(
                self.tokens[at].kind,
                Kind::Word | Kind::Comma | Kind::Other | Kind::Open | Kind::Close
            )
        });
        let noun = (start..end).any(|at| self.tokens[at].is_word());
        (clear && noun && end - start <= 24).then_some((start, end))
    }

    /// The source that begins at token `start`, with an apposition.
    fn source(&self, start: usize) -> Option<Range> {
        if self.any(start, self.language.enders) {
            return None;
        }
        let mut end = start;
        while end < self.close() {
            match self.tokens[end].kind {
                Kind::Word if end > start && self.any(end, self.language.enders) => break,
                Kind::Comma => {
                    let apposed = (end + 1..self.close().min(end + 12))
                        .take_while(|&at| self.tokens[at].is_word())
                        .all(|at| {
                            !self.any(at, self.language.that) && !self.any(at, self.language.verbs)
                        });
                    let lower = self.kind(end + 1) == Some(Kind::Word)
                        && !self.tokens[end + 1].capital
                        && !self.any(end + 1, self.language.enders);
                    if !(apposed && lower) {
                        break;
                    }
                    end += 1;
                }
                Kind::Word | Kind::Other | Kind::Open | Kind::Close => end += 1,
                _ => break,
            }
        }
        let noun = (start..end).any(|at| self.tokens[at].is_word());
        noun.then_some((start, end))
    }

    /// "según X" with what stands around it.
    fn according(&self, at: usize) -> Option<Draft> {
        let length = self.language.according.iter().find_map(|words| {
            let same = words
                .iter()
                .enumerate()
                .all(|(i, word)| self.any(at + i, &[word]));
            same.then_some(words.len())
        })?;
        let cue = (at, at + length);
        let mut end = cue.1;
        while matches!(self.kind(end), Some(Kind::Word | Kind::Other)) {
            end += 1;
        }
        let source = (cue.1 < end).then_some((cue.1, end))?;
        let content = if at == self.start {
            (end + 1, self.close())
        } else {
            let comma = usize::from(self.kind(at - 1) == Some(Kind::Comma));
            (self.start, at - comma)
        };
        (content.0 < content.1).then(|| Draft::new(Some(source), cue, vec![content]))
    }
}

#[cfg(test)]
mod tests {
    use crate::cite::attributions;
    use crate::cite::tests_support::document;

    #[test]
    fn commonest_constructions_are_read() {
        for (code, text, source, name, content) in [
            (
                "es",
                "«Salió de noche», afirmó Ruben Aske, secretario del sindicato.",
                "Ruben Aske, secretario del sindicato",
                "Ruben Aske",
                "«Salió de noche»",
            ),
            (
                "es",
                "El portavoz de la cancillería, Teodor Vask, dijo ayer que no hay nadie.",
                "El portavoz de la cancillería, Teodor Vask,",
                "Teodor Vask",
                "que no hay nadie",
            ),
            (
                "es",
                "Hay soldados en el valle, según un despacho publicado por StraitNet.",
                "un despacho publicado por StraitNet",
                "StraitNet",
                "Hay soldados en el valle",
            ),
            (
                "fr",
                "« Rien à dire », a déclaré Marie Dupont.",
                "Marie Dupont",
                "Marie Dupont",
                "« Rien à dire »",
            ),
            (
                "de",
                "„Nein“, sagte Anna Weber.",
                "Anna Weber",
                "Anna Weber",
                "„Nein“",
            ),
            (
                "pt",
                "«Não», disse Rui Costa.",
                "Rui Costa",
                "Rui Costa",
                "«Não»",
            ),
        ] {
            let mut page = document(text);
            page.language = Some(code.to_owned());
            let found = attributions(&page);
            assert_eq!(found.len(), 1, "{text}");
            let who = found[0].source.as_ref().unwrap();
            assert_eq!(who.span.of(text), source);
            assert_eq!(who.name, name);
            assert_eq!(found[0].content[0].of(text), content);
        }
    }
}
