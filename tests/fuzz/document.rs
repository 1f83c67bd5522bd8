//! A fuzz target that needs no nightly compiler: pages of `tests/pages` are changed by chance, and
//! what is read of each must be sound, without a panic and in time that its size accounts for. Every
//! third is a plain text instead, in which attributions are read in every language.
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
use std::{env, fmt, fs};

use headwater::cite;
use headwater::corpus::Reading;
use headwater::parse::{self, Document, Input};
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

/// Texts that tell who said what, by language.
const TEXTS: &[(&str, &str)] = &[
    (
        "en",
        "“We don't discuss it,” said Ann Lee, a spokeswoman for the ministry. “Ask them,” she \
        added.\n\nAccording to two officials, who spoke on condition of anonymity, the ferry — seen \
        by the Harbor Ledger (via Radio Tolvia) — sailed at night. LEE: It did.",
    ),
    (
        "de",
        "„Das stimmt nicht“, sagte Anna Berg, Sprecherin des Ministeriums. Laut zwei Beamten, die \
        nicht genannt werden wollten, fuhr die Fähre nachts. Er fügte hinzu, dass sie leer war.",
    ),
    (
        "es",
        "«No es cierto», dijo Ana Ruiz, portavoz del ministerio. Según dos funcionarios, el barco \
        zarpó de noche. La alcaldesa aseguró que el puerto está cerrado.",
    ),
    (
        "fr",
        "« C’est faux », a déclaré Marie Dupont. Selon deux responsables, le ferry est parti de \
        nuit. Elle a ajouté que personne n’était à bord.",
    ),
    (
        "it",
        "«Non è vero», ha detto Anna Rossi. Secondo due funzionari, il traghetto è partito di notte. \
        Il sindaco ha aggiunto che il porto è chiuso.",
    ),
    (
        "pt",
        "“Não é verdade”, disse Ana Silva. Segundo duas autoridades, a balsa partiu à noite. O \
        prefeito afirmou que o porto está fechado.",
    ),
    (
        "ru",
        "«Это неправда», — сказал Иван Петров. По словам двух чиновников, паром вышел ночью. \
        Министерство сообщило, что порт закрыт. Как пишет «Гавань», он был пуст.",
    ),
    (
        "uk",
        "«Це неправда», — сказав Іван Петренко. За словами двох посадовців, пором вийшов уночі. \
        Міністерство повідомило, що порт закрито.",
    ),
    (
        "ja",
        "外務省の報道官は「事実ではない」と述べた。関係者によると、船は夜に出港した。",
    ),
    (
        "ko",
        "김 대변인은 “사실이 아니다”라고 말했다. 관계자에 따르면 배는 밤에 떠났다.",
    ),
    (
        "zh",
        "外交部发言人毛宁说：“这不是事实。”据两名官员称，渡轮夜间启航。港口报报道，船上无人。",
    ),
];

fn main() -> ExitCode {
    let options = Options::read();
    let seeds = Seeds::read();
    let mut dice = Dice(options.seed | 1);
    let start = Instant::now();
    let (mut pages, mut slowest) = (0_u64, Duration::ZERO);
    let mut most = (0.0_f64, 0, Kind::Page);
    while start.elapsed() < options.time {
        let kind = if pages % 3 == 2 {
            Kind::Text
        } else {
            Kind::Page
        };
        let page = mutant(seeds.of(kind), &mut dice);
        let size = u32::try_from(page.len()).unwrap_or(u32::MAX);
        let limit = LEAST_TIME + TIME_PER_BYTE * size;
        let (mut is_sound, mut took) = timed(kind, &page);
        // A machine that does other work too may hold up one try, not each.
        for _ in 1..TRIES {
            if is_sound && took > limit {
                (is_sound, took) = timed(kind, &page);
            }
        }
        let is_slow = took > limit;
        if !is_sound || is_slow {
            let file =
                env::temp_dir().join(format!("headwater-fuzz-{}-{pages}.{kind}", options.seed));
            let kept = fs::write(&file, &page);
            let fault = if is_sound { "slow" } else { "panic" };
            println!(
                "{fault} after {took:?}, {size} bytes: {} ({kept:?})",
                file.display()
            );
            return ExitCode::FAILURE;
        }
        slowest = slowest.max(took);
        let share = took.div_duration_f64(limit);
        if share > most.0 {
            most = (share, pages, kind);
            if let Some(file) = &options.keep {
                drop(fs::write(file, &page));
            }
        }
        pages += 1;
    }
    println!(
        "{pages} pages in {:?}, the slowest in {slowest:?}, none over {:.0} % of its limit (number \
        {}, {})",
        start.elapsed(),
        (most.0 * 100.0).ceil(),
        most.1,
        most.2
    );
    ExitCode::SUCCESS
}

