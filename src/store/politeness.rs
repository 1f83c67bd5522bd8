//! What is to be known of hosts so that a resumed run is as polite as one that was never stopped.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{Behalf, Store, StoreError, insert_record, put_host};
use crate::archive::Draft;
use crate::urls::{CanonicalUrl, HostKey};

/// What a host's robots.txt said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsNote {
    /// The product token that the rules are for.
    pub agent: String,
    /// The rules, as JSON of whoever keeps them.
    pub rules: String,
    /// Until when they stand.
    pub valid_until: Timestamp,
}

impl Store {
    /// Writes down what a host's robots.txt said, the responses that gave it, and when the host
    /// may be asked again.
    ///
    /// # Errors
    ///
    /// As [`Store::complete`].
    pub fn put_robots(
        &mut self,
        host: &HostKey,
        pages: &[(CanonicalUrl, Draft)],
        note: Option<&RobotsNote>,
        ready_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        if pages.is_empty() && note.is_none() && ready_at.is_none() {
            return Ok(());
        }
        let mut records = Vec::new();
        for (url, draft) in pages {
            records.push((url, self.append(draft)?));
        }
        self.transact(|transaction| {
            for (url, stored) in &records {
                insert_record(transaction, url, stored, Behalf::Robots(host))?;
            }
            if let Some(note) = note {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO robots VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![
                        host.as_str(),
                        note.agent,
                        note.rules,
                        note.valid_until.to_string()
                    ])?;
            }
            match ready_at {
                Some(ready_at) => put_host(transaction, host, ready_at),
                None => Ok(()),
            }
        })
    }

    /// Notes that `url` was asked for `asked` times and will be once more, and when the host that is
    /// asked may be asked again.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it.
    pub fn put_attempt(
        &mut self,
        url: &CanonicalUrl,
        host: &HostKey,
        asked: u32,
        ready_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.transact(|transaction| {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO attempt VALUES (?1, ?2)")?
                .execute(params![url.as_str(), asked])?;
            put_host(transaction, host, ready_at)
        })
    }

    /// Returns what the robots.txt of the hosts said, in the order of the hosts.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn robots(&self) -> Result<Vec<(HostKey, RobotsNote)>, StoreError> {
        let rows = self.rows(
            "SELECT host, agent, rules, valid_until FROM robots",
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, String>(3)?,
                ))
            },
        )?;
        let note = |(host, agent, rules, valid_until): (String, _, _, String)| {
            let note = RobotsNote {
                agent,
                rules,
                valid_until: valid_until.parse().ok()?,
            };
            Some((host_of(&host)?, note))
        };
        Ok(rows.into_iter().filter_map(note).collect())
    }

    /// Returns when the hosts may be asked again, in the order of the hosts.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn hosts(&self) -> Result<Vec<(HostKey, Timestamp)>, StoreError> {
        let rows = self.rows("SELECT key, ready_at FROM host", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let read =
            |(key, ready_at): (String, String)| Some((host_of(&key)?, ready_at.parse().ok()?));
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Returns how often the addresses that will be asked for again were asked for.
    pub(super) fn attempts(&self) -> Result<Vec<(CanonicalUrl, u32)>, StoreError> {
        let rows = self.rows("SELECT url, asked FROM attempt", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
        })?;
        let read = |(url, asked)| Some((CanonicalUrl::try_from(url).ok()?, asked));
        Ok(rows.into_iter().filter_map(read).collect())
    }
}

/// Forgets how often an address was asked for, since it is done with.
pub(super) fn forget_attempts(database: &Connection, url: &CanonicalUrl) -> rusqlite::Result<()> {
    database
        .prepare_cached("DELETE FROM attempt WHERE url = ?1")?
        .execute([url.as_str()])
        .map(drop)
}

fn host_of(key: &str) -> Option<HostKey> {
    Some(HostKey::of(&CanonicalUrl::parse(key).ok()?))
}
