//! Learning the model from annotated articles.
//!
//! Every decision that the model takes in an annotated sentence is an [`Example`]: the features of
//! its options, and which of them the annotation has. The weights maximize the likelihood of those
//! by stochastic gradient steps, each weight with a rate of its own (`AdaGrad`: Duchi, Hazan and
//! Singer 2011). The order of the examples is fixed, so the same articles give the same model.

use super::super::draft::Draft;
use super::super::paragraph::Paragraph;
use super::super::phrase::Range;
use super::super::sentence::Sentence;
use super::super::{english, quotes};
use super::content::{self, Anchor, SIDES, Side, Step};
use super::model::{Model, UNIT, WEIGHTS};
use super::source::SourceOption;
use super::view::View;
use super::{cue, source};
use crate::parse::{BlockKind, Document};
use crate::text::Span;

/// An attribution as an annotator marked it, in bytes of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Who said it; empty where the text does not tell.
    pub source: Vec<Span>,
    /// The words that say so.
    pub cue: Vec<Span>,
    /// What was said.
    pub content: Vec<Span>,
}

/// A decision between options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The features of each option.
    options: Vec<Vec<u32>>,
    /// Which option is right.
    right: usize,
}

/// How to learn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How often all examples are gone through; the weights after each round are averaged.
    pub rounds: u16,
    /// The length of a weight's first step.
    pub rate: f32,
    /// By how much of itself a weight falls with each step.
    pub decay: f32,
    /// How often a feature must occur to be learnt.
    pub least: u32,
}

impl Default for Settings {
    /// Best in five-fold cross-validation on the train part of `PolNeAR`.
    fn default() -> Self {
        Self {
            rounds: 30,
            rate: 0.02,
            decay: 3e-3,
            least: 3,
        }
    }
}

/// Returns the decisions that the model would have to take in `document` to read what is annotated.
#[must_use]
pub fn examples(document: &Document, annotations: &[Annotation]) -> Vec<Example> {
    let text = quotes::fold(&document.text);
    let mut found = Vec::new();
    for block in &document.blocks {
        let paragraph = Paragraph::new(&text, block.span, block.kind);
        let heading = block.kind == BlockKind::Heading;
        if !heading && english::label::speech(&text, &paragraph.tokens).is_some() {
            continue;
        }
        for &(start, end) in &paragraph.sentences {
            let s = Sentence {
                text: &text,
                tokens: &paragraph.tokens,
                start,
                end,
                heading,
            };
            sentence_examples(s, annotations, &mut found);
        }
    }
    found
}

fn sentence_examples(s: Sentence<'_>, annotations: &[Annotation], found: &mut Vec<Example>) {
    let rules = english::attribute(s);
    let v = View::new(s, &rules);
    let mut before: Vec<Draft> = Vec::new();
    for index in 0..v.candidates.len() {
        let annotation = annotated(&v, index, annotations);
        let mut features = Vec::new();
        cue::describe(&v, index, &before, &mut features);
        found.push(Example {
            options: vec![Vec::new(), features],
            right: usize::from(annotation.is_some()),
        });
        if let Some(annotation) = annotation {
            before.extend(read(&v, index, annotation, &before, found));
        }
    }
}

/// The annotation whose cue the candidate is: of several in one cue the last verb.
fn annotated<'a>(
    v: &View<'_>,
    index: usize,
    annotations: &'a [Annotation],
) -> Option<&'a Annotation> {
    let within = |index: usize, annotation: &Annotation| {
        let span = v.s.tokens[v.candidates[index].main].span;
        annotation.cue.iter().any(|cue| cue.overlaps(span))
    };
    let annotation = annotations.iter().find(|known| within(index, known))?;
    let verb = |index: usize| v.s.tokens[v.candidates[index].main].verb().is_some();
    let later = (index + 1..v.candidates.len())
        .any(|later| within(later, annotation) && (verb(later) || !verb(index)));
    (!later).then_some(annotation)
}

