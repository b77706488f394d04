//! Searching the active list as anybody may: who agreed to be found by anybody, by words and filters. The index is a cache that follows the
//! journal; whoever it names is read from the store and checked again before being shown (invariant 10).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{Base, OfferedMenu};
use crate::desk::look_at_listed::is_listed;
use crate::desk::{Desk, Refusal, follow_journal};
use crate::full_text::{Counted, Dimension, Emptied, Listed, Needles, Part, Query, SearchError};
use crate::ids::SpecialistId;
use crate::report::{Checker, FieldError, Mistake};
use crate::store::StoredSpecialist;
use crate::values::known_code;

/// People on a page unless asked otherwise, and at most.
const PAGE: usize = 20;
const MOST: usize = 100;
/// Letters of a query, codes of one filter.
const LONGEST_WORDS: usize = 200;
const MOST_CODES: usize = 64;

/// A search as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchForm {
    pub words: String,
    /// Codes by dimension; `remote` takes `yes` or `true`.
    pub wanted: BTreeMap<Dimension, Vec<String>>,
    pub limit: Option<String>,
    pub offset: Option<String>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchView {
    /// Best first.
    pub hits: Vec<HitView>,
    /// All who fit.
    pub total: usize,
    /// By `prefecture`, `menu`, `field`, `service`, `category`, `industry` and `remote`: how many would fit with one code of it, the other
    /// filters staying as they are. Codes that fit nobody are left out.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<Counted>>)]
    pub facets: BTreeMap<Dimension, Vec<Counted>>,
    /// If nobody fits: which single filter to leave out, best first.
    #[serde(skip)]
    pub emptied_by: Vec<Emptied>,
}

/// Somebody who was found, without what only a match opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HitView {
    pub specialist: SpecialistId,
    /// The name that the person chose to show.
    pub display_name: String,
    pub base: Base,
    /// JIS X 0401 codes.
    pub served_prefectures: Vec<String>,
    pub remote: bool,
    pub menus: Vec<OfferedMenu>,
    pub fields: Vec<String>,
    pub qualifications: Vec<String>,
    pub last_confirmed: NaiveDate,
    /// What the person wrote, with the found words marked.
    pub snippet: Vec<Part>,
}

impl SearchForm {
    fn check(&self, desk: &Desk) -> Result<Query, Vec<FieldError>> {
        let mut checker = Checker::default();
        let count = self.words.chars().count();
        let too_long = || Mistake::new("too-long").with("max", LONGEST_WORDS).with("count", count);
        let words = checker.take("/q", if count > LONGEST_WORDS { Err(too_long()) } else { Ok(self.words.clone()) });
        let mut wanted = BTreeMap::new();
        for (dimension, codes) in &self.wanted {
            let known = dimension.codes(&desk.catalogue);
            let at = format!("/{}", dimension.code());
            let parse = |code: &str| known_code(code, dimension.code(), known.contains(&code.trim()));
            let too_many = || Mistake::new("too-many").with("max", MOST_CODES);
            let parsed: Result<Vec<String>, Mistake> =
                if codes.len() > MOST_CODES { Err(too_many()) } else { codes.iter().map(|code| parse(code)).collect() };
            // The parameter is named as a whole: a query string has no places in a list.
            if let Some(codes) = checker.take(at, parsed) {
                wanted.insert(*dimension, codes);
            }
        }
        let limit = checker.take("/limit", number(self.limit.as_deref(), PAGE, 1, MOST));
        let offset = checker.take("/offset", number(self.offset.as_deref(), 0, 0, 1_000_000));
        let today = desk.clock.today();
        let build = || Some(Query { words: words?, wanted, today, limit: limit?, offset: offset? });
        checker.finish(build())
    }
}

fn number(text: Option<&str>, otherwise: usize, low: usize, high: usize) -> Result<usize, Mistake> {
    let Some(text) = text else { return Ok(otherwise) };
    let number = text.trim().parse().map_err(|_| Mistake::new("not-a-number"))?;
    crate::values::within(number, low, high)
}

/// Searches. What was enrolled, changed or withdrawn before this call counts.
pub async fn search_active_list(desk: &Desk, form: &SearchForm) -> Result<SearchView, Refusal> {
    let query = form.check(desk)?;
    follow_journal(desk).await?;
    let index = desk.search.clone();
    let (words, today) = (query.words.clone(), query.today);
    // Some milliseconds of computing, which must not hold up other requests.
    let found = tokio::task::spawn_blocking(move || index.search(&query)).await;
    let found = found.map_err(|error| Refusal::Search(SearchError::Ended(error.to_string())))??;
    let ids: Vec<SpecialistId> = found.hits.iter().map(|hit| hit.id).collect();
    let people = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_specialists_by_id(&ids)?)).await?;
    let people: HashMap<SpecialistId, StoredSpecialist> = people.into_iter().map(|stored| (stored.id, stored)).collect();
    let shown = found.hits.iter().filter_map(|hit| people.get(&hit.id)).filter(|stored| is_listed(stored, today));
    let needles = desk.search.needles(&words);
    let hits = shown.map(|stored| hit(&needles, stored)).collect();
    Ok(SearchView { hits, total: found.total, facets: found.facets, emptied_by: found.emptied_by })
}

fn hit(needles: &Needles, stored: &StoredSpecialist) -> HitView {
    let one = stored.shown();
    HitView {
        specialist: stored.id,
        display_name: one.display_name.as_str().to_owned(),
        base: one.base.clone(),
        served_prefectures: one.served_prefectures.clone(),
        remote: one.remote,
        menus: one.menus.clone(),
        fields: one.fields.clone(),
        qualifications: one.qualifications.iter().map(|line| line.as_str().to_owned()).collect(),
        last_confirmed: one.last_confirmed,
        snippet: needles.snippet(&one),
    }
}

/// Brings the search up to date with these people, as the cards are: whoever may not be found by anybody is taken out at once. A search that
/// fails is told in the log and stops nobody: the cards, on which help requests wait, are filled by the same caller.
pub(super) fn put_in_search(desk: &Desk, people: &[StoredSpecialist]) {
    for stored in people {
        let StoredSpecialist { id, consented, public_listing, version, standing, hidden, .. } = stored;
        // Which words are found depends on whether the person may carry the title, so both make the version.
        let version = version.saturating_mul(2).saturating_add(i32::from(standing.is_verified()));
        let consented = *consented && !standing.suspended && !hidden;
        match Listed::of(&desk.catalogue, *id, &stored.shown(), consented, *public_listing) {
            Some(_) if desk.search.version_of(*id) == Some(version) => {}
            Some(listed) => {
                if let Err(error) = desk.search.put(listed, version) {
                    tracing::error!(%error, "somebody's changed profile cannot be searched");
                    desk.search.remove(*id);
                }
            }
            None => desk.search.remove(*id),
        }
    }
}

/// Lets the words of those people be found.
pub(super) async fn commit_search(desk: &Desk) {
    let index = desk.search.clone();
    match tokio::task::spawn_blocking(move || index.commit()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the newest profiles cannot be searched"),
        Err(error) => tracing::error!(%error, "the newest profiles cannot be searched"),
    }
}
