//! A fuzz target that needs no nightly compiler: pages of `tests/pages` are changed by chance, and
//! what is read of each must be sound, without a panic and in time that its size accounts for.
//!
//!     cargo bench --bench fuzz -- --seconds 600 --seed 7
//!
//! Runs in one thread, the same for the same seed. The first page that fails is written to the
//! folder for temporary files, and its name said.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool that says what it found, and measures real time"
)]

#[path = "../it/sound.rs"]
mod sound;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use headwater::corpus::Reading;
use headwater::parse::{self, Input};
use headwater::urls::CanonicalUrl;

/// Longest page that is made, in bytes.
const MAX_BYTES: usize = 256 * 1024;
/// Time that any page may take, and the more for each of its bytes: some hundred times of what is
/// usual, so that only growth beyond proportion is found, and no busy machine.
const LEAST_TIME: Duration = Duration::from_millis(500);
const TIME_PER_BYTE: Duration = Duration::from_micros(20);
/// A page is slow if it is so each of so many times.
const TRIES: usize = 3;

/// Pieces that parsers stumble over.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "--!>",
    "<!",
    "<?",
    "&",
    "&amp;",
    "&#",
    "&#x110000;",
    "&notin",
    "=",
    "\"",
    "'",
    "\0",
    "\r\n",
    "\u{feff}",
    "\u{ad}",
    "é",
    "漢字。",
    "\u{202e}",
    "🜂",
    "<a href=",
    "<a href='http://a.test/b?c=d#e'>",
    "<a href='#n1'>1</a>",
    "<base href=//>",
    "<script>",
    "</script>",
    "<script type=application/ld+json>",
    "{\"@graph\":[{\"@id\":\"#a\",",
    "\"@type\":\"NewsArticle\",\"author\":",
    "\"datePublished\":\"2031-13-45T99:00\"",
    "<style>",
    "<svg>",
    "<math>",
    "<svg><title>",
    "<template>",
    "<noscript>",
    "<textarea>",
    "<title>",
    "<plaintext>",
    "<xmp>",
    "<![CDATA[",
    "]]>",
    "<table>",
    "<tr>",
    "<td>",
    "<caption>",
    "</table>",
    "<p>",
    "</p>",
    "<b>",
    "<i>",
    "</b>",
    "<font size=1>",
    "<nobr>",
    "<form>",
    "<select>",
    "<option>",
    "<li>",
    "<ul>",
    "<sup>",
    "<q>",
    "<pre>",
    "<br>",
    "<h1>",
    "<h2>Sources</h2>",
    "<div hidden>",
    "<div class='share related ad'>",
    "<article>",
    "<main>",
    "<aside>",
    "<time datetime=",
    "<meta charset=utf-16>",
    "<meta name=author content='",
    "<meta property=og:title content=",
    "<frameset>",
    "<body>",
    "</body>",
    "</html>",
    "31.12.2031",
    "Jan 5, 2031",
    "“",
    "”",
    "\"",
    "said ",
    "according to the ministry",
    " https://d.test/e). ",
    "A sentence that says a thing or two, and ends. ",
];

fn main() -> ExitCode {
    let options = Options::read();
    let seeds = seeds(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/pages")
            .as_path(),
    );
    let mut dice = Dice(options.seed | 1);
    let start = Instant::now();
    let (mut pages, mut slowest) = (0_u64, Duration::ZERO);
    while start.elapsed() < options.time {
        let page = mutant(&seeds, &mut dice);
        let size = u32::try_from(page.len()).unwrap_or(u32::MAX);
        let limit = LEAST_TIME + TIME_PER_BYTE * size;
        let (mut is_sound, mut took) = timed(&page);
        // A machine that does other work too may hold up one try, not each.
        for _ in 1..TRIES {
            if is_sound && took > limit {
                (is_sound, took) = timed(&page);
            }
        }
        let is_slow = took > limit;
        if !is_sound || is_slow {
            let file =
                env::temp_dir().join(format!("headwater-fuzz-{}-{pages}.html", options.seed));
            let kept = fs::write(&file, &page);
            let fault = if is_sound { "slow" } else { "panic" };
            println!(
                "{fault} after {took:?}, {size} bytes: {} ({kept:?})",
                file.display()
            );
            return ExitCode::FAILURE;
        }
        slowest = slowest.max(took);
        pages += 1;
    }
    println!(
        "{pages} pages in {:?}, the slowest in {slowest:?}",
        start.elapsed()
    );
    ExitCode::SUCCESS
}