/// The tokens of the sentence that lie in the spans, at least half of each.
fn tokens(v: &View<'_>, spans: &[Span]) -> Vec<usize> {
    (v.s.start..v.s.end)
        .filter(|&at| {
            let token = v.s.tokens[at].span;
            let covered: usize = spans
                .iter()
                .map(|span| {
                    let start = span.start.max(token.start);
                    span.end.min(token.end).saturating_sub(start)
                })
                .sum();
            covered * 2 >= token.len()
        })
        .collect()
}

/// Adds the decisions on source and content; returns the draft that they make.
fn read(
    v: &View<'_>,
    index: usize,
    annotation: &Annotation,
    before: &[Draft],
    found: &mut Vec<Example>,
) -> Option<Draft> {
    let candidate = v.candidates[index];
    let options = source::options(v, index, before);
    let right = right_source(v, annotation, &options);
    if let Some(right) = right {
        push(found, &options, right, |&option, features| {
            source::describe(v, index, option, features);
        });
    }
    let source = right.and_then(|right| options[right].range);
    let anchor = Anchor::new(v, candidate, source);
    let content = read_content(v, &anchor, annotation, before, found);
    (!content.is_empty()).then(|| Draft::new(source, candidate.range, content))
}

/// The option that shares most words with the annotated source, and at least half.
fn right_source(v: &View<'_>, annotation: &Annotation, options: &[SourceOption]) -> Option<usize> {
    if annotation.source.is_empty() {
        return options.iter().position(|option| option.range.is_none());
    }
    let wanted = tokens(v, &annotation.source);
    let share = |option: &SourceOption| {
        let Some((start, end)) = option.range else {
            return 0;
        };
        let common = wanted.iter().filter(|&&at| start <= at && at < end).count();
        2000 * common / (wanted.len() + end - start)
    };
    let shares: Vec<usize> = options.iter().map(share).collect();
    let most = shares.iter().copied().max()?;
    (most >= 1000).then(|| shares.iter().position(|&share| share == most))?
}

fn read_content(
    v: &View<'_>,
    anchor: &Anchor,
    annotation: &Annotation,
    drafts: &[Draft],
    found: &mut Vec<Example>,
) -> Vec<Range> {
    let wanted = tokens(v, &annotation.content);
    let wanted_word = |at: &&usize| v.s.words_in(**at, **at + 1) > 0;
    let first_before = wanted
        .iter()
        .find(wanted_word)
        .filter(|&&at| at < anchor.before);
    let mut behind = wanted.iter().filter(|&&at| at >= anchor.behind);
    let first_behind = behind.clone().find(wanted_word);
    let last_behind = behind.rfind(wanted_word);
    let side = match (first_before, first_behind) {
        (Some(_), Some(_)) => Side::Around,
        (Some(_), None) => Side::Before,
        (None, Some(_)) => Side::Behind,
        (None, None) => return Vec::new(),
    };
    let sides: Vec<Side> = SIDES
        .into_iter()
        .filter(|side| side.fits(v, anchor))
        .collect();
    let Some(right) = sides.iter().position(|&known| known == side) else {
        return Vec::new();
    };
    push(found, &sides, right, |&side, features| {
        content::describe_side(v, anchor, side, features);
    });
    let mut learn = |step: Step, wanted: usize| {
        let places = step.options(v, drafts);
        if let Some(right) = places.iter().position(|&place| place == wanted) {
            push(found, &places, right, |&place, features| {
                step.describe(v, anchor, place, features);
            });
        }
    };
    let mut parts = Vec::new();
    if let Some(&start) = first_before {
        learn(Step::start_before(v, anchor), start);
        parts.push((start, anchor.before));
    }
    if let (Some(&start), Some(&last)) = (first_behind, last_behind) {
        learn(Step::start_behind(v, anchor, side), start);
        learn(Step::end_behind(v, anchor, side, start), last + 1);
        parts.push((start, last + 1));
    }
    parts
}

fn push<T>(
    found: &mut Vec<Example>,
    options: &[T],
    right: usize,
    describe: impl Fn(&T, &mut Vec<u32>),
) {
    if options.len() < 2 {
        return;
    }
    let options = options
        .iter()
        .map(|option| {
            let mut features = Vec::new();
            describe(option, &mut features);
            features
        })
        .collect();
    found.push(Example { options, right });
}

