//! The index: rows of facts, and the texts beside them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::catalogue::Catalogue;
use crate::full_text::listed::{Facts, Listed};
use crate::full_text::query::{Counted, Dimension, Emptied, Filter, Found, Hit, Query};
use crate::full_text::texts::{self, TextReader, TextWriter};
use crate::full_text::tokens::{Term, list_terms};
use crate::full_text::vocabulary::{Meaning, Vocabulary};
use crate::full_text::{Needles, SearchError};
use crate::ids::SpecialistId;

/// Points for a term that names something of a dimension, in the order of [`Dimension::ALL`].
const POINTS: [u32; Dimension::ALL.len()] = [2, 3, 2, 3, 1, 2, 0];

/// The index. Clones share it.
#[derive(Clone)]
pub struct SearchIndex(Arc<Inner>);

struct Inner {
    catalogue: Arc<Catalogue>,
    vocabulary: Arc<Vocabulary>,
    reader: TextReader,
    /// Taken before `people`, never after.
    writer: Mutex<Writer>,
    people: RwLock<People>,
}

struct Writer {
    texts: TextWriter,
    /// The next number of a document.
    next: u64,
}

#[derive(Default)]
struct People {
    rows: Vec<Row>,
    places: HashMap<SpecialistId, usize>,
}

struct Row {
    id: SpecialistId,
    /// Version of the profile from which it was made.
    version: i32,
    /// Number of the document with the texts.
    number: u64,
    /// Breaks ties in the same way on every machine, and for nobody's good.
    order: u64,
    facts: Facts,
}

impl SearchIndex {
    /// An empty index.
    pub fn new(catalogue: Arc<Catalogue>) -> Result<Self, SearchError> {
        let vocabulary = Arc::new(Vocabulary::new(&catalogue));
        Self::with(catalogue, vocabulary)
    }

    /// An empty index with the words of the catalogue read already; reading them takes most of the time.
    pub(super) fn with(catalogue: Arc<Catalogue>, vocabulary: Arc<Vocabulary>) -> Result<Self, SearchError> {
        let (reader, texts) = texts::open()?;
        let (writer, people) = (Mutex::new(Writer { texts, next: 0 }), RwLock::default());
        Ok(Self(Arc::new(Inner { catalogue, vocabulary, reader, writer, people })))
    }

    /// Puts somebody in, or in the place of an earlier version. Facts hold at once, words from the next commit on.
    pub fn put(&self, listed: Listed, version: i32) -> Result<(), SearchError> {
        let mut writer = self.writer();
        let before = self.read(|people| people.find(listed.id).map(|row| row.number));
        let number = writer.next;
        writer.next += 1;
        if let Some(number) = before {
            writer.texts.remove(number);
        }
        writer.texts.add(number, &listed.texts)?;
        let row = Row { id: listed.id, version, number, order: scrambled(listed.id), facts: listed.facts };
        self.change(|people| people.put(row));
        Ok(())
    }

    /// Takes somebody out, at once.
    pub fn remove(&self, id: SpecialistId) {
        let mut writer = self.writer();
        if let Some(row) = self.change(|people| people.remove(id)) {
            writer.texts.remove(row.number);
        }
    }

    /// Lets the words of what was put be found. Does nothing if nothing was changed.
    pub fn commit(&self) -> Result<(), SearchError> {
        self.writer().texts.commit()
    }

    /// The version of the profile under which somebody can be found.
    pub fn version_of(&self, id: SpecialistId) -> Option<i32> {
        self.read(|people| people.find(id).map(|row| row.version))
    }

