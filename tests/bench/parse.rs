//! How long a page takes to read: at three sizes, beside other readers, and for markup of one shape
//! up to ten megabytes, where the time must grow no faster than the size.

use std::fs;
use std::hint::black_box;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::MultiGzDecoder;
use headwater::parse::{self, Input};

/// A page of `paragraphs` paragraphs with a link in each, a menu and a box of related stories.
fn page(paragraphs: usize) -> String {
    let menu = "<li><a href='/section'>Section</a></li>".repeat(40);
    let text = "<p>The harbour board said on Monday that the <a href='http://board.test/survey'>survey</a> \
        had found cracks below the waterline, and that the quay would stay closed until the summer.</p>"
        .repeat(paragraphs);
    format!(
        "<html lang=en><head><title>Quay closed | Quay News</title></head><body><nav><ul>{menu}</ul></nav>\
         <article><h1>Quay closed</h1>{text}</article><div class=related><ul>{menu}</ul></div></body></html>"
    )
}

/// Reads a page; returns the bytes of its text.
fn read(html: &str) -> usize {
    let document = parse::document(black_box(&Input {
        url: None,
        content_type: Some("text/html"),
        body: html.as_bytes(),
        retrieved: None,
    }));
    document.map_or(0, |document| document.text.len())
}

fn parse_document(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse_document");
    for paragraphs in [10, 100, 1000] {
        let html = page(paragraphs);
        group.throughput(Throughput::Bytes(html.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(paragraphs),
            &html,
            |bencher, html| bencher.iter(|| read(html)),
        );
    }
    group.finish();
}

/// Markup of one shape: what stands before, what is repeated, and what stands after each.
const SHAPES: &[(&str, &str, &str, &str)] = &[
    (
        "paragraphs",
        "",
        "<p>A sentence of some length, which ends with a full stop.</p>\n",
        "",
    ),
    (
        "links",
        "",
        "<li><a href='/2031/03/05/a-story.html'>A link to some story or other</a></li>",
        "",
    ),
    ("nested", "", "<div class=box>", "</div>"),
    ("unclosed", "", "<p><b class=x><i>words <table><td>", ""),
    ("text", "", "words without any markup, ", ""),
    ("attributes", "<p ", "data-name='value' class=x ", ""),
    ("value", "<p class='", "name ", ""),
    (
        "tables",
        "",
        "<table><tr><th>Year<th>Count<tr><td>2031<td>17</table>",
        "",
    ),
    (
        "sentence",
        "<p>",
        "and <a href='http://a.test/b'>here</a> ",
        "",
    ),
    ("comments", "", "<!-- --><script>if (a < b) {}</script>", ""),
    (
        "headings",
        "",
        "<h2>Sources</h2><ul><li><a href=/a>One</a></ul>",
        "",
    ),
];

fn hostile_markup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile_markup");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_millis(500));
    for (name, before, piece, after) in SHAPES {
        for bytes in [100_000, 1_000_000, 10_000_000] {
            let times = bytes / (piece.len() + after.len());
            let html = [*before, &piece.repeat(times), &after.repeat(times)].concat();
            group.throughput(Throughput::Bytes(html.len() as u64));
            group.bench_with_input(BenchmarkId::new(*name, bytes), &html, |bencher, html| {
                bencher.iter(|| read(html));
            });
        }
    }
    group.finish();
}

/// The pages of the annotated corpora where they are beside the checkout, else those of the tests,
/// with their names.
fn stored_pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packs = root.join("../shared/eval/extraction");
    let files = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.sort();
        files
    };
    let mut pages: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for file in files(&packs)
        .iter()
        .flat_map(|pack| files(&pack.join("html")))
    {
        let mut page = Vec::new();
        let packed = fs::File::open(&file).map(MultiGzDecoder::new);
        if packed
            .and_then(|mut packed| packed.read_to_end(&mut page))
            .is_ok()
        {
            pages.push((file, page));
        }
    }
    if pages.is_empty() {
        let sources = files(&root.join("tests/pages"));
        let sources = sources.iter().map(|folder| folder.join("source.html"));
        pages.extend(sources.filter_map(|source| Some((source.clone(), fs::read(source).ok()?))));
    }
    let text = |(file, page): &(PathBuf, Vec<u8>)| {
        let name = file.strip_prefix(&packs).unwrap_or(file);
        let name = name.to_string_lossy().replace('/', " ");
        (name, String::from_utf8_lossy(page).into_owned())
    };
    pages.iter().map(text).collect()
}

/// Returns the `count` pages that take longest to read, by the least of five times.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn slowest(pages: &[(String, String)], count: usize) -> Vec<&(String, String)> {
    let mut times: Vec<(Duration, &(String, String))> = pages
        .iter()
        .map(|page| {
            let time = |_| {
                let start = Instant::now();
                black_box(read(&page.1));
                start.elapsed()
            };
            ((0..5).map(time).min().unwrap_or_default(), page)
        })
        .collect();
    times.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    times.iter().take(count).map(|(_, page)| *page).collect()
}

/// Every stored page in turn, read in full, beside the bare tree of `scraper` and the main text by
/// `dom_smoothie`: on a machine that does other work too, only the ratios tell anything.
fn stored(criterion: &mut Criterion) {
    let named = stored_pages();
    let pages: Vec<&str> = named.iter().map(|(_, page)| page.as_str()).collect();
    let mut group = criterion.benchmark_group("stored_pages");
    group.sample_size(10);
    group.throughput(Throughput::Elements(pages.len() as u64));
    group.bench_function("document", |bencher| {
        bencher.iter(|| pages.iter().map(|page| read(page)).sum::<usize>());
    });
    group.bench_function("scraper", |bencher| {
        let nodes = |page: &&str| scraper::Html::parse_document(page).tree.values().len();
        bencher.iter(|| pages.iter().map(nodes).sum::<usize>());
    });
    group.bench_function("dom_smoothie", |bencher| {
        let text = |page: &&str| {
            let article = dom_smoothie::Readability::new(*page, None, None)
                .and_then(|mut reader| reader.parse());
            article.map_or(0, |article| article.text_content.len())
        };
        bencher.iter(|| pages.iter().map(text).sum::<usize>());
    });
    group.finish();
}

/// The five stored pages that take longest, beside the bare tree of `scraper`.
fn slowest_pages(criterion: &mut Criterion) {
    let pages = stored_pages();
    let mut group = criterion.benchmark_group("slowest_pages");
    group.sample_size(20);
    for (name, page) in slowest(&pages, 5) {
        group.throughput(Throughput::Bytes(page.len() as u64));
        group.bench_with_input(BenchmarkId::new("document", name), page, |bencher, page| {
            bencher.iter(|| read(page));
        });
        group.bench_with_input(BenchmarkId::new("scraper", name), page, |bencher, page| {
            bencher.iter(|| scraper::Html::parse_document(page).tree.values().len());
        });
    }
    group.finish();
}

criterion_group!(
    benches,
    parse_document,
    hostile_markup,
    stored,
    slowest_pages
);
criterion_main!(benches);
