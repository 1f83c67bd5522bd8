//! Live HTTP.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Client, Response};

use super::address::{
    Lookup, PrivateAddress, PublicResolver, is_private_by_name, proxy_hosts, system_lookup,
};
use super::politeness::{HostGate, after};
use super::robots::{MAX_REDIRECTS, MAX_SENT_BYTES};
use super::{
    Fetch, FetchError, FetchOutcome, Page, RobotsAnswer, RobotsRules, accept_datetime,
    product_token, robots_address, whole_seconds,
};
use crate::archive::{Exchange, Headers, Message, Truncation};
use crate::clock::{Clock, Timestamp};
use crate::urls::{CanonicalUrl, HostKey};

/// The content codings that [`crate::archive::decode`] undoes.
const CODINGS: &str = "gzip, deflate, br, zstd";

/// The types that are asked for.
const TYPES: &str =
    "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.1";

/// The field that names the moment of a capture (RFC 7089, section 2.1.1).
const ACCEPT_DATETIME: &str = "accept-datetime";

/// How live requests are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// Who we say we are; the groups of a robots.txt call us by its [`product_token`].
    pub user_agent: String,
    /// The least pause between two requests to one host.
    pub delay: Duration,
    /// Most requests to one host at a time, at least one.
    pub per_host: usize,
    /// How long one request may take, body and all.
    pub timeout: Duration,
    /// How long it may take to connect.
    pub connect_timeout: Duration,
    /// How long it may take from asking until the head of the answer is here.
    pub first_byte_timeout: Duration,
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
    token: Arc<str>,
    settings: Arc<HttpSettings>,
    /// Whether a proxy of the environment may stand between us and the servers.
    has_proxy: bool,
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
    /// Fails if the machine has no certificates to verify others by, or the user agent cannot be
    /// sent.
    pub fn new(settings: &HttpSettings, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        Self::with_lookup(settings, clock, system_lookup())
    }

    /// Sets the client up with a way of its own to find the addresses of a name.
    ///
    /// # Errors
    ///
    /// As [`HttpFetch::new`].
    pub fn with_lookup(
        settings: &HttpSettings,
        clock: Arc<dyn Clock>,
        lookup: Lookup,
    ) -> Result<Self, FetchError> {
        check_user_agent(&settings.user_agent)?;
        // Another part of the process may have installed a provider already: any will do.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(TYPES));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(CODINGS));
        let proxies = proxy_hosts();
        let has_proxy = !proxies.is_empty();
        let mut builder = Client::builder()
            .user_agent(&settings.user_agent)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(settings.timeout)
            .connect_timeout(settings.connect_timeout)
            .pool_max_idle_per_host(settings.per_host.max(1));
        if !settings.allow_private {
            let trusted = proxies;
            builder = builder.dns_resolver(Arc::new(PublicResolver { lookup, trusted }));
        }
        Ok(Self {
            client: builder.build().map_err(FetchError::Client)?,
            gate: Arc::new(HostGate::new(
                settings.delay,
                settings.per_host,
                Arc::clone(&clock),
            )),
            clock,
            token: product_token(&settings.user_agent).into(),
            settings: Arc::new(settings.clone()),
            has_proxy,
        })
    }

    /// Returns what is archived of a request and of who answered it.
    fn exchange(&self, url: &CanonicalUrl, moment: Option<&str>, response: &Response) -> Exchange {
        let server = response.remote_addr().map(|address| address.ip());
        Exchange {
            request: Some(request_head(url, moment, &self.settings.user_agent)),
            server: server.filter(|_| !self.has_proxy),
            truncated: None,
        }
    }

    /// Asks `host` for its robots.txt, and keeps the delay that it asks for from then on.
    pub async fn robots(&self, host: &HostKey) -> RobotsAnswer {
        let mut pages = Vec::new();
        let mut last = FetchOutcome::failed("error: no robots.txt of a local file", false);
        let mut next = robots_address(host).ok();
        for _ in 0..=MAX_REDIRECTS {
            let Some(url) = next.take() else { break };
            last = self.ask(&url, Room::Cut(MAX_SENT_BYTES), None).await;
            pages.extend(last.page().cloned());
            if let FetchOutcome::Redirected { to, .. } = &last {
                next = Some(to.clone());
            }
        }
        let rules = RobotsRules::of(&last, &self.token);
        self.keep_delay(host, rules.crawl_delay());
        RobotsAnswer { rules, pages, last }
    }

    /// Keeps the `Crawl-delay` of `host`, in seconds, from now on.
    pub fn keep_delay(&self, host: &HostKey, crawl_delay: Option<f32>) {
        self.gate.set_delay(host, crawl_delay);
    }

    /// Asks nothing of `host` before `moment`, as it wished.
    pub fn leave_alone(&self, host: &HostKey, moment: Timestamp) {
        self.gate.close(host, moment);
    }

    /// Returns until when `host` asks to be left alone, if that is longer than
    /// [`super::MAX_RETRY_AFTER`], so that nobody waits for it.
    #[must_use]
    pub fn left_alone_until(&self, host: &HostKey) -> Option<Timestamp> {
        self.gate.closed_until(host)
    }

    /// Asks for the capture that is nearest to `moment`, once, when the host may be asked.
    pub async fn fetch_capture(&self, url: &CanonicalUrl, moment: Timestamp) -> FetchOutcome {
        let room = Room::Whole(self.settings.max_body_bytes);
        self.ask(url, room, Some(&accept_datetime(moment))).await
    }

    /// Asks for `url` once, when its host may be asked.
    async fn ask(&self, url: &CanonicalUrl, room: Room, moment: Option<&str>) -> FetchOutcome {
        if url.is_local() || (!self.settings.allow_private && is_private_by_name(url)) {
            return FetchOutcome::private_address();
        }
        let host = HostKey::of(url);
        let turn = match self.gate.pass(&host).await {
            Ok(turn) => turn,
            Err(until) => return FetchOutcome::left_alone(until),
        };
        let mut request = self.client.get(url.to_url());
        if let Some(moment) = moment {
            request = request.header(ACCEPT_DATETIME, moment);
        }
        let answer = tokio::time::timeout(self.settings.first_byte_timeout, request.send());
        let outcome = match answer.await {
            Ok(Ok(response)) => {
                let exchange = self.exchange(url, moment, &response);
                self.read(url, response, room, exchange).await
            }
            Ok(Err(error)) => self.outcome_of(&error),
            Err(_) => timed_out("no answer", self.settings.first_byte_timeout),
        };
        if let Some(pause) = outcome.retry_after() {
            self.leave_alone(&host, after(self.clock.now(), pause));
        }
        drop(turn);
        outcome
    }

    async fn read(
        &self,
        url: &CanonicalUrl,
        response: Response,
        room: Room,
        mut exchange: Exchange,
    ) -> FetchOutcome {
        let status = response.status().as_u16();
        let mut headers = Headers::default();
        for (name, value) in response.headers() {
            headers.push(name.as_str(), value.as_bytes());
        }
        let is_page = matches!(room, Room::Whole(_));
        let is_media = is_page && headers.get("content-type").is_some_and(is_media);
        let fetched_at = whole_seconds(self.clock.now());
        let page = |body, truncated| {
            exchange.truncated = truncated;
            Page {
                url: url.clone(),
                message: Message {
                    status,
                    headers,
                    body,
                },
                fetched_at,
                exchange,
            }
        };
        if is_media {
            let page = page(Vec::new(), Some(Truncation::Unspecified));
            return FetchOutcome::Failed {
                reason: "not-text".to_owned(),
                detail: page.content_type().map(str::to_owned),
                transient: false,
                retry_after: None,
                page: Some(page),
            };
        }
        match body(response, room).await {
            Ok(Some((body, truncated))) => FetchOutcome::of(page(body, truncated), fetched_at),
            Ok(None) => FetchOutcome::too_large(self.settings.max_body_bytes),
            Err(error) => self.outcome_of(&error),
        }
    }

    fn outcome_of(&self, error: &reqwest::Error) -> FetchOutcome {
        if has_cause::<PrivateAddress>(error) {
            return FetchOutcome::private_address();
        }
        if error.is_timeout() && error.is_connect() {
            return timed_out("no connection", self.settings.connect_timeout);
        }
        if error.is_timeout() {
            return timed_out("not complete", self.settings.timeout);
        }
        let is_tls = has_cause::<rustls::Error>(error);
        let last = causes(error).last().map(ToString::to_string);
        FetchOutcome::failed(
            format!("error: {}", last.unwrap_or_default()),
            // A certificate that is not believed will not be the next moment either.
            !error.is_builder() && !is_tls,
        )
    }
}

