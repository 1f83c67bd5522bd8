//! What the hosts that answer live let us ask for, as far as is known.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::after;
use super::visit::unread;
use crate::corpus::Outcome;
use crate::fetch::{
    FetchOutcome, ROBOTS_FAULT_LIFETIME, ROBOTS_LIFETIME, RetryPolicy, RobotsAnswer, RobotsRules,
};
use crate::store::RobotsNote;
use crate::urls::{CanonicalUrl, HostKey};

/// Whether an address may be asked for.
#[derive(Debug)]
pub(super) enum Leave {
    Granted,
    /// The outcome says why not.
    Denied(Outcome),
    /// The host's rules have to be asked for first.
    Unknown,
}

impl Leave {
    /// Returns what `rules` say of `url`.
    pub(super) fn by(rules: &RobotsRules, url: &CanonicalUrl) -> Self {
        match rules.reason(url) {
            None => Self::Granted,
            Some(reason) => Self::Denied(Outcome::excluded("robots", Some(reason))),
        }
    }
}

/// What is known of one host.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    rules: RobotsRules,
    /// Why nothing of the host can be had at all.
    fault: Option<Outcome>,
    /// How often in a row the host did not say.
    failures: u32,
    /// Until when all this stands.
    #[serde(skip)]
    until: Timestamp,
}

/// The rules of the hosts, for one product token.
#[derive(Debug)]
pub(super) struct HostRules {
    agent: String,
    known: BTreeMap<HostKey, Known>,
}

impl HostRules {
    pub(super) fn new(agent: &str) -> Self {
        Self {
            agent: agent.to_owned(),
            known: BTreeMap::new(),
        }
    }

    /// Returns whether `url` of `host` may be asked for.
    pub(super) fn leave(&self, host: &HostKey, url: &CanonicalUrl, now: Timestamp) -> Leave {
        match self.known.get(host).filter(|known| now < known.until) {
            None => Leave::Unknown,
            Some(Known {
                fault: Some(fault), ..
            }) => Leave::Denied(fault.clone()),
            Some(known) => Leave::by(&known.rules, url),
        }
    }

    /// Returns the delay that `host` asks for, in seconds.
    pub(super) fn crawl_delay(&self, host: &HostKey) -> Option<f32> {
        self.known.get(host)?.rules.crawl_delay()
    }

    /// Takes over what `host` said. If it failed to say anything and is to be asked again, returns
    /// after how long; until then nothing of it may be asked for.
    ///
    /// Once it is not asked again, a host that fails lets nothing be asked for (RFC 9309, section
    /// 2.3.1.4) or, if its rules were known before, what they said (2.4), until
    /// [`ROBOTS_FAULT_LIFETIME`] is over.
    pub(super) fn learn(
        &mut self,
        host: &HostKey,
        answer: RobotsAnswer,
        policy: RetryPolicy,
        now: Timestamp,
    ) -> Option<Duration> {
        let before = self.known.remove(host);
        let fault = fault_of(&answer);
        let mut known = Known {
            fault: None,
            rules: answer.rules,
            failures: 0,
            until: after(now, ROBOTS_LIFETIME),
        };
        let mut again = None;
        if known.rules == RobotsRules::DenyAll {
            let asked = before.as_ref().map_or(0, |before| before.failures) + 1;
            again = policy.pause(&answer.last, host.as_str(), asked);
            (known.failures, known.fault) = (asked, fault);
            known.until = match again {
                Some(_) => now,
                None => after(now, ROBOTS_FAULT_LIFETIME),
            };
            if let Some(before) = before
                && before.rules != RobotsRules::DenyAll
            {
                (known.rules, known.fault) = (before.rules, None);
            }
        }
        self.known.insert(host.clone(), known);
        again
    }

    /// Returns what is known of `host`, to be kept.
    pub(super) fn note(&self, host: &HostKey) -> Option<RobotsNote> {
        let known = self.known.get(host)?;
        Some(RobotsNote {
            agent: self.agent.clone(),
            rules: serde_json::to_string(known).ok()?,
            valid_until: known.until,
        })
    }

    /// Takes over what was kept of `host`, if it is about us.
    pub(super) fn restore(&mut self, host: HostKey, note: &RobotsNote) {
        if note.agent == self.agent
            && let Ok(known) = serde_json::from_str::<Known>(&note.rules)
        {
            let until = note.valid_until;
            self.known.insert(host, Known { until, ..known });
        }
    }
}

