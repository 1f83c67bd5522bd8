//! The yardstick of `crawl.py`: the crawler that one writes by hand in an hour. One queue, one task
//! a page, parsed in place; no robots.txt, no pause, no retry, nothing kept but the links.
//!
//! ```text
//! handloop SEED SUFFIX CONCURRENCY     follows every link to hosts whose names end in SUFFIX
//! ```

#![expect(clippy::print_stdout, reason = "a program of its own")]

use std::collections::BTreeSet;
use std::sync::Arc;

use scraper::{Html, Selector};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

/// Returns where the page at `url` leads; nothing if it cannot be had.
async fn links(client: &reqwest::Client, url: &Url) -> Option<Vec<Url>> {
    let response = client.get(url.clone()).send().await.ok()?;
    if !response.status().is_success() {
        return None;
    }
    let body = response.bytes().await.ok()?;
    let html = Html::parse_document(&String::from_utf8_lossy(&body));
    let anchors = Selector::parse("a[href]").ok()?;
    let found = html.select(&anchors).filter_map(|anchor| {
        let mut to = url.join(anchor.value().attr("href")?).ok()?;
        to.set_fragment(None);
        Some(to)
    });
    Some(found.collect())
}

async fn crawl(seed: Url, suffix: &str, concurrency: usize) -> (usize, usize) {
    let client = reqwest::Client::new();
    let room = Arc::new(Semaphore::new(concurrency));
    let mut known = BTreeSet::from([seed.clone()]);
    let mut edges: Vec<(Url, Url)> = Vec::new();
    let mut tasks = JoinSet::new();
    let mut pages = 0;
    let spawn = |tasks: &mut JoinSet<_>, url: Url| {
        let (client, room) = (client.clone(), Arc::clone(&room));
        tasks.spawn(async move {
            let _place = room.acquire_owned().await;
            let found = links(&client, &url).await;
            (url, found)
        });
    };
    spawn(&mut tasks, seed);
    while let Some(done) = tasks.join_next().await {
        let Ok((from, Some(found))) = done else {
            continue;
        };
        pages += 1;
        for to in found {
            if to.host_str().is_some_and(|host| host.ends_with(suffix)) && known.insert(to.clone())
            {
                spawn(&mut tasks, to.clone());
            }
            edges.push((from.clone(), to));
        }
    }
    (pages, edges.len())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [seed, suffix, concurrency] = arguments.as_slice() else {
        println!("handloop SEED SUFFIX CONCURRENCY (crawl.py starts it)");
        return;
    };
    let (Ok(seed), Ok(concurrency)) = (Url::parse(seed), concurrency.parse()) else {
        println!("no such seed or number");
        return;
    };
    // Another part of the process may have installed a provider already: any will do.
    drop(rustls::crypto::ring::default_provider().install_default());
    let Ok(runtime) = tokio::runtime::Runtime::new() else {
        println!("no threads to be had");
        return;
    };
    let (pages, edges) = runtime.block_on(crawl(seed, suffix, concurrency));
    println!("{pages} pages, {edges} links");
}
