//! What somebody puts right by hand: citations that are wrong, and claims.

use super::draft::{At, Draft, Group, Node};
use super::source::terms;
use crate::manual::{EdgeWrong, Mark, OverrideKind, Overrides, StatementName};
use crate::urls::CanonicalUrl;

impl Draft<'_> {
    /// Marks the citations that are wrong, so that they lead nowhere.
    pub(super) fn mark_wrong(&mut self, overrides: &Overrides) {
        for (number, kind) in overrides.iter() {
            if let OverrideKind::WrongEdge(edge) = kind
                && self.mark_edge(edge)
            {
                self.applied.insert(number);
            }
        }
    }

    /// Marks one citation; returns whether there is such a one.
    fn mark_edge(&mut self, edge: &EdgeWrong) -> bool {
        let Some(from) = self.library.find(&edge.from) else {
            return false;
        };
        let to = CanonicalUrl::parse(&edge.to).ok();
        let to = to.and_then(|url| self.library.find(&url));
        let mut found = false;
        for number in 0..self.pages[from].places.len() {
            let place = self.pages[from].places[number];
            let meant = match place.node() {
                Some(Node::Document(document)) => to == Some(document),
                Some(Node::Source(source)) => self.sources.is_called(source, &edge.to),
                None => false,
            };
            let said = |sentence| edge.is_in(&self.sentence((from, sentence as usize)));
            if meant && place.sentence.map_or(edge.text.is_none(), said) {
                self.pages[from].places[number].wrong = true;
                found = true;
            }
        }
        // of a copy nothing but the whole can be wrong
        let reprints = |original: usize| to == Some(original) && edge.text.is_none();
        if self
            .copies
            .get(&from)
            .is_some_and(|copy| reprints(copy.original))
        {
            self.copies.remove(&from);
            self.library.entries[from].manual = Some(Mark::Split);
            found = true;
        }
        found
    }

    /// Merges claims, and takes statements out of theirs.
    pub(super) fn put_claims_right(&mut self, overrides: &Overrides) {
        for (number, kind) in overrides.iter() {
            let done = match kind {
                OverrideKind::MergeClaims(names) => self.merge_claims(names),
                OverrideKind::SplitClaim(names) => self.split_claim(names),
                _ => continue,
            };
            if done.is_some() {
                self.applied.insert(number);
            }
        }
    }

    fn merge_claims(&mut self, names: &[StatementName]) -> Option<()> {
        let statements = self.statements(names)?;
        let into = statements.iter().find_map(|&at| self.claim_of(at));
        let into = into.unwrap_or_else(|| self.new_claim(statements[0]));
        for at in statements {
            match self.claim_of(at) {
                Some(claim) if claim != into => {
                    for at in self.claims[claim].statements.clone() {
                        self.take(at, into);
                    }
                }
                Some(_) => {}
                None => self.take(at, into),
            }
        }
        self.claims[into].manual = Some(Mark::Merged);
        Some(())
    }

    fn split_claim(&mut self, names: &[StatementName]) -> Option<()> {
        let statements = self.statements(names)?;
        let into = self.new_claim(statements[0]);
        for at in statements {
            let before = self.claim_of(at);
            self.take(at, into);
            if let Some(before) = before {
                let group = &mut self.claims[before];
                group.manual = Some(Mark::Split);
                if !group.states(group.medoid)
                    && let Some(&first) = group.statements.first()
                {
                    group.medoid = first;
                }
            }
        }
        self.claims[into].manual = Some(Mark::Split);
        Some(())
    }

    /// Makes a claim without statements, for which `medoid` is to stand.
    fn new_claim(&mut self, medoid: At) -> usize {
        self.claims.push(Group {
            statements: Vec::new(),
            denials: Vec::new(),
            medoid,
            manual: None,
        });
        self.claims.len() - 1
    }

    /// Finds the sentences of some names; nothing unless all are found.
    fn statements(&self, names: &[StatementName]) -> Option<Vec<At>> {
        names.iter().map(|name| self.statement(name)).collect()
    }

    /// Finds the sentence of a name: the first that states a claim, or the first of all.
    fn statement(&self, name: &StatementName) -> Option<At> {
        let document = self.library.find(&name.document)?;
        let sentences = 0..self.pages[document].sentences.len();
        let said = sentences
            .map(|sentence| (document, sentence))
            .filter(|&at| name.is_in(&self.sentence(at)));
        let said: Vec<At> = said.collect();
        let stated = said.iter().find(|&&at| self.claim_of(at).is_some());
        stated.or(said.first()).copied()
    }
}

/// Whether two names are one, articles and case aside.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    terms(a) == terms(b)
}
