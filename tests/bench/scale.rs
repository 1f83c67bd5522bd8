//! What it costs to find and trace the claims of a large run: processor time and peak memory at
//! 10,000 to 30,000 articles of 30 sentences, each size in a process of its own.
//!
//! ```text
//! cargo bench --bench scale                   # 10,000, 20,000 and 30,000 articles
//! cargo bench --bench scale -- 1000,2000      # other sizes
//! ```
//!
//! The articles are made up: words as common as in prose (Zipf), stories of all sizes, of which the
//! largest takes a tenth of the run; some sentences tell what others of the story tell, most name
//! who said so, some are copies, each links to earlier ones. Memory is that of the analysis and of
//! all the articles, which a run keeps on disk.

#![expect(clippy::print_stdout, reason = "a program of its own")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use headwater::cite;
use headwater::corpus::{Corpus, Outcome, Reading, Target};
use headwater::export::{Format, Selection};
use headwater::manual::Guide;
use headwater::parse::{self, Input};
use headwater::report::{Analysis, Findings, Run};
use headwater::urls::CanonicalUrl;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Sentences of an article.
const SENTENCES: usize = 30;

/// Words that the articles are made of, and those of one story.
const WORDS: usize = 20_000;
const WORDS_OF_A_STORY: usize = 300;

/// What there is to tell of a story, for each ten of its articles.
const FACTS: usize = 12;

/// A fixed row of numbers that look drawn by lot.
struct Dice(u64);

impl Dice {
    /// Returns a number below `below`, all as likely.
    fn even(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below.max(1)
    }

    /// Returns a number below `below`, small ones far likelier: about as ranks of words in prose.
    fn zipf(&mut self, below: usize) -> usize {
        let mut top = below;
        while top > 8 && self.even(10) < 7 {
            top = top.div_ceil(3);
        }
        self.even(top)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.even(100) < percent
    }
}

/// Returns a word of two to four syllables.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "co", "di", "fu", "ga", "he", "lo", "mi", "na", "po", "ra", "se", "ti", "vo", "ker",
        "lan", "mor", "nes", "pel", "rud", "sto", "tar", "ven", "wil",
    ];
    let mut made = String::new();
    let mut rest = number + SYLLABLES.len();
    while rest > 0 {
        made.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    made
}

/// A story: what its articles tell, as rows of words.
struct Story {
    facts: Vec<Vec<String>>,
    words: Vec<usize>,
}

impl Story {
    fn new(articles: usize, dice: &mut Dice) -> Self {
        let words: Vec<usize> = (0..WORDS_OF_A_STORY).map(|_| dice.even(WORDS)).collect();
        let mut story = Self {
            facts: Vec::new(),
            words,
        };
        story.facts = (0..FACTS * articles.div_ceil(10).min(50))
            .map(|_| story.sentence(dice))
            .collect();
        story
    }

    /// Returns the words of a sentence: a third of them are common in the story alone.
    fn sentence(&self, dice: &mut Dice) -> Vec<String> {
        (0..12 + dice.even(14))
            .map(|_| {
                if dice.chance(35) {
                    word(self.words[dice.zipf(self.words.len())])
                } else {
                    word(dice.zipf(WORDS))
                }
            })
            .collect()
    }

    /// Returns what an article says in one sentence: a fact in words of its own, or something else.
    fn told(&self, dice: &mut Dice) -> Vec<String> {
        if !dice.chance(40) {
            return self.sentence(dice);
        }
        let mut fact = self.facts[dice.zipf(self.facts.len())].clone();
        for told in &mut fact {
            if dice.chance(25) {
                *told = word(dice.zipf(WORDS));
            }
        }
        fact
    }
}

/// Returns how many articles each story has: the largest a tenth of all, the next half of that, then
/// a third, and so on.
fn sizes(articles: usize) -> Vec<usize> {
    let mut left = articles;
    let mut sizes = Vec::new();
    while left > 0 {
        let size = (articles / 10 / (sizes.len() + 1)).max(1).min(left);
        sizes.push(size);
        left -= size;
    }
    sizes
}

fn url(number: usize) -> String {
    format!("https://outlet{}.test/2031/{number}", number % 400)
}

