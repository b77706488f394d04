use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::vocabulary::Vocabulary;
use super::*;
use crate::active_list::{BaseForm, ContactForm, ExperienceForm, OfferedMenuForm, RegistrationForm, Specialist, SpecialistForm};
use crate::catalogue::{Catalogue, Named};
use crate::clock::Moment;
use crate::ids::{Ids, SpecialistId};
use crate::values::folded;

/// Built once: the finder of its words takes longest.
static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(Catalogue::embedded(today()).unwrap()));

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(Vocabulary::new(&CATALOGUE)));

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn ids(count: usize) -> Vec<SpecialistId> {
    let ids = Ids::seeded(7);
    (0..count).map(|_| ids.fresh(Moment::UNIX_EPOCH)).collect()
}

/// Somebody in Gifu who offers the basic check.
fn form() -> SpecialistForm {
    SpecialistForm {
        registration: RegistrationForm { number: "987654".into(), valid_until: "2028-03-31".into(), status: None },
        name: "本名 秘密".into(),
        display_name: Some("さとけん".into()),
        contacts: vec![ContactForm { address: "himitsu@risu.example".into(), ..ContactForm::default() }],
        affiliation: "independent".into(),
        base: BaseForm { prefecture: "21".into(), municipality: "多治見市".into() },
        menus: vec![menu("basic-check")],
        hours_per_week: Some(5),
        max_engagements: Some(1),
        last_confirmed: Some("2026-11-01".into()),
        ..SpecialistForm::default()
    }
}

fn menu(code: &str) -> OfferedMenuForm {
    OfferedMenuForm { menu: code.into(), minimum_fee_yen: Some(10_000), unit: "visit".into() }
}

fn told(text: &str) -> ExperienceForm {
    ExperienceForm {
        industry: "E".into(),
        role: "担当".into(),
        from_year: Some(2020),
        to_year: None,
        staff: None,
        guideline_step: None,
        text: text.into(),
    }
}

fn checked(form: &SpecialistForm) -> Specialist {
    form.check(&CATALOGUE, today()).unwrap()
}

/// An index of these people, all of whom gave both words of consent.
fn index_of(people: &[(SpecialistId, Specialist)]) -> SearchIndex {
    let index = SearchIndex::with(CATALOGUE.clone(), VOCABULARY.clone()).unwrap();
    for (id, specialist) in people {
        if let Some(listed) = Listed::of(&CATALOGUE, *id, specialist, true, true) {
            index.put(listed, 1).unwrap();
        }
    }
    index.commit().unwrap();
    index
}

fn query(words: &str) -> Query {
    Query { words: words.into(), wanted: BTreeMap::new(), today: today(), limit: 100, offset: 0 }
}

fn snippet(words: &str, specialist: &Specialist) -> Vec<Part> {
    Needles::new(&VOCABULARY, words).snippet(specialist)
}

/// How many of one person the words find.
fn finds(form: &SpecialistForm, words: &str) -> usize {
    index_of(&[(ids(1)[0], checked(form))]).search(&query(words)).unwrap().total
}

#[test]
fn every_spelling_of_sekisupe_finds_every_other() {
    let spellings = ["セキスペ", "セキスぺ", "せきすぺ", "ｾｷｽﾍﾟ"];
    for written in spellings {
        let person = SpecialistForm { experiences: vec![told(&format!("登録{written}として活動しています。"))], ..form() };
        for typed in spellings {
            assert_eq!(finds(&person, typed), 1, "{typed} in {written}");
            assert_eq!(finds(&person, &format!("登録{typed}")), 1);
        }
    }
}

#[test]
fn another_word_for_a_service_finds_who_offers_its_menu() {
    let trainer = SpecialistForm { menus: vec![menu("mail-drill")], ..form() };
    for word in ["標的型攻撃メール訓練", "だましメール訓練", "だましメールの訓練", "フィッシング訓練", "Phishing drills", "ﾌｨｯｼﾝｸﾞ"]
    {
        assert_eq!((finds(&trainer, word), finds(&form(), word)), (1, 0), "{word}");
    }
}

#[test]
fn what_somebody_did_finds_them_by_other_words_too() {
    let told = told("社員三十人の会社で、だましのメールの訓練を年二回行いました。");
    let person = SpecialistForm { menus: Vec::new(), experiences: vec![told], ..form() };
    assert_eq!(finds(&person, "標的型メール訓練"), 1);
    let parts = snippet("標的型メール訓練", &checked(&person));
    assert!(parts.iter().any(|part| part.matched && part.text == "だましのメールの訓練"), "{parts:?}");
}

