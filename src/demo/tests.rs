use std::collections::HashSet;

use chrono::NaiveDate;

use super::people::Crowd;
use super::*;
use crate::active_list::{Affiliation, ConsentForm, LISTING, PUBLIC_LISTING, Specialist, latest_word};
use crate::catalogue::Catalogue;
use crate::clock::spoken_moment;
use crate::desk::{list_accounts, list_offers, look_at_listed, look_at_own_reviews, view_help_request};
use crate::engagement::Ending;
use crate::identity::Role;
use crate::intake::HelpRequestState;
use crate::language::Language;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

type Invented = (Specialist, Vec<ConsentForm>);

fn crowd(seed: u64, count: usize) -> Vec<Invented> {
    let catalogue = Catalogue::embedded(today()).unwrap();
    let mut crowd = Crowd::new(&catalogue, today(), seed).unwrap();
    (0..count).map(|_| crowd.person().unwrap()).collect()
}

#[test]
fn the_same_seed_gives_the_same_people() {
    assert_eq!(crowd(7, 200), crowd(7, 200));
    assert_ne!(crowd(7, 200), crowd(8, 200));
}

#[test]
fn a_sample_of_invented_people_passes_the_form_of_the_list() {
    let catalogue = Catalogue::embedded(today()).unwrap();
    let mut crowd = Crowd::new(&catalogue, today(), 3).unwrap();
    for _ in 0..2_000 {
        let form = crowd.form();
        assert_eq!(form.check(&catalogue, today()).map(drop), Ok(()), "{form:?}");
    }
}

#[test]
fn everybody_has_a_number_of_their_own_and_no_mailbox_is_real() {
    let people = crowd(SEED, 24_000);
    let numbers: HashSet<_> = people.iter().map(|(person, _)| person.registration.number.as_str()).collect();
    assert_eq!(numbers.len(), people.len());
    let domains = people.iter().flat_map(|(person, _)| &person.contacts).map(|contact| contact.address.domain());
    assert!(domains.into_iter().all(|domain| domain.ends_with(".example") || domain == "example.jp" || domain.ends_with(".example.jp")));
}

#[test]
fn the_list_has_the_proportions_that_were_asked_for() {
    let people = crowd(SEED, 10_000);
    let share = |of: fn(&Invented) -> bool| people.iter().filter(|person| of(person)).count() as f64 / 10_000.0;
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 0.02, "{found} instead of {wanted}");
    near(share(|(person, _)| person.affiliation == Affiliation::EmployedHidden), 0.70);
    near(share(|(person, _)| person.affiliation == Affiliation::EmployedSideJobOk), 0.22);
    near(share(|(person, _)| person.affiliation == Affiliation::Independent), 0.08);
    near(share(|(person, _)| !person.registration.holds_on(today())), 0.037);
    near(share(|(person, _)| person.language() == Language::En), 0.02);
    near(share(|(person, _)| person.contacts.iter().any(|contact| contact.shared)), 0.06);
    near(share(|(person, _)| person.base.prefecture == "13"), 0.28);
    let without_consent = share(|(_, consents)| latest_word(consents, LISTING) != Some(true));
    assert!((0.5..0.7).contains(&without_consent), "{without_consent}");
    near(share(|(_, consents)| latest_word(consents, PUBLIC_LISTING) == Some(true)), 0.12);
    let oldest = people.iter().map(|(person, _)| (today() - person.last_confirmed).num_days()).max().unwrap();
    assert!((480..550).contains(&oldest), "{oldest} days");
    assert!(people.iter().all(|(person, _)| !person.menus.is_empty() && person.experiences.len() <= 3));
}

#[test]
fn every_company_form_passes_the_check_of_the_intake() {
    let catalogue = Catalogue::embedded(today()).unwrap();
    for tale in TALES {
        assert_eq!(tale.form(today()).check(&catalogue, today()).map(drop), Ok(()), "{}", tale.name);
    }
    assert_eq!(TALES.iter().filter(|tale| tale.left_open).count(), 1);
}

#[test]
fn figures_are_grouped_by_thousands() {
    assert_eq!([grouped(0), grouped(999), grouped(24_000), grouped(1_234_567)], ["0", "999", "24,000", "1,234,567"]);
}

#[test]
fn a_folder_with_a_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    assert!(empty(folder.path().to_owned()).is_ok());
    std::fs::write(folder.path().join("nakodo.sqlite"), "").unwrap();
    let told = empty(folder.path().to_owned()).unwrap_err().to_string();
    assert!(told.contains("holds a database already"), "{told}");
}

#[test]
fn a_taken_port_is_replaced_only_where_nobody_chose_it() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    assert!(listen(&taken, false).is_err(), "somebody chose it in the settings");
    // Held by this test or by anybody else on this machine.
    let _usual = TcpListener::bind(LISTEN);
    assert!(listen(LISTEN, true).is_err());
    assert!(listen(LISTEN, false).is_ok());
}

#[test]
fn the_usual_address_is_that_of_the_settings() {
    let defaults: toml::Table = toml::from_str(crate::settings::DEFAULTS).unwrap();
    assert_eq!(defaults["web"]["listen"].as_str(), Some(LISTEN));
    assert_eq!(defaults["web"]["public_url"].as_str(), Some(PUBLIC_URL));
}

