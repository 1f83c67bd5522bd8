//! The rules: which cue of a sentence gives what content to which source.
//!
//! A sentence is read from left to right. Each cue is tried as a parenthesis behind or inside its
//! content ("…, he said"), then as a verb before it ("he said that …"). Of nested attributions only
//! the outermost is kept; a cue that is joined on ("and added", ", saying") takes over the source.

mod according;
mod adjunct;
mod clause;
mod content;
mod coordination;
pub(super) mod cue;
mod document;
pub(super) mod joined;
pub(super) mod label;
mod parenthesis;
mod passive;
pub(super) mod quoting;
mod verb_or_noun;

use crate::cite::draft::Draft;
use crate::cite::lexicon::Form;
use crate::cite::sentence::Sentence;
use according::{according, comes_from};
use clause::verb_first;
use cue::{Cue, cue_at};
use document::documented;
use joined::{joined, participle};
use label::{signature, speaker_label};
use parenthesis::parenthesis;
use passive::passive;
use quoting::around_quotation;

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
        let past = according(s, at, &mut drafts)
            .or_else(|| comes_from(s, at, &mut drafts))
            .or_else(|| documented(s, at, &mut drafts));
        if let Some(past) = past {
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
