//! Passwords stay with us, and servers must prove who they are.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use std::thread;

use assert_cmd::Command;
use flate2::read::MultiGzDecoder;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tempfile::tempdir;

use crate::hostile::Hostile;

/// A password that must be nowhere.
const SECRET: &str = "s3cr3tm4rk";

/// Traces `seeds` into `dir`, with as many logs as there are.
fn trace(
    seeds: &[&str],
    dir: &Path,
    args: &[&str],
    proxy: Option<&str>,
    roots: Option<&Path>,
) -> Output {
    let mut command = Command::cargo_bin("headwater").unwrap();
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env_remove(name);
    }
    if let Some(proxy) = proxy {
        command.env("http_proxy", proxy);
    }
    if let Some(roots) = roots {
        command.env("SSL_CERT_FILE", roots);
    }
    command
        .args(["trace", "-vvv", "--delay", "0", "--output"])
        .arg(dir)
        .args(args)
        .args(seeds)
        .output()
        .unwrap()
}

/// Everything that a run left and said, archives unpacked.
fn traces_of(dir: &Path, output: &Output) -> Vec<(String, Vec<u8>)> {
    let mut left = vec![
        ("stdout".to_owned(), output.stdout.clone()),
        ("stderr".to_owned(), output.stderr.clone()),
    ];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "gz") {
            let packed = std::mem::take(&mut bytes);
            MultiGzDecoder::new(packed.as_slice())
                .read_to_end(&mut bytes)
                .unwrap();
        }
        left.push((path.display().to_string(), bytes));
    }
    left
}

fn outcome_of<'a>(trace: &'a Value, url: &str) -> (&'a str, &'a str) {
    let documents = trace["documents"].as_array().unwrap();
    let document = documents.iter().find(|document| document["url"] == url);
    let document = document.unwrap_or_else(|| panic!("{url} in {documents:?}"));
    (
        document["reason"].as_str().unwrap_or_default(),
        document["detail"].as_str().unwrap_or_default(),
    )
}

fn json(dir: &Path) -> Value {
    crate::cli::result(dir)
}

/// A proxy that answers for every host, and whose pages lead to private addresses.
fn proxy() -> Hostile {
    Hostile::start(|path, stream| {
        if path.ends_with("/robots.txt") {
            return stream
                .write_all(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        let to = match path {
            "http://news.test/metadata" => "http://169.254.169.254/latest/meta-data/",
            "http://news.test/mapped" => "http://[::ffff:10.0.0.1]/",
            "http://news.test/number" => "http://2130706433/",
            "http://news.test/name" => "http://localhost/",
            "http://news.test/secret" => "http://me:s3cr3tm4rk@news.test/moved",
            _ => "",
        };
        let body = "<html><body><p>The harbour office said on Friday that the \
            <a href='http://me:s3cr3tm4rk@other.test/report'>north pier</a> was closed, and the \
            <a href='ftp://me:s3cr3tm4rk@files.test/list.txt'>list</a> names who was there.</p>";
        let (status, field) = if to.is_empty() {
            (200, String::new())
        } else {
            (302, format!("Location: {to}\r\n"))
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nConnection: close\r\n{field}Content-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())
    })
}

#[test]
fn redirects_to_private_addresses_are_refused_behind_a_proxy_too() {
    let (server, dir) = (proxy(), tempdir().unwrap());
    let seeds =
        ["metadata", "mapped", "number", "name"].map(|path| format!("http://news.test/{path}"));
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let output = trace(&seeds, dir.path(), &[], Some(&server.at("")), None);
    assert_eq!(output.status.code(), Some(1), "nothing could be read");
    let trace = json(dir.path());
    for url in [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:a00:1]/",
        "http://127.0.0.1/",
        "http://localhost/",
    ] {
        assert_eq!(
            outcome_of(&trace, url),
            ("blocked", "private address"),
            "{url}"
        );
    }
}

#[test]
fn passwords_are_nowhere_in_what_a_run_leaves_and_says() {
    let (server, dir) = (proxy(), tempdir().unwrap());
    let proxy = server
        .at("")
        .replace("http://", &format!("http://agent:{SECRET}@"));
    let seeds = [
        format!("http://me:{SECRET}@news.test/story"),
        format!("http://{SECRET}@news.test/secret"),
    ];
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let output = trace(&seeds, dir.path(), &["--depth", "1"], Some(&proxy), None);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for (name, bytes) in traces_of(dir.path(), &output) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // What a server sent is archived as it came; what is ours stands in these lines.
        let is_ours = |line: &&str| {
            let begins = ["WARC-", "GET ", "Host:", "headwater-"];
            !name.contains("warc") || begins.iter().any(|begin| line.starts_with(begin))
        };
        let text: String = text.lines().filter(is_ours).collect();
        let at = text.find(SECRET);
        let around = at.and_then(|at| text.get(at.saturating_sub(80)..at + 40));
        assert_eq!(around, None, "{name}");
    }
    for arg in [
        format!("ftp://me:{SECRET}@a.test/x"),
        format!("http://me:{SECRET}@[bad/"),
    ] {
        let output = trace(&[&arg], dir.path(), &[], None, None);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains(SECRET), "{said}");
    }
}

/// A server that speaks TLS with the certificate of the tests; returns its port.
fn tls_server() -> u16 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let certificate = CertificateDer::from_pem_file(folder.join("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            thread::spawn(move || {
                let mut connection = rustls::ServerConnection::new(config).unwrap();
                let mut tls = rustls::Stream::new(&mut connection, &mut stream);
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") {
                    // A client that does not believe us hangs up.
                    if tls.read_exact(&mut byte).is_err() {
                        return;
                    }
                    head.extend_from_slice(&byte);
                }
                let body = "<html><p>The pier was closed on Friday, the harbour office said.</p>";
                let _sent = write!(
                    tls,
                    "HTTP/1.1 200 X\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                tls.conn.send_close_notify();
                let _flushed = tls.flush();
            });
        }
    });
    port
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_an_error() {
    let port = tls_server();
    let url = format!("https://127.0.0.1:{port}/");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls/root.pem");
    let (unknown, known) = (tempdir().unwrap(), tempdir().unwrap());
    let args = ["--allow-private"];
    let output = trace(&[&url], unknown.path(), &args, None, None);
    assert_eq!(output.status.code(), Some(1));
    let left = json(unknown.path());
    let (reason, _) = outcome_of(&left, &url);
    assert!(
        reason.starts_with("error: ") && reason.contains("certificate"),
        "{reason}"
    );
    let output = trace(&[&url], known.path(), &args, None, Some(&root));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(outcome_of(&json(known.path()), &url), ("", ""));
}