/// Returns the page of an article; its story began with the article `first`.
fn page(number: usize, first: usize, story: &Story, dice: &mut Dice) -> String {
    let mut body = String::new();
    for at in 0..SENTENCES {
        let mut words = story.told(dice);
        if let Some(start) = words.first_mut() {
            start.get_mut(..1).map(str::make_ascii_uppercase);
        }
        let told = words.join(" ");
        let line = match at % 10 {
            3 if number > first => {
                let cited = url(first + dice.zipf(number - first));
                format!("{told}, <a href=\"{cited}\">the Outlet reported</a>.")
            }
            5 => format!("“{told},” said Minister {}.", name(dice)),
            8 => format!("{told}, two officials briefed on the matter said."),
            _ => format!("{told}."),
        };
        // Writing to a string cannot fail.
        let _ = if at % 3 == 0 {
            write!(body, "<p>{line}")
        } else {
            write!(body, " {line}")
        };
    }
    let title = story.sentence(dice).join(" ");
    format!(
        "<!doctype html><html lang=en><title>{title}</title><meta property=\"article:published_time\" \
         content=\"2031-{:02}-{:02}\"><main><article><h1>{title}</h1>{body}</article></main>",
        number % 12 + 1,
        number % 28 + 1,
    )
}

fn name(dice: &mut Dice) -> String {
    let mut name = word(dice.even(300));
    name.get_mut(..1).map(str::make_ascii_uppercase);
    name
}

/// Returns a crawl of so many articles.
fn corpus(articles: usize) -> Result<Corpus> {
    let mut dice = Dice(7);
    let mut targets = Vec::with_capacity(articles);
    let mut first = 0;
    for size in sizes(articles) {
        let story = Story::new(size, &mut dice);
        let mut before = String::new();
        for number in first..first + size {
            if number == first || !dice.chance(15) {
                before = page(number, first, &story, &mut dice);
            }
            targets.push(target(&url(number), &before)?);
        }
        first += size;
    }
    targets.sort_by(|a, b| a.url.cmp(&b.url));
    Ok(Corpus {
        seeds: vec![CanonicalUrl::parse(&url(0))?],
        targets,
        ..Corpus::default()
    })
}

fn target(url: &str, body: &str) -> Result<Target> {
    let address = CanonicalUrl::parse(url)?;
    let document = parse::document(&Input {
        url: Some(&address),
        content_type: Some("text/html; charset=utf-8"),
        body: body.as_bytes(),
        retrieved: None,
    })?;
    Ok(Target {
        url: address,
        depth: 1,
        outcome: Outcome::Read(Box::new(Reading {
            attributions: cite::attributions(&document),
            document,
            body_bytes: u64::try_from(body.len())?,
        })),
        record: None,
        retrieved: None,
        memento: None,
        off_story: false,
    })
}

/// Returns the seconds of processor time that the threads of the process have had; those of the day
/// since `begun` where the system does not tell it (Linux: proc(5), schedstat).
fn processor(begun: Instant) -> f64 {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten();
    let times = threads.flatten().filter_map(|thread| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split(' ')
            .next()?
            .parse()
            .ok()
            .map(Duration::from_nanos)
    });
    times
        .reduce(|a: Duration, b| a + b)
        .unwrap_or_else(|| begun.elapsed())
        .as_secs_f64()
}

/// Returns the highest memory of the process in MB, where the system tells it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace()
        .nth(1)?
        .parse()
        .ok()
        .map(|kb: u64| kb / 1024)
}

/// Measures one size, in this process.
fn measure(articles: usize) -> Result<()> {
    let corpus = corpus(articles)?;
    let catalog = corpus.catalog();
    let begun = Instant::now();
    let before = processor(begun);
    let analysis = Analysis::guided(&catalog, &corpus, Run::default(), &Guide::default());
    let analysed = processor(begun) - before;
    Format::Json
        .exporter()
        .write(&analysis, Selection::Run, &mut io::sink())?;
    let all = processor(begun) - before;
    let per_log = all * 1e6 / (as_f64(articles) * as_f64(articles).log2());
    println!(
        "{articles:>8} {:>9} {:>9} {:>11.1} {:>9.1} {:>14.2} {:>8}",
        corpus.targets.len() * SENTENCES,
        analysis.claim_count(),
        analysed,
        all,
        per_log,
        peak().map_or_else(|| "?".to_owned(), |mb| mb.to_string()),
    );
    Ok(())
}

fn as_f64(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|given| given != "--bench")
        .collect();
    match arguments.as_slice() {
        [option, articles] if option == "--one" => return measure(articles.parse()?),
        _ => {}
    }
    let sizes = arguments
        .first()
        .map_or("10000,20000,30000", String::as_str);
    println!(
        "{:>8} {:>9} {:>9} {:>11} {:>9} {:>14} {:>8}",
        "articles", "sentences", "claims", "analysis s", "all CPU s", "us/(n log2 n)", "peak MB"
    );
    for articles in sizes.split(',') {
        let ended = Command::new(env::current_exe()?)
            .args(["--one", articles])
            .status()?;
        if !ended.success() {
            return Err(format!("{articles} articles: {ended}").into());
        }
    }
    Ok(())
}