#[test]
fn all_words_must_be_found_and_particles_do_not_count() {
    let person = SpecialistForm { experiences: vec![told("工場の無線を直しました。")], ..form() };
    let found = ["工場 無線", "工場の無線", "無線", "線", "多治見", "岐阜", "さとけん", "製造業"].map(|words| finds(&person, words));
    assert_eq!(found, [1; 8]);
    assert_eq!(["工場 有線", "線無", "soc"].map(|words| finds(&person, words)), [0; 3]);
}

#[test]
fn a_latin_word_is_found_as_a_whole() {
    let person =
        SpecialistForm { experiences: vec![told("自社のＳＯＣで当番をつとめました。AWS も使います。")], ..form() };
    assert_eq!(["soc", "SOC", "aws", "so", "aw"].map(|words| finds(&person, words)), [1, 1, 1, 0, 0]);
}

#[test]
fn full_name_contacts_and_number_find_nobody() {
    let person = form();
    for secret in ["本名", "秘密", "himitsu", "risu.example", "987654", "independent"] {
        assert_eq!(finds(&person, secret), 0, "{secret}");
    }
}

#[test]
fn what_was_done_stands_before_what_is_offered_and_fresher_before_older() {
    let offers = SpecialistForm { menus: vec![menu("mail-drill")], ..form() };
    let older = SpecialistForm { last_confirmed: Some("2026-01-01".into()), ..offers.clone() };
    let did = SpecialistForm { experiences: vec![told("標的型メール訓練を担当。")], ..older.clone() };
    let ids = ids(3);
    let people: Vec<_> = ids.iter().copied().zip([&older, &offers, &did].map(checked)).collect();
    let hits = index_of(&people).search(&query("標的型メール訓練")).unwrap().hits;
    assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [ids[2], ids[1], ids[0]]);
}

#[test]
fn who_is_taken_out_is_gone_before_the_next_commit_and_comes_back_changed() {
    let id = ids(1)[0];
    let index = index_of(&[(id, checked(&SpecialistForm { experiences: vec![told("無線を直しました。")], ..form() }))]);
    index.remove(id);
    assert_eq!((index.search(&query("無線")).unwrap().total, index.search(&query("")).unwrap().total), (0, 0));
    let changed = checked(&SpecialistForm { experiences: vec![told("有線を直しました。")], ..form() });
    index.put(Listed::of(&CATALOGUE, id, &changed, true, true).unwrap(), 2).unwrap();
    index.commit().unwrap();
    assert_eq!(["無線", "有線"].map(|words| index.search(&query(words)).unwrap().total), [0, 1]);
}

#[test]
fn an_empty_result_names_what_to_leave_out() {
    let index = index_of(&[(ids(1)[0], checked(&form()))]);
    let mut query = query("岐阜");
    query.wanted = BTreeMap::from([(Dimension::Prefecture, vec!["21".into()]), (Dimension::Menu, vec!["mail-drill".into()])]);
    let found = index.search(&query).unwrap();
    assert_eq!(found.emptied_by, [Emptied { filter: Filter::By(Dimension::Menu), people: 1 }]);
    query.words = "沖縄".into();
    assert_eq!(index.search(&query).unwrap().emptied_by, [], "two are too narrow");
    query.wanted.remove(&Dimension::Menu);
    assert_eq!(index.search(&query).unwrap().emptied_by, [Emptied { filter: Filter::Words, people: 1 }]);
}

#[test]
fn a_snippet_is_cut_around_what_was_found() {
    let text = format!("{}無線の設定を直しました。{}", "あいうえお".repeat(40), "かきくけこ".repeat(40));
    let person = checked(&SpecialistForm { experiences: vec![told("工場の話。"), told(&text)], ..form() });
    let parts = snippet("無線", &person);
    assert_eq!(parts.iter().filter(|part| part.matched).map(|part| part.text.as_str()).collect::<Vec<_>>(), ["無線"]);
    assert!(parts.first().is_some_and(|part| part.text == "…") && parts.last().is_some_and(|part| part.text == "…"));
    assert!(parts.iter().map(|part| part.text.chars().count()).sum::<usize>() <= 122);
    assert_eq!(snippet("", &person)[0].text, "工場の話。");
    assert_eq!(snippet("無線", &checked(&form())), []);
}

const MENUS: [&str; 4] = ["basic-check", "mail-drill", "monitoring", "factory-security"];
const FIELDS: [&str; 3] = ["security-audit", "legal", "security-monitoring"];
const PLACES: [(&str, &str); 3] = [("21", "多治見市"), ("23", "豊田市"), ("13", "北区")];
const TEXTS: [&str; 4] =
    ["工場の無線を直しました。", "だましメールの訓練を年二回。", "監視の当番と記録の点検", "登録ｾｷｽﾍﾟとして相談会に立つ"];
const WORDS: [&str; 8] = ["", "無線", "訓練", "セキスぺ", "監視", "点", "岐阜", "工場 無線"];

