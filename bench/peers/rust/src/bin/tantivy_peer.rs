//! tantivy, all in memory and in one segment: terms for the filter, fast fields for the score.

use std::time::Instant;

use nakodo_bench_peers::measure::milliseconds_since;
use nakodo_bench_peers::workload::{LEAST_OVERLAP, MENUS, MOST_OVERLAP, TODAY, TOP};
use nakodo_bench_peers::{Answer, Columns, Failure, Job, Outcome, Question};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema};
use tantivy::{DocId, Index, IndexWriter, Searcher, SegmentReader, TantivyDocument, Term};

const WRITER_BYTES: usize = 1_500_000_000;
/// The sort key of a profile that shares too few slots: below every real one, and left out of the answer.
const UNFIT: (i64, i64) = (i64::MIN, 0);

struct Fields {
    id: Field,
    pref: Field,
    menu: Field,
    remote: Field,
    has_capacity: Field,
    fields: Field,
    avail: Field,
    rating: Field,
    rate: Field,
    fresh: Field,
}

fn main() -> Result<(), Failure> {
    let job = Job::from_arguments()?;
    let columns = job.columns()?;
    let start = Instant::now();
    let (index, fields) = build(&columns)?;
    let searcher = index.reader()?.searcher();
    let build_ms = milliseconds_since(start);
    if searcher.segment_readers().len() != 1 {
        return Err(format!("{} segments instead of one", searcher.segment_readers().len()).into());
    }
    let bytes = searcher.space_usage()?.total().get_bytes();
    job.measure("tantivy", Outcome::Compared, build_ms, bytes as f64, |question| search(&searcher, &fields, question))
}

fn build(columns: &Columns) -> Result<(Index, Fields), Failure> {
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_u64_field("id", FAST),
        pref: schema.add_u64_field("pref", INDEXED | FAST),
        menu: schema.add_u64_field("menu", INDEXED),
        remote: schema.add_u64_field("remote", INDEXED),
        has_capacity: schema.add_u64_field("has_capacity", INDEXED),
        fields: schema.add_u64_field("fields", FAST),
        avail: schema.add_u64_field("avail", FAST),
        rating: schema.add_u64_field("rating", FAST),
        rate: schema.add_u64_field("rate", FAST),
        fresh: schema.add_u64_field("fresh", FAST),
    };
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
    for at in 0..columns.len() {
        let mut document = TantivyDocument::default();
        document.add_u64(fields.id, at as u64);
        document.add_u64(fields.pref, columns.pref[at].into());
        for menu in (0..MENUS).filter(|menu| columns.menus[at] >> menu & 1 == 1) {
            document.add_u64(fields.menu, menu.into());
        }
        document.add_u64(fields.remote, columns.remote[at].into());
        document.add_u64(fields.has_capacity, (columns.cap[at] > 0).into());
        document.add_u64(fields.fields, columns.fields[at].into());
        document.add_u64(fields.avail, columns.avail[at].into());
        document.add_u64(fields.rating, columns.rating[at].into());
        document.add_u64(fields.rate, columns.rate[at].into());
        document.add_u64(fields.fresh, columns.fresh[at].into());
        writer.add_document(document)?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    Ok((index, fields))
}

fn term(field: Field, value: u64) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_u64(field, value), IndexRecordOption::Basic))
}

fn search(searcher: &Searcher, fields: &Fields, question: &Question) -> Result<Answer, Failure> {
    let mut region: Vec<_> = question.prefs.iter().map(|pref| term(fields.pref, (*pref).into())).collect();
    if question.remote {
        region.push(term(fields.remote, 1));
    }
    let mut all = vec![term(fields.has_capacity, 1), Box::new(BooleanQuery::union(region))];
    all.extend(question.required_menus().map(|menu| term(fields.menu, menu as u64)));
    let (pref, wanted, slots, budget) = (u64::from(question.pref), question.fields, question.avail, i64::from(question.budget));
    let key = move |segment: &SegmentReader| {
        // A column that is missing reads as 0 here and then as a wrong answer, which the comparison shows.
        let column = |name: &str| segment.fast_fields().u64(name).map(|column| column.first_or_default_col(0));
        let columns = ["id", "pref", "fields", "avail", "rating", "rate", "fresh"].map(|name| column(name).ok());
        move |document: DocId| {
            let value = |at: usize| columns[at].as_ref().map_or(0, |column| column.get_val(document));
            let overlap = (value(3) as u32 & slots).count_ones();
            if overlap < LEAST_OVERLAP {
                return UNFIT;
            }
            let near = if value(1) == pref { 20 } else { 0 };
            let score = 40 * i64::from((value(2) as u32 & wanted).count_ones())
                + near
                + 5 * i64::from(overlap.min(MOST_OVERLAP))
                + 2 * value(4) as i64
                - (value(5) as i64 - budget).abs() / 100
                - (i64::from(TODAY) - value(6) as i64) / 7;
            (score, -(value(0) as i64))
        }
    };
    let best = searcher.search(&BooleanQuery::intersection(all), &TopDocs::with_limit(TOP).order_by(key))?;
    Ok(best.into_iter().filter(|(key, _)| *key != UNFIT).map(|((score, id), _)| (score as i32, -id as u32)).collect())
}
