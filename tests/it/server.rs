//! A server on this machine that counts what it is asked for.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use headwater::crawl::CrawlSettings;

/// Answers one request: its path and how often it was asked for before.
type Answer = dyn Fn(&str, usize) -> Vec<u8> + Send + Sync;

/// A server that counts.
pub(crate) struct Server {
    /// Its address, without a slash at the end.
    pub(crate) address: String,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
    pub(crate) agents: Arc<Mutex<Vec<String>>>,
    /// Most requests that were under way at once.
    pub(crate) busiest: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&str, usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            asked: Arc::default(),
            agents: Arc::default(),
            busiest: Arc::default(),
        };
        let (asked, agents, busiest) = (
            Arc::clone(&server.asked),
            Arc::clone(&server.agents),
            Arc::clone(&server.busiest),
        );
        let answer: Arc<Answer> = Arc::new(answer);
        let busy = Arc::new(AtomicUsize::new(0));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, busy) = (Arc::clone(&answer), Arc::clone(&busy));
                let (asked, agents, busiest) = (
                    Arc::clone(&asked),
                    Arc::clone(&agents),
                    Arc::clone(&busiest),
                );
                thread::spawn(move || {
                    let Some((path, agent)) = request(&stream) else {
                        return;
                    };
                    busiest.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    agents.lock().unwrap().push(agent);
                    let before = {
                        let mut asked = asked.lock().unwrap();
                        let count = asked.entry(path.clone()).or_default();
                        *count += 1;
                        *count - 1
                    };
                    let bytes = answer(&path, before);
                    busy.fetch_sub(1, Ordering::SeqCst);
                    drop((&stream).write_all(&bytes));
                });
            }
        });
        server
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Returns how often each path was asked for.
    pub(crate) fn all_asked(&self) -> BTreeMap<String, usize> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn asked(&self, path: &str) -> usize {
        self.asked
            .lock()
            .unwrap()
            .get(path)
            .copied()
            .unwrap_or_default()
    }
}

/// An address on this machine at which nobody answers.
pub(crate) fn nobody() -> String {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/", closed.local_addr().unwrap())
}

/// Reads a request; returns its path and who asks.
fn request(stream: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let mut agent = String::new();
    for line in lines.map_while(Result::ok) {
        match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("user-agent") => {
                value.clone_into(&mut agent);
            }
            None if line.is_empty() => break,
            _ => {}
        }
    }
    Some((path, agent))
}

/// Writes a response.
pub(crate) fn reply(status: u16, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nConnection: close\r\n{fields}Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Settings that ask this machine, without pauses.
pub(crate) fn live() -> CrawlSettings {
    CrawlSettings {
        delay: Duration::ZERO,
        retry_pause: Duration::ZERO,
        allow_private: true,
        contact: "http://desk.test/".to_owned(),
        ..CrawlSettings::default()
    }
}