/// Whether a page is read soundly, and how long that takes.
fn timed(page: &[u8]) -> (bool, Duration) {
    let begun = Instant::now();
    let is_sound = catch_unwind(AssertUnwindSafe(|| read(page))).is_ok();
    (is_sound, begun.elapsed())
}

/// Reads a page in every way that a crawl does, and checks what comes of it.
fn read(page: &[u8]) {
    let url = CanonicalUrl::parse("http://ledger.test/2031/03/05/quay-closed").ok();
    for content_type in [Some("text/html"), None] {
        let input = Input {
            url: url.as_ref(),
            content_type,
            body: page,
            retrieved: None,
        };
        drop(parse::scan_links(&input));
        if let Ok(reading) = Reading::of(&input) {
            sound::assert_sound(&reading.document, "mutant");
        }
    }
}

struct Options {
    time: Duration,
    seed: u64,
}

impl Options {
    /// Reads `--seconds` and `--seed`; other arguments, such as those of cargo, are passed over.
    fn read() -> Self {
        let arguments: Vec<String> = env::args().collect();
        let value = |name: &str| -> Option<u64> {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1)?.parse().ok()
        };
        Self {
            time: Duration::from_secs(value("--seconds").unwrap_or(10)),
            seed: value("--seed").unwrap_or(1),
        }
    }
}

/// The pages that mutants are made of.
fn seeds(folder: &Path) -> Vec<Vec<u8>> {
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = folders
        .map(|entry| entry.path().join("source.html"))
        .collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths
        .iter()
        .filter_map(|path| fs::read(path).ok())
        .collect();
    seeds.push(PIECES.concat().into_bytes());
    seeds
}

/// Numbers by chance: xorshift64 (Marsaglia, 2003), never zero.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `limit`, zero if that is zero.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A range of `of`, mostly a short one.
    fn range(&mut self, of: &[u8]) -> std::ops::Range<usize> {
        let from = self.below(of.len() + 1);
        let longest = *self.one_of(&[4, 64, 1024, of.len()]);
        from..(from + self.below(longest + 1)).min(of.len())
    }
}

/// A page that chance has changed in one to eight places.
fn mutant(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut page = dice.one_of(seeds).clone();
    for _ in 0..=dice.below(8) {
        let range = dice.range(&page);
        match dice.below(7) {
            0 => drop(page.drain(range)),
            1 => {
                let from = dice.one_of(seeds);
                let piece = from[dice.range(from)].to_vec();
                drop(page.splice(range, piece));
            }
            2 => {
                let times = *dice.one_of(&[1, 2, 50, 5000]);
                let copies = page[range.clone()].repeat(times.min(MAX_BYTES / range.len().max(1)));
                drop(page.splice(range.end..range.end, copies));
            }
            3 if !page.is_empty() => {
                let at = dice.below(page.len());
                page[at] = u8::try_from(dice.below(256)).unwrap_or_default();
            }
            4 => page.truncate(range.end),
            5 => {
                let times = *dice.one_of(&[1, 10, 1000, 20_000]);
                let pieces: Vec<&str> = (0..=dice.below(3)).map(|_| *dice.one_of(PIECES)).collect();
                let copies = pieces.concat().repeat(times).into_bytes();
                drop(page.splice(range.start..range.start, copies));
            }
            _ => {
                let piece = dice.one_of(PIECES).as_bytes().to_vec();
                drop(page.splice(range.start..range.start, piece));
            }
        }
        page.truncate(MAX_BYTES);
    }
    page
}