impl Fetch for HttpFetch {
    async fn fetch(&self, url: &CanonicalUrl) -> FetchOutcome {
        let room = Room::Whole(self.settings.max_body_bytes);
        self.ask(url, room, None).await
    }
}

/// How many bytes of a body are taken.
#[derive(Debug, Clone, Copy)]
enum Room {
    /// So many at most; a longer body is given up.
    Whole(u64),
    /// The first so many.
    Cut(u64),
}

/// Reads a body as it streams, and tells whether it was cut; `None` once it is too long.
async fn body(
    mut response: Response,
    room: Room,
) -> Result<Option<(Vec<u8>, Option<Truncation>)>, reqwest::Error> {
    let mut body = Vec::new();
    let (Room::Whole(limit) | Room::Cut(limit)) = room;
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() as u64 > limit {
            body.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            return Ok(match room {
                Room::Whole(_) => None,
                Room::Cut(_) => Some((body, Some(Truncation::Length))),
            });
        }
    }
    Ok(Some((body, None)))
}

/// Checks that a user agent can be sent as a header field: visible ASCII characters and spaces
/// (RFC 9110, section 5.5), of which at least one is no space.
///
/// # Errors
///
/// Fails if it cannot.
pub fn check_user_agent(user_agent: &str) -> Result<(), FetchError> {
    let is_sendable = |c: char| c.is_ascii_graphic() || c == ' ';
    if user_agent.chars().all(is_sendable) && !user_agent.trim().is_empty() {
        Ok(())
    } else {
        Err(FetchError::UserAgent(user_agent.escape_debug().to_string()))
    }
}

