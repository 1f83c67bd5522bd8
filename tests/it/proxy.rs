//! A forward proxy on loopback that answers every host from an archive, so that a crawl over real
//! sockets can be tested without a name server.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use headwater::archive::{ArchiveIndex, Message};
use headwater::urls::CanonicalUrl;

/// Starts the proxy and returns its address; it ends with the test.
pub(crate) fn serve(archive: &Path) -> String {
    let index = Arc::new(ArchiveIndex::open(&[archive.to_owned()]).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let index = Arc::clone(&index);
            thread::spawn(move || answer(&stream, &index));
        }
    });
    address
}

/// Answers one request and closes the connection.
fn answer(mut stream: &TcpStream, index: &ArchiveIndex) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    let ended = lines.any(|line| line.is_empty());
    let url = request
        .split(' ')
        .nth(1)
        .and_then(|url| CanonicalUrl::parse(url).ok());
    let capture = url
        .filter(|_| ended)
        .and_then(|url| index.read(&url, u64::MAX).unwrap());
    let message = capture.map_or_else(
        || Message {
            status: 404,
            headers: headwater::archive::Headers::default(),
            body: b"not found".to_vec(),
        },
        |capture| capture.message,
    );
    let sent = |name: &str| !name.eq_ignore_ascii_case("content-length");
    let fields: Vec<String> = message
        .headers
        .iter()
        .filter(|(name, _)| sent(name))
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let response = format!(
        "HTTP/1.1 {} X\r\nConnection: close\r\n{}Content-Length: {}\r\n\r\n",
        message.status,
        fields.concat(),
        message.body.len()
    );
    // The client may be gone; the test will say so.
    let _sent = stream
        .write_all(response.as_bytes())
        .and_then(|()| stream.write_all(&message.body));
}