#[test]
fn an_address_for_everybody_is_opened_as_this_machine() {
    assert_eq!(reachable("0.0.0.0:81".parse().unwrap()).to_string(), "127.0.0.1:81");
    assert_eq!(reachable("192.0.2.1:81".parse().unwrap()).to_string(), "192.0.2.1:81");
}

#[test]
fn the_story_begins_on_the_morning_of_a_working_day() {
    for hour in 0..24 * 7 {
        let now = Clock::frozen(chrono::DateTime::from_timestamp(1_795_000_000 + hour * 3_600, 0).unwrap()).now();
        let began = story::beginning(now);
        let spoken = spoken_moment(began, Language::En);
        assert!(spoken.ends_with(", 10:00 JST") && !spoken.starts_with('S'), "{spoken}");
        assert!((Duration::days(20)..Duration::days(23)).contains(&(now - began)), "{began}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_demo_ends_with_five_matches_two_of_them_told_to_the_end_one_without_and_one_open() {
    let folder = tempfile::tempdir().unwrap();
    let overrides = Overrides { config_file: None, data_dir: Some(folder.path().to_owned()), listen: None };
    let settings = settle_settings(RawSettings::load(&overrides).unwrap()).unwrap();
    let (app, shift) = build(settings).await.unwrap();
    let began = Clock::system().now();
    fill(&app, FEWEST_PEOPLE, Teller::Nobody).await.unwrap();
    app.wake().await.unwrap();
    let narrator = Narrator::new(Teller::Nobody, &app.desk.catalogue, &app.desk.clock);
    let (played, after) = Story::new(&app, narrator, shift).play().await.unwrap();

    let mut states = Vec::new();
    let mut waves = 0;
    for id in &played {
        let view = view_help_request(&app.desk, *id, Role::Operator).await.unwrap();
        waves = waves.max(view.waves);
        states.push(view.state);
    }
    let ended = |state| states.iter().filter(|one| **one == state).count();
    assert_eq!(
        (ended(HelpRequestState::Matched), ended(HelpRequestState::Unmatched), ended(HelpRequestState::Open)),
        (5, 1, 1),
        "{states:?}"
    );
    assert!(waves >= 2, "somebody declined or stayed silent, so others were asked");
    let last = *played.last().unwrap();
    assert_eq!(states.last(), Some(&HelpRequestState::Open));
    let offers = list_offers(&app.desk, last, Role::Operator).await.unwrap();
    assert!(!offers.is_empty());
    assert!(offers.iter().all(|offer| offer.state.is_open() && offer.expires_at > began + Duration::hours(71)));
    let (offers, matches, letters) = count(&app, played.clone()).await.unwrap();
    assert!(offers > 7 && matches == 5);
    let files = std::fs::read_dir(folder.path().join("mail")).unwrap().count();
    assert_eq!(files, usize::try_from(letters).unwrap());
    what_came_after(&app, &played, after).await;
}

/// Of the first two matches one ended with the company's yes and both reviews, the other with a decision, an entry of the ledger and a recommendation.
async fn what_came_after(app: &App, played: &[HelpRequestId], after: Aftermath) {
    let (one, other) = (played[0], played[1]);
    let read = app.desk.store.read(move |tx| {
        let [one, other] = [one, other].map(|id| tx.find_holding_engagement(id).unwrap().unwrap());
        let said = tx.find_match_reviews(one.id)?.unwrap();
        Ok::<_, Refusal>((one.course.unwrap(), other.course.unwrap(), said.reviews))
    });
    let (confirmed, decided, reviews) = read.await.unwrap();
    assert!(matches!(confirmed.ending, Some(Ending::Confirmed { minutes: 120, .. })), "{confirmed:?}");
    assert!(matches!(decided.ending, Some(Ending::Decided { minutes: 105, .. })), "{decided:?}");
    for course in [confirmed, decided] {
        // Around long holidays the clock has caught up before the end, and stands.
        let (began, ended) = (course.versions[0].proposed_at, course.ending.unwrap().at());
        let met = course.sessions[0].begins + Duration::hours(2);
        assert!(began <= ended && met <= course.report.as_ref().unwrap().at && ended <= app.desk.clock.now(), "{course:?}");
    }
    assert!(reviews.both_at.is_some(), "{reviews:?}");
    let own = look_at_own_reviews(&app.desk, after.reviewed.unwrap()).await.unwrap();
    assert_eq!(own.read.iter().map(|read| read.company.as_deref()).collect::<Vec<_>>(), [Some("A社")]);
    let page = look_at_listed(&app.desk, after.shown.unwrap()).await.unwrap();
    assert_eq!(page.credits.iter().map(|credit| (credit.approved_as, credit.activity.minutes)).collect::<Vec<_>>(), [("broker", 105)]);
    assert_eq!(page.endorsed_by.iter().map(|by| by.organisation.as_str()).collect::<Vec<_>>(), ["ぎふ産業振興機構(架空)"]);
    // Everybody whom the end of the story names can sign in.
    accounts::open(app, Teller::Nobody, PUBLIC_URL, after).await.unwrap();
    let roles: Vec<Role> = list_accounts(&app.desk).await.unwrap().into_iter().flat_map(|account| account.roles).collect();
    for id in [after.reviewed, after.shown].into_iter().flatten() {
        assert!(roles.contains(&Role::Specialist(id)), "{roles:?}");
    }
}
