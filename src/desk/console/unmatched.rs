//! Why nobody was found: which rule alone kept people from the help requests that found nobody, what would have brought somebody, and which filters emptied
//! searches. Looked at with the list as it is now.

use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate};

use crate::desk::tallies::EMPTY;
use crate::desk::{Desk, Refusal, follow_journal};
use crate::intake::HelpRequestState;
use crate::matching::{Card, Change, Question, Rule, failing, relaxations};
use crate::store::HelpRequestFilter;

/// Help requests that are looked at: everybody on the list is held against each of them.
const LOOKED_AT: i64 = 40;
/// Days of searches that are counted.
const DAYS: u64 = 90;
/// Of whom one of these does not hold nobody is told anything.
const UNSEEN: [Rule; 2] = [Rule::Consent, Rule::NotHidden];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedView {
    /// The newest help requests that found nobody.
    pub help_requests: usize,
    /// Those of them that would find somebody today.
    pub would_find: usize,
    /// In how many of them each rule, by itself, keeps somebody out whom nothing else keeps out; most first.
    pub alone: Vec<(Rule, usize)>,
    /// Those in which everybody is kept out by several rules at once.
    pub several: usize,
    /// In how many of them each change is in a smallest set that brings somebody; most first.
    pub changes: Vec<(&'static str, usize)>,
    /// The first day of the searches, how many of them found nobody, and by which filter, by code; most first.
    pub searched_from: NaiveDate,
    pub empty_searches: i64,
    pub emptied_by: Vec<(String, i64)>,
}

/// What of one help request comes into the figures.
struct Cause {
    finds: bool,
    alone: HashSet<Rule>,
    changes: HashSet<&'static str>,
}

fn cause(desk: &Desk, people: &[Card], question: &Question) -> Cause {
    let kept_out = people.iter().map(|card| failing(card, question));
    let kept_out: Vec<Vec<Rule>> = kept_out.filter(|rules| !rules.iter().any(|rule| UNSEEN.contains(rule))).collect();
    let only = |rules: &Vec<Rule>| match rules[..] {
        [rule] => Some(rule),
        _ => None,
    };
    let sets = relaxations(&desk.index.read(), question, 1, &HashSet::new());
    Cause {
        finds: kept_out.iter().any(Vec::is_empty),
        alone: kept_out.iter().filter_map(only).collect(),
        changes: sets.iter().flat_map(|set| set.changes.iter().map(Change::code)).collect(),
    }
}

fn most_first<T: Copy>(all: impl Iterator<Item = T>, count: impl Fn(T) -> usize) -> Vec<(T, usize)> {
    let mut counted: Vec<(T, usize)> = all.map(|one| (one, count(one))).filter(|(_, count)| *count > 0).collect();
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted
}

/// The figures of today.
pub async fn look_at_unmatched(desk: &Desk) -> Result<UnmatchedView, Refusal> {
    follow_journal(desk).await?;
    let today = desk.clock.today();
    let searched_from = today - Days::new(DAYS - 1);
    let acting = desk.clone();
    let look = desk.store.read(move |tx| {
        let filter = HelpRequestFilter { state: Some(HelpRequestState::Unmatched), ..HelpRequestFilter::default() };
        let newest = tx.list_newest_help_requests(&filter, LOOKED_AT)?;
        // Whoever is hidden or has not consented is nobody here, whatever else keeps them out.
        let people: Vec<Card> = acting.index.read().cards().collect();
        let questions = newest.iter().map(|stored| Question::new(&acting.catalogue, stored.id, &stored.help_request, today));
        let causes: Vec<Cause> = questions.map(|question| cause(&acting, &people, &question)).collect();
        Ok::<_, Refusal>((causes, tx.list_search_figures(searched_from, today)?))
    });
    let (causes, searches) = look.await?;
    let searches: BTreeMap<String, i64> = searches.into_iter().collect();
    let mut emptied_by: Vec<(String, i64)> =
        searches.iter().filter_map(|(code, times)| Some((code.strip_prefix("by-")?.to_owned(), *times))).collect();
    emptied_by.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let stuck = || causes.iter().filter(|cause| !cause.finds);
    Ok(UnmatchedView {
        help_requests: causes.len(),
        would_find: causes.iter().filter(|cause| cause.finds).count(),
        alone: most_first(Rule::ALL.into_iter(), |rule| stuck().filter(|cause| cause.alone.contains(&rule)).count()),
        several: stuck().filter(|cause| cause.alone.is_empty()).count(),
        changes: most_first(Change::CODES.into_iter(), |code| stuck().filter(|cause| cause.changes.contains(code)).count()),
        searched_from,
        empty_searches: searches.get(EMPTY).copied().unwrap_or_default(),
        emptied_by,
    })
}