    /// How many people are in it, whether their registration holds or not.
    pub fn len(&self) -> usize {
        self.read(|people| people.rows.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Looks for people. Blocking, for a few milliseconds at most.
    pub fn search(&self, query: &Query) -> Result<Found, SearchError> {
        let terms = list_terms(&query.words);
        let looked_up = terms.iter().map(|term| self.look_up(term)).collect::<Result<Vec<_>, _>>()?;
        let catalogue = &self.0.catalogue;
        let wanted = Dimension::ALL.map(|dimension| {
            query
                .wanted
                .get(&dimension)
                .filter(|codes| !codes.is_empty())
                .map(|codes| dimension.bits(catalogue, codes.iter().map(String::as_str)))
        });
        let mut tally = Tally::default();
        self.read(|people| {
            for row in people.rows.iter().filter(|row| query.today <= row.facts.valid_until) {
                let score = points(row, &looked_up);
                tally.count(row, &wanted, score);
            }
        });
        Ok(tally.found(query, catalogue, !terms.is_empty()))
    }

    /// What to mark in the texts of whoever `words` find.
    pub fn needles(&self, words: &str) -> Needles {
        Needles::new(&self.0.vocabulary, words)
    }

    fn look_up(&self, term: &Term) -> Result<LookedUp, SearchError> {
        Ok(LookedUp { own: self.0.reader.find(&term.runs)?, meaning: self.0.vocabulary.meaning(term) })
    }

    // A panic while holding a lock could at worst leave one row out of step, and people are checked against the store.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.0.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, look: impl FnOnce(&People) -> T) -> T {
        look(&self.0.people.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut People) -> T) -> T {
        change(&mut self.0.people.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl People {
    fn find(&self, id: SpecialistId) -> Option<&Row> {
        self.places.get(&id).and_then(|place| self.rows.get(*place))
    }

    fn put(&mut self, row: Row) {
        match self.places.get(&row.id).and_then(|place| self.rows.get_mut(*place)) {
            Some(before) => *before = row,
            None => {
                self.places.insert(row.id, self.rows.len());
                self.rows.push(row);
            }
        }
    }

    fn remove(&mut self, id: SpecialistId) -> Option<Row> {
        let place = self.places.remove(&id)?;
        let row = self.rows.swap_remove(place);
        if let Some(moved) = self.rows.get(place) {
            self.places.insert(moved.id, place);
        }
        Some(row)
    }
}

/// Where a term is found: in people's own texts, and in the words of the catalogue.
struct LookedUp {
    own: HashMap<u64, u32>,
    meaning: Meaning,
}

/// The points of a person for all terms; none if one of them is nowhere.
fn points(row: &Row, terms: &[LookedUp]) -> Option<u32> {
    let of_term = |term: &LookedUp| {
        let own = term.own.get(&row.number).copied().unwrap_or(0);
        let named = row.facts.bits.iter().zip(term.meaning).zip(POINTS).filter(|((has, named), _)| *has & named != 0);
        let points = own + named.map(|(_, points)| points).sum::<u32>();
        (points > 0).then_some(points)
    };
    terms.iter().map(of_term).sum()
}

/// A 64-bit mix of an id (the finaliser of SplitMix64): ids grow with time, and who came first must not always stand first.
fn scrambled(id: SpecialistId) -> u64 {
    let id = id.uuid().as_u128();
    let mut mixed = (id as u64) ^ ((id >> 64) as u64);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The place of the words among the reasons for which a row does not fit; dimensions are those before it.
const WORDS: usize = Dimension::ALL.len();

/// Counts in one walk over all rows.
struct Tally {
    fits: Vec<(Reverse<u32>, Reverse<chrono::NaiveDate>, u64, SpecialistId)>,
    /// For each dimension: of each bit how many would fit if that dimension were free.
    facets: [[usize; 64]; Dimension::ALL.len()],
    /// How many fail by one reason alone.
    only: [usize; WORDS + 1],
}

impl Default for Tally {
    fn default() -> Self {
        Self { fits: Vec::new(), facets: [[0; 64]; Dimension::ALL.len()], only: [0; WORDS + 1] }
    }
}

impl Tally {
    fn count(&mut self, row: &Row, wanted: &[Option<u64>; Dimension::ALL.len()], score: Option<u32>) {
        let fails = |(has, wanted): (&u64, &Option<u64>)| wanted.is_some_and(|wanted| has & wanted == 0);
        let mut failing = row.facts.bits.iter().zip(wanted).map(fails).chain([score.is_none()]).enumerate().filter(|(_, fails)| *fails);
        let (first, second) = (failing.next(), failing.next());
        match (first, second) {
            (None, _) => {
                self.fits.push((Reverse(score.unwrap_or(0)), Reverse(row.facts.last_confirmed), row.order, row.id));
                self.facets.iter_mut().zip(row.facts.bits).for_each(|(counts, bits)| add(counts, bits));
            }
            (Some((reason, _)), None) => {
                self.only.iter_mut().skip(reason).take(1).for_each(|count| *count += 1);
                let freed = self.facets.iter_mut().zip(row.facts.bits).skip(reason).take(1);
                freed.for_each(|(counts, bits)| add(counts, bits));
            }
            (Some(_), Some(_)) => {}
        }
    }

    fn found(mut self, query: &Query, catalogue: &Catalogue, has_words: bool) -> Found {
        let total = self.fits.len();
        self.fits.sort_unstable();
        let page = self.fits.iter().skip(query.offset).take(query.limit);
        let hits = page.map(|(Reverse(score), .., id)| Hit { id: *id, score: *score }).collect();
        let counted = |(dimension, counts): (Dimension, &[usize; 64])| {
            let codes = dimension.codes(catalogue).into_iter().zip(counts).filter(|(_, people)| **people > 0);
            (dimension, codes.map(|(code, people)| Counted { code: code.to_owned(), people: *people }).collect())
        };
        let facets: BTreeMap<_, Vec<Counted>> = Dimension::ALL.into_iter().zip(&self.facets).map(counted).collect();
        let filters = Dimension::ALL.map(Filter::By).into_iter().chain([Filter::Words]);
        let asked = |filter: Filter| match filter {
            Filter::Words => has_words,
            Filter::By(dimension) => query.wanted.get(&dimension).is_some_and(|codes| !codes.is_empty()),
        };
        let alone = filters.zip(self.only).filter(|(filter, people)| total == 0 && *people > 0 && asked(*filter));
        let mut emptied_by: Vec<Emptied> = alone.map(|(filter, people)| Emptied { filter, people }).collect();
        emptied_by.sort_by_key(|emptied| Reverse(emptied.people));
        Found { hits, total, facets, emptied_by }
    }
}

fn add(counts: &mut [usize; 64], bits: u64) {
    let mut left = bits;
    while left != 0 {
        counts.iter_mut().skip(left.trailing_zeros() as usize).take(1).for_each(|count| *count += 1);
        left &= left - 1;
    }
}