/// Learns a model from examples.
///
/// # Complexity
///
/// Linear in the number of features of all options, times the rounds.
#[must_use]
pub fn train(examples: &[Example], settings: Settings) -> Model {
    let mut learner = Learner {
        weights: vec![0.0; WEIGHTS],
        squares: vec![1e-6; WEIGHTS],
        frequent: frequent(examples, settings.least),
    };
    let mut sums = vec![0.0_f32; WEIGHTS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed: u64 = 0x2545_f491_4f6c_dd1d;
    for _ in 0..settings.rounds {
        shuffle(&mut order, &mut seed);
        for &at in &order {
            learner.learn(&examples[at], settings);
        }
        for (sum, weight) in sums.iter_mut().zip(&learner.weights) {
            *sum += weight;
        }
    }
    let rounds = f32::from(settings.rounds.max(1));
    Model::new(
        sums.into_iter()
            .map(|sum| quantized(sum / rounds))
            .collect(),
    )
}

/// Which features occur at least `least` times.
fn frequent(examples: &[Example], least: u32) -> Vec<bool> {
    let mut counts = vec![0_u32; WEIGHTS];
    for &at in examples
        .iter()
        .flat_map(|example| &example.options)
        .flatten()
    {
        counts[at as usize] += 1;
    }
    counts.into_iter().map(|count| count >= least).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range becomes its end, which is wanted"
)]
fn quantized(weight: f32) -> i16 {
    (weight / UNIT).round() as i16
}

/// Shuffles by a linear congruential generator (Knuth's MMIX constants).
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for last in (1..order.len()).rev() {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(*seed >> 33).unwrap_or(0) % (last + 1);
        order.swap(last, other);
    }
}

struct Learner {
    weights: Vec<f32>,
    /// The sum of the squares of each weight's slopes so far.
    squares: Vec<f32>,
    /// The features that are learnt at all.
    frequent: Vec<bool>,
}

impl Learner {
    /// Moves the weights so that the right option of an example becomes more probable.
    fn learn(&mut self, example: &Example, settings: Settings) {
        let scores: Vec<f32> = example
            .options
            .iter()
            .map(|option| option.iter().map(|&at| self.weights[at as usize]).sum())
            .collect();
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
        let total: f32 = powers.iter().sum();
        for (index, option) in example.options.iter().enumerate() {
            let wanted = if index == example.right { 1.0 } else { 0.0 };
            let slope = wanted - powers[index] / total;
            // too sure of it to learn anything
            if slope.abs() < 1e-4 {
                continue;
            }
            for &at in option {
                let at = at as usize;
                if self.frequent[at] {
                    let step = slope - settings.decay * self.weights[at];
                    self.squares[at] += step * step;
                    self.weights[at] += settings.rate * step / self.squares[at].sqrt();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::attributions_by;
    use super::super::super::tests_support::document;
    use super::*;

    /// A few people who grumble, each an article of its own; what they grumble is annotated.
    fn grumbles() -> Vec<Example> {
        ["Lee", "Varga", "Eckhart", "Aldane", "Brandt", "Keel"]
            .iter()
            .flat_map(|name| {
                let text =
                    format!("{name} mentioned that the road was bad. {name} mentioned Rome.");
                let that = text.find("that").unwrap();
                let stop = text.find(". ").unwrap();
                let annotation = Annotation {
                    source: vec![Span::new(0, name.len())],
                    cue: vec![Span::new(name.len() + 1, that - 1)],
                    content: vec![Span::new(that, stop)],
                };
                examples(&document(&text), &[annotation])
            })
            .collect()
    }

    #[test]
    fn the_same_examples_give_the_same_model() {
        let examples = grumbles();
        assert!(examples.len() >= 12);
        let settings = Settings::default();
        let model = train(&examples, settings);
        assert_eq!(train(&examples, settings), model);
        assert_ne!(model, Model::from_bytes(&[]));
    }

    #[test]
    fn what_was_annotated_is_found_again() {
        let settings = Settings {
            least: 1,
            ..Settings::default()
        };
        let model = train(&grumbles(), settings);
        let text = "Marsh mentioned that the road was bad. Marsh mentioned Rome.";
        let found = attributions_by(&document(text), &model);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].content[0].of(text), "that the road was bad");
    }
}
