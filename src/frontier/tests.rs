//! Tests of the frontier as a whole.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

use crate::urls::registrable_domain;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const LINK: Step = Step::Link(Priority::Body);

/// A page of one of four hosts, of which two share a domain.
fn page(number: usize) -> CanonicalUrl {
    let host = ["a.test", "b.test", "x.c.test", "y.c.test"][number % 4];
    CanonicalUrl::parse(&format!("http://{host}/{number}")).unwrap()
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn frontier(limits: Limits, seeds: &[usize]) -> Frontier {
    let mut frontier = Frontier::new(limits);
    let seeds: Vec<_> = seeds.iter().map(|&number| page(number)).collect();
    frontier.put_seeds(&seeds);
    frontier
}

fn link(frontier: &mut Frontier, from: usize, to: usize, step: Step) {
    frontier.put_discovered(&page(from), &[(step, page(to))]);
}

fn standing(frontier: &Frontier, number: usize) -> (u32, Standing) {
    let url = page(number);
    let found = frontier.survey().find(|found| *found.url == url).unwrap();
    (found.depth, found.standing)
}

/// Asks for everything, one address after the other; returns it in order.
fn drain_in_order(frontier: &mut Frontier) -> Vec<CanonicalUrl> {
    let mut asked = Vec::new();
    while let Some(visit) = frontier.lease(NOW) {
        frontier.release(&visit, NOW);
        frontier.complete(&visit, false);
        asked.push(visit.url);
    }
    asked
}

#[test]
fn a_host_is_due_when_its_pause_is_over() {
    let mut frontier = frontier(Limits::new(3, 8), &[0, 4]);
    let first = frontier.lease(NOW).unwrap();
    assert_eq!(frontier.lease(NOW), None);
    assert_eq!(frontier.next_due(), None);
    frontier.release(&first, later(5));
    assert_eq!(frontier.next_due(), Some(later(5)));
    assert_eq!(frontier.lease(later(4)), None);
    assert_eq!(frontier.lease(later(5)).unwrap().url, page(4));
}

#[test]
fn hosts_do_not_wait_for_each_other() {
    let mut frontier = frontier(Limits::new(3, 8), &[0, 1, 4]);
    let slow = frontier.lease(NOW).unwrap();
    frontier.release(&slow, later(1000));
    assert_eq!(frontier.lease(NOW).unwrap().url, page(1));
}

#[test]
fn a_host_takes_as_many_visits_as_allowed_unless_one_holds_it() {
    let mut frontier = frontier(Limits::new(3, 8), &[0, 4, 8, 12]);
    frontier.set_per_host(2);
    let first = frontier.lease(NOW).unwrap();
    frontier.rest(&first.host, later(1));
    assert_eq!(frontier.lease(NOW), None, "starts are spaced");
    let second = frontier.lease(later(1)).unwrap();
    assert_eq!(frontier.lease(later(1)), None, "two at a time");
    frontier.release(&first, later(1));
    frontier.hold(&second);
    assert_eq!(frontier.lease(later(1)), None, "held");
    frontier.release(&second, later(3));
    assert_eq!(frontier.lease(later(2)), None);
    assert!(frontier.lease(later(3)).is_some());
}

#[test]
fn a_host_is_rested_for_the_longest_time_and_an_attempt_is_remembered() {
    let mut frontier = frontier(Limits::new(3, 8), &[0]);
    let host = HostKey::of(&page(0));
    assert_eq!(frontier.waiting_hosts(), std::slice::from_ref(&host));
    frontier.rest(&host, later(9));
    frontier.rest(&host, later(5));
    assert_eq!(frontier.next_due(), Some(later(9)));
    frontier.restore_host(&host, later(2));
    assert_eq!(frontier.next_due(), Some(later(2)));
    frontier.restore_asked(&page(0), 3);
    assert_eq!(frontier.lease(later(2)).unwrap().asked, 3);
    assert_eq!(frontier.waiting_hosts(), []);
}

#[test]
fn what_is_put_back_is_leased_again() {
    let mut frontier = frontier(Limits::new(3, 8), &[0]);
    let first = frontier.lease(NOW).unwrap();
    frontier.put_back(&first, true);
    frontier.release(&first, later(5));
    let second = frontier.lease(later(5)).unwrap();
    assert_eq!((second.url, second.asked), (first.url, 1));
}

#[test]
fn a_shorter_path_moves_all_that_hangs_on_it() {
    let mut frontier = frontier(Limits::new(2, 9), &[0]);
    for (from, to) in [(0, 1), (1, 2), (2, 3)] {
        link(&mut frontier, from, to, LINK);
    }
    assert_eq!(standing(&frontier, 3), (3, Standing::TooDeep));
    link(&mut frontier, 0, 2, Step::Hop);
    assert_eq!(standing(&frontier, 2), (0, Standing::Waiting));
    assert_eq!(standing(&frontier, 3), (1, Standing::Waiting));
}

#[test]
fn redirects_are_followed_ten_times_and_cost_nothing() {
    let mut frontier = frontier(Limits::new(0, 1), &[0]);
    let mut asked = 0;
    while let Some(visit) = frontier.lease(NOW) {
        frontier.release(&visit, NOW);
        frontier.complete(&visit, true);
        asked += 1;
        frontier.put_discovered(&visit.url, &[(Step::Hop, page(asked))]);
    }
    assert_eq!(asked, 11);
    assert_eq!(standing(&frontier, 11), (0, Standing::TooManyHops));
}

#[test]
fn within_a_depth_the_most_promising_come_first() {
    let mut frontier = frontier(Limits::new(1, 9), &[0]);
    let steps = [
        (4, Priority::Other),
        (8, Priority::Body),
        (12, Priority::Primary),
        (16, Priority::Body),
        (16, Priority::Attributed),
    ];
    for (to, priority) in steps {
        link(&mut frontier, 0, to, Step::Link(priority));
    }
    let queued: Vec<_> = frontier
        .queue()
        .iter()
        .map(|next| next.url.clone())
        .collect();
    let asked = drain_in_order(&mut frontier);
    assert_eq!(asked, [0, 16, 12, 8, 4].map(page));
    assert_eq!(asked, queued);
}

#[test]
fn a_redirect_is_as_promising_as_the_link_to_it() {
    let mut frontier = frontier(Limits::new(1, 9), &[0]);
    link(&mut frontier, 0, 8, Step::Link(Priority::Attributed));
    link(&mut frontier, 0, 4, Step::Link(Priority::Body));
    link(&mut frontier, 8, 16, Step::Hop);
    link(&mut frontier, 4, 12, Step::Hop);
    assert_eq!(drain_in_order(&mut frontier), [0, 8, 4, 16, 12].map(page));
}

#[test]
fn one_domain_does_not_use_up_the_budget() {
    let limits = Limits {
        host_pages: Some(2),
        ..Limits::new(9, 6)
    };
    // Both hosts of c.test count together, the seed does not.
    let mut frontier = frontier(limits, &[2]);
    for to in [6, 10, 3, 7, 0, 1] {
        link(&mut frontier, 2, to, LINK);
    }
    assert_eq!(standing(&frontier, 10).1, Standing::Waiting);
    assert_eq!(standing(&frontier, 6).1, Standing::Waiting);
    assert_eq!(standing(&frontier, 3).1, Standing::OverHostBudget);
    assert_eq!(standing(&frontier, 0).1, Standing::Waiting);
    assert_eq!(frontier.in_scope(), 5);
}

#[test]
fn what_a_page_pushed_out_of_its_domain_led_to_is_forgotten() {
    let limits = Limits {
        host_pages: Some(1),
        ..Limits::new(9, 9)
    };
    let mut frontier = frontier(limits, &[0]);
    link(&mut frontier, 0, 2, LINK);
    link(&mut frontier, 2, 1, LINK);
    link(&mut frontier, 1, 5, LINK);
    assert_eq!(standing(&frontier, 1), (2, Standing::Waiting));
    link(&mut frontier, 0, 6, Step::Link(Priority::Attributed));
    assert_eq!(standing(&frontier, 2), (1, Standing::OverHostBudget));
    assert!(frontier.survey().all(|found| *found.url != page(1)));
    // A page that redirects costs nothing, and lets the other in again.
    let mut visits = Vec::new();
    while let Some(visit) = frontier.lease(NOW) {
        frontier.release(&visit, NOW);
        visits.push(visit);
    }
    let six = visits.iter().find(|visit| visit.url == page(6)).unwrap();
    frontier.complete(six, true);
    assert_eq!(standing(&frontier, 1), (2, Standing::Waiting));
}

#[test]
fn seeds_and_where_they_redirect_pass_the_patterns() {
    let limits = Limits {
        include: vec!["a.test".parse().unwrap()],
        exclude: vec!["*/4".parse().unwrap()],
        ..Limits::new(9, 9)
    };
    let mut frontier = frontier(limits, &[1]);
    link(&mut frontier, 1, 2, Step::Hop);
    for to in [0, 4, 3] {
        link(&mut frontier, 2, to, LINK);
    }
    let standings: Vec<_> = [1, 2, 0, 4, 3]
        .map(|number| standing(&frontier, number).1)
        .to_vec();
    assert_eq!(
        standings,
        [
            Standing::Waiting,
            Standing::Waiting,
            Standing::Waiting,
            Standing::Unwanted,
            Standing::Unwanted
        ]
    );
}

#[test]
fn a_restored_frontier_is_the_same() {
    let steps = [(0, 1, LINK), (1, 2, Step::Hop), (2, 4, LINK)];
    let mut first = frontier(Limits::new(3, 8), &[0]);
    let mut second = Frontier::new(Limits::new(3, 8));
    for (from, to, step) in steps {
        link(&mut first, from, to, step);
        second.restore_step(page(from).as_str(), page(to).as_str(), step);
    }
    second.restore_step("no address", page(9).as_str(), LINK);
    second.put_seeds(&[page(0)]);
    assert!(first.survey().eq(second.survey()));
    assert_eq!(first.queue(), second.queue());
}

#[test]
fn every_step_has_a_number_of_its_own() {
    for step in Step::ALL {
        assert_eq!(Step::from_number(step.number()), Some(step));
    }
    assert_eq!(Step::from_number(Step::ALL.len()), None);
}

/// A web: where each page leads, and which pages redirect.
#[derive(Debug, Clone)]
struct Web {
    links: Vec<(usize, usize, Priority)>,
    redirects: Vec<usize>,
}

impl Web {
    fn steps_of(&self, number: usize) -> Vec<(Step, CanonicalUrl)> {
        let is_redirect = self.redirects.contains(&number);
        let links = self.links.iter().filter(|(from, ..)| *from == number);
        links
            .map(|&(_, to, priority)| {
                let step = if is_redirect {
                    Step::Hop
                } else {
                    Step::Link(priority)
                };
                (step, page(to))
            })
            .collect()
    }
}

fn webs() -> impl Strategy<Value = Web> {
    let priority = prop_oneof![
        Just(Priority::Attributed),
        Just(Priority::Primary),
        Just(Priority::Body),
    ];
    let links = proptest::collection::vec((0usize..24, 0usize..24, priority), 0..80);
    (links, proptest::collection::vec(0usize..24, 0..6))
        .prop_map(|(links, redirects)| Web { links, redirects })
}

fn limits() -> impl Strategy<Value = Limits> {
    let patterns = prop_oneof![Just(Vec::new()), Just(vec!["*/1*".parse().unwrap()])];
    (
        0u32..5,
        0usize..16,
        proptest::option::of(0usize..4),
        patterns,
    )
        .prop_map(|(depth, pages, host_pages, exclude)| Limits {
            host_pages,
            exclude,
            ..Limits::new(depth, pages)
        })
}

/// Crawls a web from page 0, leasing and completing as `choices` say; returns what was asked for.
fn drain(web: &Web, limits: &Limits, choices: &[usize]) -> (Frontier, Vec<CanonicalUrl>) {
    let mut frontier = frontier(limits.clone(), &[0]);
    let (mut leased, mut asked) = (Vec::new(), Vec::new());
    for turn in 0.. {
        let choice = choices
            .get(turn % choices.len().max(1))
            .copied()
            .unwrap_or_default();
        let wants_lease = choice % 3 != 0 || leased.is_empty();
        if wants_lease && let Some(visit) = frontier.lease(NOW) {
            leased.push(visit);
        } else if leased.is_empty() {
            break;
        } else {
            let visit: Visit = leased.remove(choice % leased.len());
            let number = (0..24).find(|&number| page(number) == visit.url).unwrap();
            frontier.release(&visit, NOW);
            frontier.complete(&visit, web.redirects.contains(&number));
            frontier.put_discovered(&visit.url, &web.steps_of(number));
            asked.push(visit.url);
        }
        let hosts: BTreeSet<_> = leased.iter().map(|visit| &visit.host).collect();
        assert_eq!(hosts.len(), leased.len(), "one lease a host");
    }
    (frontier, asked)
}

/// What the scope is by its definition: one search over the whole web in the order of the ranks.
fn search(web: &Web, limits: &Limits) -> BTreeMap<CanonicalUrl, (u32, Standing)> {
    let mut open = BTreeSet::from([(path::Path::SEED, page(0))]);
    let mut found: BTreeMap<CanonicalUrl, (u32, Standing)> = BTreeMap::new();
    let mut of_domain: BTreeMap<String, usize> = BTreeMap::new();
    let mut total = 0;
    while let Some((path, url)) = open.pop_first() {
        if found.contains_key(&url) {
            continue;
        }
        let number = (0..24).find(|&number| page(number) == url).unwrap();
        let cost = usize::from(!web.redirects.contains(&number));
        let is_exempt = path.depth() == 0;
        let domain = of_domain
            .entry(registrable_domain(url.host()).to_owned())
            .or_default();
        let standing = if !path.is_within(limits.depth) {
            Standing::TooDeep
        } else if !is_exempt && !limits.admit(&url) {
            Standing::Unwanted
        } else if total >= limits.pages {
            Standing::OverBudget
        } else if !is_exempt && limits.host_pages.is_some_and(|most| *domain >= most) {
            Standing::OverHostBudget
        } else {
            total += cost;
            *domain += if is_exempt { 0 } else { cost };
            for (step, to) in web.steps_of(number) {
                open.insert((path.after(step), to));
            }
            Standing::Done
        };
        found.insert(url, (path.depth(), standing));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_scope_is_that_of_one_search_in_whatever_order_pages_arrive(
        web in webs(),
        limits in limits(),
        choices in proptest::collection::vec(0usize..100, 1..40),
    ) {
        let (frontier, asked) = drain(&web, &limits, &choices);
        let distinct: BTreeSet<_> = asked.iter().collect();
        prop_assert_eq!(distinct.len(), asked.len(), "no address twice");
        let survey: BTreeMap<_, _> = frontier
            .survey()
            .map(|found| (found.url.clone(), (found.depth, found.standing)))
            .collect();
        prop_assert_eq!(survey, search(&web, &limits));
    }
}
