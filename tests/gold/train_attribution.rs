//! Trains the model of attributions on annotated articles.
//!
//! ```text
//! cargo run --release --example train_attribution -- ARTICLES.jsonl src/cite/learned/weights.bin
//! cargo run --release --example train_attribution -- ARTICLES.jsonl --folds 5 > predictions.jsonl
//! cargo run --release --example train_attribution -- ARTICLES.jsonl --read OTHERS.jsonl > predictions.jsonl
//! ```
//!
//! Each line of the articles has an `id`, a `text`, and `attributions` whose `source`, `cue` and
//! `content` are lists of spans, [start, end) in characters. With `--folds N` nothing is written
//! but, on stdout, what models that were trained without an article read in it, in the form of the
//! corpus' scorer with byte offsets; with `--read`, what a model that was trained on all articles
//! reads in others.

use std::{env, fs};

use headwater::cite::training::{self, Annotation, Example, Settings};
use headwater::cite::{Attribution, Model, attributions_by};
use headwater::parse::{self, Document, Input};
use headwater::text::Span;
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Article {
    id: String,
    document: Document,
    examples: Vec<Example>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let settings = Settings::default();
    match arguments.as_slice() {
        [articles, option, folds] if option == "--folds" => {
            cross_validate(&read(articles)?, folds.parse()?, settings);
        }
        [articles, option, others] if option == "--read" => {
            let examples: Vec<Example> = read(articles)?
                .into_iter()
                .flat_map(|article| article.examples)
                .collect();
            let model = training::train(&examples, settings);
            read(others)?
                .iter()
                .for_each(|article| print(article, &model));
        }
        [articles, weights] => {
            let examples: Vec<Example> = read(articles)?
                .into_iter()
                .flat_map(|article| article.examples)
                .collect();
            fs::write(weights, training::train(&examples, settings).to_bytes())?;
        }
        _ => return Err("usage: train_attribution ARTICLES.jsonl (WEIGHTS | --folds N)".into()),
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<Article>> {
    fs::read_to_string(path)?
        .trim_end_matches('\n')
        .split('\n')
        .map(article)
        .collect()
}

fn article(line: &str) -> Result<Article> {
    let record: Value = serde_json::from_str(line)?;
    let text = record["text"].as_str().ok_or("an article has no text")?;
    let input = Input {
        url: None,
        content_type: Some("text/plain; charset=utf-8"),
        body: text.as_bytes(),
        retrieved: None,
    };
    let document = parse::document(&input)?;
    // what reading drops before the text, such as a byte order mark
    let dropped = text.find(&document.text).unwrap_or(0);
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    let spans = |value: &Value| -> Vec<Span> {
        let pairs = value.as_array().map(Vec::as_slice).unwrap_or_default();
        pairs
            .iter()
            .filter_map(|pair| {
                let offset = |at: usize| {
                    let at = usize::try_from(pair[at].as_u64()?).ok()?;
                    offsets.get(at)?.checked_sub(dropped)
                };
                Some(Span::new(offset(0)?, offset(1)?))
            })
            .collect()
    };
    let annotations: Vec<Annotation> = record["attributions"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|known| Annotation {
            source: spans(&known["source"]),
            cue: spans(&known["cue"]),
            content: spans(&known["content"]),
        })
        .collect();
    Ok(Article {
        id: record["id"].as_str().unwrap_or_default().to_owned(),
        examples: training::examples(&document, &annotations),
        document,
    })
}

fn cross_validate(articles: &[Article], folds: usize, settings: Settings) {
    for fold in 0..folds {
        let others: Vec<Example> = articles
            .iter()
            .enumerate()
            .filter(|(at, _)| at % folds != fold)
            .flat_map(|(_, article)| article.examples.iter().cloned())
            .collect();
        let model = training::train(&others, settings);
        for article in articles.iter().skip(fold).step_by(folds) {
            print(article, &model);
        }
    }
}

/// Prints what the model reads in an article.
#[expect(clippy::print_stdout, reason = "the answer of a program")]
fn print(article: &Article, model: &Model) {
    let found = attributions_by(&article.document, model);
    let found: Vec<Value> = found.iter().map(shown).collect();
    println!("{}", json!({"id": article.id, "attributions": found}));
}

fn shown(found: &Attribution) -> Value {
    let span = |span: Span| json!([span.start, span.end]);
    json!({
        "source": found.source.as_ref().map(|source| span(source.span)),
        "cue": span(found.cue),
        "content": found.content.iter().map(|&part| span(part)).collect::<Vec<_>>(),
    })
}
