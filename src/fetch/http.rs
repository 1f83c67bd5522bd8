//! Live HTTP.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Client, Response};

use super::address::{PrivateAddress, PublicResolver, is_private_by_name, proxy_hosts};
use super::politeness::HostGate;
use super::robots::MAX_REDIRECTS;
use super::{
    Fetch, FetchError, FetchOutcome, HostDelay, Page, RobotsAnswer, RobotsRules, robots_address,
    whole_seconds,
};
use crate::archive::{Headers, Message};
use crate::clock::Clock;
use crate::urls::{CanonicalUrl, HostKey};

/// The content codings that [`crate::archive::decode`] undoes.
const CODINGS: &str = "gzip, deflate, br, zstd";

/// The types that are asked for.
const TYPES: &str = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1";

/// How live requests are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// Who we say we are.
    pub user_agent: String,
    /// The least pause between two requests to one host.
    pub delay: Duration,
    /// How long one request may take, body and all.
    pub timeout: Duration,
    /// How long it may take to connect.
    pub connect_timeout: Duration,
    /// Most bytes of a body as sent.
    pub max_body_bytes: u64,
    /// Whether private addresses are asked too.
    pub allow_private: bool,
}

/// Asks the web. A proxy of the environment is honoured; certificates are verified.
#[derive(Clone)]
pub struct HttpFetch {
    client: Client,
    gate: Arc<HostGate>,
    clock: Arc<dyn Clock>,
    max_body_bytes: u64,
    allow_private: bool,
}

impl std::fmt::Debug for HttpFetch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpFetch").finish_non_exhaustive()
    }
}

impl HttpFetch {
    /// Sets the client up.
    ///
    /// # Errors
    ///
    /// Fails if the machine has no certificates to verify others by, or a setting is no header.
    pub fn new(settings: &HttpSettings, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        // Another part of the process may have installed a provider already: any will do.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(TYPES));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(CODINGS));
        let mut builder = Client::builder()
            .user_agent(&settings.user_agent)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(settings.timeout)
            .connect_timeout(settings.connect_timeout)
            .pool_max_idle_per_host(1);
        if !settings.allow_private {
            builder = builder.dns_resolver(Arc::new(PublicResolver {
                trusted: proxy_hosts(),
            }));
        }
        Ok(Self {
            client: builder.build().map_err(FetchError::Client)?,
            gate: Arc::new(HostGate::new(HostDelay::new(settings.delay, None))),
            clock,
            max_body_bytes: settings.max_body_bytes,
            allow_private: settings.allow_private,
        })
    }

    /// Asks `host` for its robots.txt, and keeps the delay that it asks for from then on.
    pub async fn robots(&self, host: &HostKey) -> RobotsAnswer {
        let mut pages = Vec::new();
        let mut last = FetchOutcome::failed("error: no robots.txt of a local file", false);
        let mut next = robots_address(host).ok();
        for _ in 0..=MAX_REDIRECTS {
            let Some(url) = next.take() else { break };
            last = self.fetch(&url).await;
            pages.extend(last.page().cloned());
            if let FetchOutcome::Redirected { to, .. } = &last {
                next = Some(to.clone());
            }
        }
        let rules = RobotsRules::of(&last);
        self.gate.set_delay(host, rules.crawl_delay());
        RobotsAnswer { rules, pages, last }
    }

    async fn read(&self, url: &CanonicalUrl, response: Response) -> FetchOutcome {
        let status = response.status().as_u16();
        let mut headers = Headers::default();
        for (name, value) in response.headers() {
            headers.push(name.as_str(), value.as_bytes());
        }
        let is_media = headers.get("content-type").is_some_and(is_media);
        let fetched_at = whole_seconds(self.clock.now());
        let page = |body| Page {
            url: url.clone(),
            message: Message {
                status,
                headers,
                body,
            },
            fetched_at,
        };
        if is_media {
            return FetchOutcome::Failed {
                reason: "not-text".to_owned(),
                transient: false,
                retry_after: None,
                page: Some(page(Vec::new())),
            };
        }
        match self.body(response).await {
            Ok(Some(body)) => FetchOutcome::of(page(body), fetched_at),
            Ok(None) => FetchOutcome::failed("too-large", false),
            Err(error) => outcome_of(&error),
        }
    }

    /// Reads the body as it streams; `None` once it is too long.
    async fn body(&self, mut response: Response) -> Result<Option<Vec<u8>>, reqwest::Error> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() as u64 + chunk.len() as u64 > self.max_body_bytes {
                return Ok(None);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Some(body))
    }
}

impl Fetch for HttpFetch {
    async fn fetch(&self, url: &CanonicalUrl) -> FetchOutcome {
        if url.is_local() || (!self.allow_private && is_private_by_name(url)) {
            return FetchOutcome::Skipped { reason: "blocked" };
        }
        self.gate.pass(&HostKey::of(url)).await;
        match self.client.get(url.as_url().clone()).send().await {
            Ok(response) => self.read(url, response).await,
            Err(error) => outcome_of(&error),
        }
    }
}

/// Returns whether a type is of pictures, sounds and the like, which are not read at all.
fn is_media(content_type: &str) -> bool {
    let kind = content_type.trim().to_ascii_lowercase();
    ["image/", "audio/", "video/", "font/"]
        .iter()
        .any(|prefix| kind.starts_with(prefix))
}

fn outcome_of(error: &reqwest::Error) -> FetchOutcome {
    let mut cause: &dyn std::error::Error = error;
    loop {
        if cause.is::<PrivateAddress>() {
            return FetchOutcome::Skipped { reason: "blocked" };
        }
        match cause.source() {
            Some(deeper) => cause = deeper,
            None => break,
        }
    }
    if error.is_timeout() {
        return FetchOutcome::failed("timeout", true);
    }
    FetchOutcome::failed(format!("error: {cause}"), !error.is_builder())
}