/// Somebody by chance, with both words of consent by chance.
fn anybody() -> impl Strategy<Value = (SpecialistForm, bool, bool)> {
    let affiliation = prop_oneof![Just("independent"), Just("employed_side_job_ok"), Just("employed_hidden")];
    let status = prop_oneof![4 => Just("registered"), 1 => Just("lapsed"), 1 => Just("revoked")];
    let has = (subsequence(&MENUS[..], 0..3), subsequence(&FIELDS[..], 0..3), subsequence(&TEXTS[..], 0..3));
    let place = (0..PLACES.len(), subsequence(vec!["21", "22", "23"], 0..3));
    let rest = (any::<bool>(), prop::sample::select(vec!["A", "E", "G"]), -2_i64..3, 0_u64..3);
    (affiliation, status, has, place, rest, prop::bool::weighted(0.8), prop::bool::weighted(0.8)).prop_map(
        |(affiliation, status, (menus, fields, texts), (place, served), (remote, industry, days, confirmed), consented, public)| {
            let valid_until = today().checked_add_signed(chrono::Duration::days(days)).unwrap().to_string();
            let (prefecture, municipality) = PLACES[place];
            let person = SpecialistForm {
                registration: RegistrationForm { number: "000001".into(), valid_until, status: Some(status.into()) },
                affiliation: affiliation.into(),
                base: BaseForm { prefecture: prefecture.into(), municipality: municipality.into() },
                served_prefectures: served.into_iter().map(str::to_owned).collect(),
                remote,
                menus: menus.into_iter().map(menu).collect(),
                fields: fields.into_iter().map(str::to_owned).collect(),
                experiences: texts.into_iter().map(|text| ExperienceForm { industry: industry.into(), ..told(text) }).collect(),
                last_confirmed: Some((today() - Days::new(confirmed)).to_string()),
                ..form()
            };
            (person, consented, public)
        },
    )
}

fn any_query() -> impl Strategy<Value = Query> {
    let codes = |codes: &[&str]| {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        subsequence(codes, 0..2)
    };
    let wanted = (
        codes(&["21", "22", "13"]),
        codes(&MENUS),
        codes(&FIELDS),
        codes(&["soc", "mail-drill", "ot"]),
        codes(&["A", "E"]),
        codes(&["yes"]),
    );
    (prop::sample::select(&WORDS[..]), wanted).prop_map(|(words, (prefecture, menu, field, service, industry, remote))| {
        let dimensions =
            [Dimension::Prefecture, Dimension::Menu, Dimension::Field, Dimension::Service, Dimension::Industry, Dimension::Remote];
        Query { wanted: dimensions.into_iter().zip([prefecture, menu, field, service, industry, remote]).collect(), ..query(words) }
    })
}

/// The codes of a person, told from the profile and not from bits.
fn codes_of(one: &Specialist, dimension: Dimension) -> Vec<String> {
    let menus: Vec<String> = one.menus.iter().map(|offered| offered.menu.clone()).collect();
    let texts: String =
        one.experiences.iter().map(|experience| format!("{}\n{}\n", experience.role.as_str(), experience.text.as_str())).collect();
    let topics = CATALOGUE.topics(&texts);
    let offered = CATALOGUE.services().iter().filter(|service| {
        let bit = CATALOGUE.service_bit(&service.code).unwrap();
        service.menus.iter().any(|menu| menus.contains(menu))
            || service.fields.iter().any(|field| one.fields.contains(field))
            || topics >> bit & 1 == 1
    });
    match dimension {
        Dimension::Prefecture => one.served_prefectures.clone(),
        Dimension::Menu => menus,
        Dimension::Field => one.fields.clone(),
        Dimension::Service => offered.map(|service| service.code.clone()).collect(),
        Dimension::Category => offered.map(|service| service.category.clone()).collect(),
        Dimension::Industry => one.experiences.iter().map(|experience| experience.industry.clone()).collect(),
        Dimension::Remote => {
            if one.remote {
                vec!["yes".into()]
            } else {
                Vec::new()
            }
        }
    }
}

fn says(one: &Specialist, word: &str) -> bool {
    let own = one.experiences.iter().flat_map(|experience| [experience.role.as_str(), experience.text.as_str()]);
    let own = own.chain([one.display_name.as_str(), one.base.municipality.as_str()]).map(str::to_owned);
    fn both(named: Option<&impl Named>) -> Vec<String> {
        named.map(|named| vec![named.ja().to_owned(), named.en().to_owned()]).unwrap_or_default()
    }
    let named = Dimension::ALL.into_iter().flat_map(|dimension| codes_of(one, dimension).into_iter().map(move |code| (dimension, code)));
    let named = named.flat_map(|(dimension, code)| match dimension {
        Dimension::Prefecture => both(CATALOGUE.prefecture(&code)),
        Dimension::Menu => both(CATALOGUE.menu(&code)),
        Dimension::Field => both(CATALOGUE.field(&code)),
        Dimension::Service => CATALOGUE.service(&code).unwrap().words().map(str::to_owned).collect(),
        Dimension::Category => both(CATALOGUE.service_category(&code)),
        Dimension::Industry => both(CATALOGUE.industry(&code)),
        Dimension::Remote => Vec::new(),
    });
    own.chain(named).any(|text| folded(&text).contains(&folded(word)))
}