/// Why nothing of a host can be had: it did not answer, or may not be asked.
fn fault_of(answer: &RobotsAnswer) -> Option<Outcome> {
    match &answer.last {
        FetchOutcome::Failed { page: None, .. } | FetchOutcome::Skipped { .. }
            if answer.pages.is_empty() =>
        {
            Some(unread(&answer.last))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RetryPolicy = RetryPolicy {
        retries: 3,
        first: Duration::from_secs(2),
    };

    fn url(path: &str) -> CanonicalUrl {
        CanonicalUrl::parse(&format!("http://a.test{path}")).unwrap()
    }

    fn host() -> HostKey {
        HostKey::of(&url("/"))
    }

    fn minutes(minutes: i64) -> Timestamp {
        Timestamp::from_second(60 * minutes).unwrap()
    }

    fn silence() -> RobotsAnswer {
        RobotsAnswer {
            rules: RobotsRules::DenyAll,
            pages: Vec::new(),
            last: FetchOutcome::failed("timeout", true),
        }
    }

    fn rules(text: &str) -> RobotsAnswer {
        RobotsAnswer {
            rules: RobotsRules::parse(text.as_bytes(), "headwater"),
            ..silence()
        }
    }

    fn verdict(rules: &HostRules, path: &str, now: Timestamp) -> &'static str {
        match rules.leave(&host(), &url(path), now) {
            Leave::Granted => "granted",
            Leave::Denied(Outcome::Excluded { .. }) => "robots",
            Leave::Denied(_) => "fault",
            Leave::Unknown => "unknown",
        }
    }

    #[test]
    fn rfc9309_2_4_rules_stand_for_a_day() {
        let mut known = HostRules::new("headwater");
        assert_eq!(verdict(&known, "/a", minutes(0)), "unknown");
        let answer = rules("User-agent: *\nDisallow: /b\nCrawl-delay: 7");
        assert_eq!(known.learn(&host(), answer, POLICY, minutes(0)), None);
        assert_eq!(known.crawl_delay(&host()), Some(7.0));
        assert_eq!(verdict(&known, "/a", minutes(24 * 60 - 1)), "granted");
        assert_eq!(verdict(&known, "/b", minutes(24 * 60 - 1)), "robots");
        assert_eq!(verdict(&known, "/b", minutes(24 * 60)), "unknown");
    }

    #[test]
    fn rfc9309_2_3_1_4_a_host_that_fails_is_asked_again_later_and_lets_nothing_through_meanwhile() {
        let mut known = HostRules::new("headwater");
        for asked in 1..=3 {
            assert!(
                known
                    .learn(&host(), silence(), POLICY, minutes(0))
                    .is_some()
            );
            assert_eq!(verdict(&known, "/a", minutes(0)), "unknown", "{asked}");
        }
        assert_eq!(known.learn(&host(), silence(), POLICY, minutes(0)), None);
        assert_eq!(verdict(&known, "/a", minutes(9)), "fault");
        assert_eq!(verdict(&known, "/a", minutes(10)), "unknown");
        assert_eq!(
            known.learn(&host(), silence(), POLICY, minutes(10)),
            None,
            "once a while"
        );
        known.learn(&host(), rules(""), POLICY, minutes(20));
        assert_eq!(verdict(&known, "/a", minutes(20)), "granted");
        assert!(
            known
                .learn(&host(), silence(), POLICY, minutes(20))
                .is_some()
        );
    }

    #[test]
    fn rfc9309_2_4_rules_outlive_their_day_while_the_host_fails() {
        let mut known = HostRules::new("headwater");
        known.learn(
            &host(),
            rules("User-agent: *\nDisallow: /b"),
            POLICY,
            minutes(0),
        );
        for _ in 0..4 {
            known.learn(&host(), silence(), POLICY, minutes(2000));
        }
        assert_eq!(verdict(&known, "/a", minutes(2001)), "granted");
        assert_eq!(verdict(&known, "/b", minutes(2001)), "robots");
    }

    #[test]
    fn what_is_kept_comes_back_for_the_same_product_token() {
        let mut known = HostRules::new("headwater");
        known.learn(
            &host(),
            rules("User-agent: *\nDisallow: /b*$"),
            POLICY,
            minutes(0),
        );
        let note = known.note(&host()).unwrap();
        let mut same = HostRules::new("headwater");
        same.restore(host(), &note);
        assert_eq!(verdict(&same, "/b", minutes(1)), "robots");
        assert_eq!(verdict(&same, "/a", minutes(1)), "granted");
        let mut other = HostRules::new("other");
        other.restore(host(), &note);
        assert_eq!(verdict(&other, "/b", minutes(1)), "unknown");
        for _ in 0..2 {
            known.learn(&host(), silence(), POLICY, minutes(2000));
        }
        let mut resumed = HostRules::new("headwater");
        resumed.restore(host(), &known.note(&host()).unwrap());
        assert!(
            resumed
                .learn(&host(), silence(), POLICY, minutes(2000))
                .is_some()
        );
        assert_eq!(
            resumed.learn(&host(), silence(), POLICY, minutes(2000)),
            None
        );
    }
}
