use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn with(set: &str, change: impl Fn(&str) -> String) -> Result<Catalogue, CatalogueError> {
    let texts: Vec<(&str, String)> =
        load::EMBEDDED.iter().map(|(name, text)| (*name, if name.starts_with(set) { change(text) } else { (*text).to_owned() })).collect();
    Catalogue::from_texts(texts.iter().map(|(name, text)| (*name, text.as_str())), day("2026-11-21"))
}

#[test]
fn the_data_that_come_with_the_binary_are_right() {
    let catalogue = Catalogue::embedded(day("2026-11-21")).unwrap();
    let borders: usize = catalogue.prefectures().iter().map(|it| it.neighbours.len()).sum();
    assert_eq!((catalogue.prefectures().len(), borders / 2), (47, 86));
    let layer = |layer| catalogue.fields().iter().filter(|field| field.layer == layer).count();
    assert_eq!([layer(Layer::Management), layer(Layer::Strategy), layer(Layer::Practice)], [3, 7, 7]);
    assert_eq!(catalogue.fields().iter().filter(|field| field.security).count(), 6);
    assert_eq!(catalogue.industries().len(), 20);
}

#[test]
fn okinawa_has_no_neighbour_and_fukuoka_is_linked_to_yamaguchi() {
    let catalogue = Catalogue::embedded(day("2026-11-21")).unwrap();
    assert!(catalogue.neighbours("47").is_empty());
    assert!(catalogue.neighbours("40").contains(&"35"));
}

#[test]
fn ways_are_counted_in_borders_and_okinawa_is_reached_over_none() {
    let catalogue = Catalogue::embedded(day("2026-11-21")).unwrap();
    let bit = |code: &str| catalogue.prefecture_bit(code).unwrap();
    let borders = |one: &str, other: &str| catalogue.borders_between(bit(one), bit(other));
    assert_eq!((borders("21", "21"), borders("21", "23"), borders("13", "23")), (Some(0), Some(1), Some(3)));
    assert_eq!((borders("01", "03"), borders("13", "47"), borders("47", "47")), (Some(2), None, Some(0)));
    assert!((0..47).all(|one| (0..47).all(|other| catalogue.borders_between(one, other) == catalogue.borders_between(other, one))));
}

#[test]
fn a_qualification_is_known_however_it_is_written() {
    let catalogue = Catalogue::embedded(day("2026-11-21")).unwrap();
    let code = |text| catalogue.qualification_named(text).map(|known| known.code.as_str());
    assert_eq!(
        (code("診断士"), code("ｃｉｓｓｐ"), code("ISO 27001審査員")),
        (Some("sme-consultant"), Some("cissp"), Some("isms-auditor"))
    );
    assert_eq!(code("そろばん"), None);
}

#[test]
fn before_the_first_edition_nothing_is_in_force() {
    let error = Catalogue::embedded(day("2020-01-01")).unwrap_err();
    assert_eq!(error, CatalogueError::NoneInForce { set: "menus", today: day("2020-01-01") });
}

#[test]
fn the_newest_edition_whose_day_has_come_is_in_force() {
    let next = "edition = \"2027-04\"\nvalid_from = \"2027-04-01\"\nhour = 1\nvisit = 3\nday = 7\nproject = 0\nmonth = 0\nslot = 3\n";
    let texts = || load::EMBEDDED.iter().copied().chain([("units/2027-04.toml", next)]);
    let visit = |today| Catalogue::from_texts(texts(), day(today)).unwrap().unit_hours("visit");
    assert_eq!((visit("2027-03-31"), visit("2027-04-01")), (Some(2), Some(3)));
}

#[test]
fn a_pledge_that_is_given_no_more_keeps_its_words() {
    let text = load::EMBEDDED.iter().find(|(name, _)| name.starts_with("engagement")).unwrap().1;
    let edition = |code: &str, words: &str| {
        text.replace("edition = \"2026-11\"", "edition = \"2027-04\"")
            .replace("valid_from = \"2026-10-01\"", "valid_from = \"2027-04-01\"")
            .replace("code = \"2026-11\"", &format!("code = \"{code}\""))
            .replace("支援を通じて知った相手方の情報は", words)
    };
    let on =
        |next: &str, today| Catalogue::from_texts(load::EMBEDDED.iter().copied().chain([("engagement/2027-04.toml", next)]), day(today));
    let next = edition("2027-04", "互いの情報は");
    let catalogue = on(&next, "2027-04-01").unwrap();
    let rules = catalogue.engagement();
    assert_eq!(rules.pledge.code, "2027-04");
    assert!(rules.pledge_of("2026-11").unwrap().ja.starts_with("支援を通じて知った"));
    assert!(rules.pledge_of("2027-04").unwrap().ja.starts_with("互いの情報は"));
    assert!(on(&next, "2027-03-31").unwrap().engagement().pledge.code == "2026-11" && rules.pledge_of("2025-01").is_none());
    let error = on(&edition("2026-11", "互いの情報は"), "2027-04-01").unwrap_err();
    let why = "the pledge 2026-11 has other words in another edition".into();
    assert_eq!(error, CatalogueError::Wrong { set: "engagement", why }, "other words have another code");
}

#[test]
fn an_unknown_field_in_a_menu_is_refused() {
    let error = with("menus", |text| text.replacen("security-coordination", "no-such-field", 1)).unwrap_err();
    assert_eq!(error, CatalogueError::Wrong { set: "menus", why: "first-consultation draws on the unknown field no-such-field".into() });
}

#[test]
fn a_code_that_stands_twice_is_refused() {
    let error = with("decline_reasons", |text| text.replace("too-far", "no-time")).unwrap_err();
    assert_eq!(error, CatalogueError::Wrong { set: "decline_reasons", why: "no-time stands twice".into() });
}