fn fits(one: &Specialist, query: &Query, without: Option<Filter>) -> bool {
    let words = without == Some(Filter::Words) || query.words.split_whitespace().all(|word| says(one, word));
    words
        && query.wanted.iter().all(|(dimension, codes)| {
            let has = codes_of(one, *dimension);
            without == Some(Filter::By(*dimension)) || codes.is_empty() || codes.iter().any(|code| has.contains(code))
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_whom_a_look_at_each_profile_finds(people in prop::collection::vec(anybody(), 1..12), query in any_query()) {
        let index = SearchIndex::with(CATALOGUE.clone(), VOCABULARY.clone()).unwrap();
        let mut allowed: Vec<(SpecialistId, Specialist)> = Vec::new();
        for (id, (form, consented, public)) in ids(people.len()).into_iter().zip(&people) {
            let one = checked(form);
            if let Some(listed) = Listed::of(&CATALOGUE, id, &one, *consented, *public) {
                index.put(listed, 1).unwrap();
            }
            let holds = one.registration.holds_on(today());
            if *consented && *public && holds && form.affiliation != "employed_hidden" {
                allowed.push((id, one));
            }
        }
        index.commit().unwrap();
        let found = index.search(&query).unwrap();
        let mut hits: Vec<SpecialistId> = found.hits.iter().map(|hit| hit.id).collect();
        hits.sort();
        let mut expected: Vec<SpecialistId> = allowed.iter().filter(|(_, one)| fits(one, &query, None)).map(|(id, _)| *id).collect();
        expected.sort();
        prop_assert_eq!(&hits, &expected, "whoever may not be found is never found, the others are");
        prop_assert_eq!(found.total, expected.len());

        for dimension in Dimension::ALL {
            let free: Vec<&Specialist> = allowed.iter().filter(|(_, one)| fits(one, &query, Some(Filter::By(dimension)))).map(|(_, one)| one).collect();
            let count = |code: &str| free.iter().filter(|one| codes_of(one, dimension).iter().any(|has| has == code)).count();
            let expected: Vec<Counted> = dimension.codes(&CATALOGUE).into_iter().map(|code| Counted { code: code.into(), people: count(code) }).filter(|counted| counted.people > 0).collect();
            prop_assert_eq!(&found.facets[&dimension], &expected);
            let emptied = found.emptied_by.iter().find(|emptied| emptied.filter == Filter::By(dimension)).map_or(0, |emptied| emptied.people);
            let asked = query.wanted.get(&dimension).is_some_and(|codes| !codes.is_empty());
            prop_assert_eq!(emptied, if found.total == 0 && asked { free.len() } else { 0 });
        }
    }

}

proptest! {
    // Each case makes a dozen segments.
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_a_list_does_not_depend_on_how_it_came_about(people in prop::collection::vec(anybody(), 2..8), words in prop::sample::select(&WORDS[..])) {
        let people: Vec<(SpecialistId, Specialist)> = ids(people.len()).into_iter().zip(people.iter().map(|(form, ..)| checked(form))).collect();
        let straight = index_of(&people);
        let mut backwards = people.clone();
        backwards.reverse();
        let roundabout = index_of(&backwards);
        for (id, one) in &people {
            roundabout.remove(*id);
            roundabout.commit().unwrap();
            if let Some(listed) = Listed::of(&CATALOGUE, *id, one, true, true) {
                roundabout.put(listed, 2).unwrap();
            }
        }
        roundabout.commit().unwrap();
        prop_assert_eq!(straight.search(&query(words)).unwrap(), roundabout.search(&query(words)).unwrap());
        let page = Query { limit: 1, offset: 1, ..query(words) };
        let (second, all) = (straight.search(&page).unwrap().hits, straight.search(&query(words)).unwrap().hits);
        prop_assert_eq!(second.first(), all.get(1));
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_query_and_no_profile_is_too_odd(words in any::<String>(), text in "\\PC{0,80}") {
        let person = SpecialistForm { experiences: vec![told(&text)], ..form() };
        if let Ok(one) = person.check(&CATALOGUE, today()) {
            let index = index_of(&[(ids(1)[0], one.clone())]);
            prop_assert!(index.search(&query(&words)).unwrap().total <= 1);
            let shown: String = snippet(&words, &one).into_iter().map(|part| part.text).collect();
            prop_assert!(shown.chars().count() <= 122);
        }
    }
}