/// Returns the head of a request as it is sent over HTTP/1.1.
fn request_head(url: &CanonicalUrl, moment: Option<&str>, user_agent: &str) -> String {
    let host = url.authority();
    let path = url.as_str().strip_prefix(url.origin()).unwrap_or("/");
    let moment = moment.map(|moment| format!("{ACCEPT_DATETIME}: {moment}\r\n"));
    format!(
        "GET {path} HTTP/1.1\r\n{}accept: {TYPES}\r\nuser-agent: {user_agent}\r\n\
         accept-encoding: {CODINGS}\r\nhost: {host}\r\n\r\n",
        moment.unwrap_or_default()
    )
}

/// Returns whether a type is of pictures, sounds and the like, which are not read at all.
fn is_media(content_type: &str) -> bool {
    let kind = content_type.trim().to_ascii_lowercase();
    ["image/", "audio/", "video/", "font/"]
        .iter()
        .any(|prefix| kind.starts_with(prefix))
}

/// Makes the outcome of a request that gave `what` within `limit`.
fn timed_out(what: &str, limit: Duration) -> FetchOutcome {
    FetchOutcome::failed("timeout", true)
        .because(format!("{what} within {} s", limit.as_secs_f64()))
}

fn has_cause<T: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(<dyn Error + 'static>::is::<T>)
}

/// Returns an error and all its causes, outermost first. What an [`io::Error`] was made from is
/// one of them, though it is not its `source`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let inner = error
            .downcast_ref::<io::Error>()
            .and_then(|error| Some(error.get_ref()? as &(dyn Error + 'static)));
        inner.or_else(|| error.source())
    })
}