#[test]
fn weights_that_do_not_add_up_to_one_are_refused() {
    assert!(matches!(with("weights", |text| text.replace("0.20", "0.30")), Err(CatalogueError::Wrong { set: "weights", .. })));
}

#[test]
fn a_one_sided_border_is_refused() {
    let error =
        with("prefectures", |text| text.replace("[\"45\", \"43\"]", "[\"45\"]").replace("[\"43\", \"45\"]", "[\"45\"]")).unwrap_err();
    assert!(matches!(error, CatalogueError::Wrong { set: "prefectures", .. }), "{error}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = with("units", |_| "edition = 3".to_owned()).unwrap_err();
    assert!(error.to_string().starts_with("units/2026-04.toml: "), "{error}");
}

#[test]
fn an_industry_without_a_category_is_refused() {
    let why = |change: fn(&str) -> String| match with("sme_definition", change) {
        Err(CatalogueError::Wrong { set: "sme_definition", why }) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why(|text| text.replace("\"A\", ", "")), "division A belongs nowhere");
    assert_eq!(
        why(|text| text.replace("category = \"retail\"", "category = \"shops\"")),
        "industries belong to the unknown category shops"
    );
    assert_eq!(why(|text| text.replace("\"I50\"", "\"I56\"")), "I56 stands twice");
    assert_eq!(why(|text| text.replace("\"I50\"", "\"50\"")), "\"50\" is no code of an industry");
    assert_eq!(why(|text| text.replace("staff_at_most = 900", "staff_at_most = 0")), "rubber has a zero, so nobody would belong to it");
    assert_eq!(why(|text| text.replace("small_staff_at_most = 20", "small_staff_at_most = 301")), "other calls small what is too large");
}

#[test]
fn an_interval_that_makes_no_sense_is_refused() {
    let told = |keys: &str| {
        let changed = with("waves/2026-11", |text| text.replacen("expiry_hours = 72\n", &format!("expiry_hours = 72\n{keys}\n"), 1));
        changed.err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert_eq!(told("interval_hours = 24\nmax_open_offers = 6"), "");
    assert!(told("interval_hours = 24").contains("normal has only one of interval_hours and max_open_offers"));
    assert!(told("max_open_offers = 6").contains("only one of"));
    assert!(told("interval_hours = 0\nmax_open_offers = 6").contains("an interval of no hours"));
    assert!(told("interval_hours = 72\nmax_open_offers = 6").contains("as long as the expiry"));
    assert!(told("interval_hours = 24\nmax_open_offers = 5").contains("fewer open offers than its largest wave"));
}

#[test]
fn from_december_an_incident_asks_others_after_an_hour() {
    let policy = |day_| Catalogue::embedded(day(day_)).unwrap().wave_policy("incident").unwrap().clone();
    let (before, after) = (policy("2026-11-30"), policy("2026-12-01"));
    assert_eq!((before.interval_hours, after.interval_hours, after.max_open_offers), (None, Some(1), Some(24)));
    assert_eq!(crate::catalogue::WavePolicy { interval_hours: None, max_open_offers: None, ..after }, before, "nothing else has changed");
}

#[test]
fn a_rule_of_retention_that_makes_no_sense_is_refused() {
    let told = |from: &str, to: &str| {
        with("retention", |text| text.replacen(from, to, 1)).err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert!(told("months = 6", "months = 0").contains("is kept for 0 months, not for 1 to 240"));
    assert!(told("state = \"cancelled\"", "state = \"open\"").contains("nothing to forget of a help-request in state open"));
    assert!(told("state = \"cancelled\"", "state = \"unmatched\"").contains("stands twice"));
}

#[test]
fn the_worries_of_the_source_papers_lead_to_the_menus_that_help() {
    let catalogue = Catalogue::embedded(day("2026-11-21")).unwrap();
    let menus = |code: &str| catalogue.worries().iter().find(|card| card.code == code).unwrap().menus.clone();
    assert_eq!(menus("data-leak"), ["basic-check"]);
    assert_eq!(menus("untrained-staff"), ["staff-training"]);
    assert_eq!(menus("ransomware"), ["backup-plan", "basic-check"]);
    let incidents: Vec<&str> = catalogue.worries().iter().filter(|card| card.incident).map(|card| card.code.as_str()).collect();
    assert_eq!(incidents, ["happening-now"]);
}

#[test]
fn a_worry_that_leads_nowhere_is_refused() {
    let told =
        |from: &str, to: &str| with("worries", |text| text.replacen(from, to, 1)).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(told("[\"staff-training\"]", "[\"yoga\"]").contains("untrained-staff names the unknown menu yoga"));
    assert!(told("[\"staff-training\"]", "[]").contains("names 0 menus"));
    assert!(told("code = \"wifi\"", "code = \"passwords\"").contains("passwords stands twice"));
    let bands = with("budgets", |text| text.replace("[3, 5,", "[5, 3,")).err().map(|error| error.to_string());
    assert!(bands.is_some_and(|told| told.contains("do not rise")));
}

#[test]
fn every_menu_says_what_to_prepare_and_what_stays_the_companys_own() {
    let catalogue = Catalogue::embedded(day("2026-11-21")).unwrap();
    for menu in catalogue.menus() {
        let told = [&menu.prepare_ja, &menu.prepare_en, &menu.own_ja, &menu.own_en];
        assert!(told.iter().all(|text| !text.is_empty()), "{}", menu.code);
    }
    let before = Catalogue::from_texts(load::EMBEDDED.into_iter().filter(|(name, _)| *name != "menus/2026-11.toml"), day("2026-11-21"));
    let codes = |catalogue: &Catalogue| catalogue.menus().iter().map(|menu| menu.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&before.unwrap()), codes(&catalogue), "no code goes away or moves");
}