/// What a mutant is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Page,
    Text,
}

impl fmt::Display for Kind {
    /// The ending of a file of this kind.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Page => "html",
            Self::Text => "txt",
        })
    }
}

/// A clock of the time that this thread has had a processor, where the system tells it (Linux:
/// proc(5), schedstat), so that what else a machine does counts little; else of the time of day.
struct Stopwatch(Instant, Option<Duration>);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now(), Self::processor())
    }

    fn processor() -> Option<Duration> {
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanoseconds = told.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    }

    fn elapsed(&self) -> Duration {
        match (self.1, Self::processor()) {
            (Some(begun), Some(now)) => now.saturating_sub(begun),
            _ => self.0.elapsed(),
        }
    }
}

/// Whether a page or a text is read soundly, and how long that takes; of a text each language is
/// one reading.
fn timed(kind: Kind, page: &[u8]) -> (bool, Duration) {
    let begun = Stopwatch::start();
    match kind {
        Kind::Page => {
            let is_sound = catch_unwind(AssertUnwindSafe(|| read(page))).is_ok();
            (is_sound, begun.elapsed())
        }
        Kind::Text => {
            let slowest = catch_unwind(AssertUnwindSafe(|| read_text(page)));
            (slowest.is_ok(), slowest.unwrap_or_default())
        }
    }
}

/// Reads the attributions of a text in each language, and returns the time of the slowest.
fn read_text(text: &[u8]) -> Duration {
    let input = Input {
        url: None,
        content_type: Some("text/plain; charset=utf-8"),
        body: text,
        retrieved: None,
    };
    let Ok(mut document) = parse::document(&input) else {
        return Duration::ZERO;
    };
    let mut slowest = Duration::ZERO;
    for (language, _) in TEXTS {
        document.language = Some((*language).to_owned());
        let begun = Stopwatch::start();
        assert_cut(&document);
        slowest = slowest.max(begun.elapsed());
    }
    slowest
}

/// Panics if an attribution of the document does not stand in its text.
fn assert_cut(document: &Document) {
    for found in cite::attributions(document) {
        let source = found
            .source
            .iter()
            .flat_map(|source| [source.span, source.head]);
        for span in source.chain([found.cue]).chain(found.content) {
            assert!(
                document.text.get(span.start..span.end).is_some(),
                "{span:?}"
            );
        }
    }
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
    /// Where the slowest is kept.
    keep: Option<String>,
}

impl Options {
    /// Reads `--seconds`, `--seed` and `--keep FILE`; other arguments, such as those of cargo, are
    /// passed over.
    fn read() -> Self {
        let arguments: Vec<String> = env::args().collect();
        let text = |name: &str| {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1)
        };
        let number = |name: &str| -> Option<u64> { text(name)?.parse().ok() };
        Self {
            time: Duration::from_secs(number("--seconds").unwrap_or(10)),
            seed: number("--seed").unwrap_or(1),
            keep: text("--keep").cloned(),
        }
    }
}

/// What mutants are made of.
struct Seeds {
    pages: Vec<Vec<u8>>,
    texts: Vec<Vec<u8>>,
}

impl Seeds {
    fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
        let folders = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = folders
            .map(|entry| entry.path().join("source.html"))
            .collect();
        paths.sort();
        let mut pages: Vec<Vec<u8>> = paths
            .iter()
            .filter_map(|path| fs::read(path).ok())
            .collect();
        pages.push(PIECES.concat().into_bytes());
        let texts = TEXTS.iter().map(|(_, text)| text.as_bytes().to_vec());
        Self {
            pages,
            texts: texts.collect(),
        }
    }

    fn of(&self, kind: Kind) -> &[Vec<u8>] {
        match kind {
            Kind::Page => &self.pages,
            Kind::Text => &self.texts,
        }
    }
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
