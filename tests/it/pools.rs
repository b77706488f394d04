//! A specialist whom members of a support organisation share over a year: asked and planned by a clerk, changed by all three sides, and borne to the yen.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, AuditFilter, RoleRequest};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{MemberId, SpecialistId, SupportOrgId};

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    six_companies_share_a_specialist_and_the_costs_add_up_to_the_yen,
    nobody_is_promised_anything_before_they_agree,
    a_visit_given_back_goes_to_who_waits_and_everybody_hears_of_it,
    a_pool_is_its_organisations_own,
    looking_at_a_pool_changes_nothing_and_a_press_counts_once,
    what_somebody_else_changed_meanwhile_is_seen_first,
    mistakes_are_named_and_nothing_typed_is_lost,
];

const CLERK: &str = "tanto@chamber.example.jp";
pub const PERSON: &str = "s1@example.jp";

/// A clerk with members that have agreed, and a pool for the year from December.
pub struct Shared {
    pub clerk: Client,
    pub role: Role,
    pub org: SupportOrgId,
    pub members: Vec<MemberId>,
    pub place: String,
}

pub fn company(number: usize) -> String {
    format!("c{number}@member.example.jp")
}

/// Sends the form of a page as a browser does; what is typed takes the place of what stood there.
pub async fn send(clerk: &Client, page: &str, action: &str, typed: &[(&str, &str)]) -> Answer {
    let mut fields = hidden_fields(&clerk.get(page).await.body, action);
    fields.extend(typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    clerk.post_form(action, &fields).await
}

/// Looks at what a step does, and takes it.
pub async fn step(clerk: &Client, place: &str, name: &str, typed: &[(&str, &str)]) -> Answer {
    let action = format!("{place}/steps/{name}");
    let shown = if typed.is_empty() { clerk.get(&action).await } else { send(clerk, &action, &action, typed).await };
    assert_eq!(shown.status, 200, "{name}: {}", shown.body);
    let fields = hidden_fields(&shown.body, &action);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(fields.contains(&("sure", "yes")), "{name}: {}", shown.body);
    clerk.post_form(&action, &fields).await
}

pub async fn done(clerk: &Client, place: &str, name: &str, typed: &[(&str, &str)]) {
    let answer = step(clerk, place, name, typed).await;
    assert_eq!(answer.status, 303, "{name}: {}", answer.body);
}

const YEAR: [(&str, &str); 11] = [
    ("/name", "相談の日"),
    ("/first", "2026-12-01"),
    ("/last", "2027-11-30"),
    ("/visits", "72"),
    ("/yen", "1,440,000"),
    ("/split", "equal"),
    ("/week", "3"),
    ("/weekday", "mon"),
    ("/begins", "9:00"),
    ("/slots", "6"),
    ("/minutes", "120"),
];

/// The box that a specialist ticks with the yes.
pub const PLEDGED: [(&str, &str); 1] = [("pledged", "yes")];

pub const PATTERN: [(&str, &str); 6] =
    [("/week", "3"), ("/weekday", "mon"), ("/begins", "9:00"), ("/slots", "6"), ("/minutes", "120"), ("/fee_yen", "20000")];

pub async fn shared(world: &World, served: &Served, members: usize) -> Shared {
    let org = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let role = world.invite(CLERK, RoleRequest::Broker(org, Rank::Member)).await.role;
    let Role::Broker(org, _) = role else { panic!("a broker") };
    let clerk = signed_in(world, &served.client, CLERK).await;
    let mut added = Vec::new();
    for number in 1..=members {
        let mut form = help_request();
        (form.company.name, form.company.corporate_number) = (format!("第{number}工業"), None);
        (form.company.contact.address, form.company.employees) = (company(number), Some(10 * u32::try_from(number).expect("few")));
        added.push(world.member(org, &form).await);
    }
    let place = opened(&clerk).await;
    Shared { clerk, role, org, members: added, place }
}

/// A pool that nobody shares yet.
pub async fn opened(clerk: &Client) -> String {
    let typed: Vec<(&str, &str)> = YEAR.into_iter().chain([("/fee_yen", "20000")]).collect();
    let opened = send(clerk, "/pools/new", "/pools", &typed).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    opened.header("location").split('?').next().expect("a place").to_owned()
}

impl Shared {
    /// Adds all members, asks a specialist who agrees, and plans the year.
    pub async fn planned(&self, world: &World, served: &Served, specialist: SpecialistId) {
        for member in &self.members {
            done(&self.clerk, &self.place, "join", &[("/member", &member.to_string()), ("/wants", "12"), ("/from", "2026-12-01")]).await;
        }
        done(&self.clerk, &self.place, &format!("invite-{specialist}"), &PATTERN).await;
        world.settle().await;
        let link = world.letter(PERSON, "pool_invited").link("/pool/");
        assert_eq!(served.client.press(&link, "agree", &PLEDGED).await.status, 200);
        done(&self.clerk, &self.place, "plan", &[]).await;
        self.told(world).await;
    }

    /// Lets the letters of the hour leave.
    pub async fn told(&self, world: &World) {
        world.wait(Duration::hours(1)).await;
    }

    pub async fn month(&self, month: &str) -> String {
        self.clerk.get(&format!("{}?month={month}", self.place)).await.body
    }

    /// Numbers of the slots of a month for which there is a step of this name, in their order.
    pub async fn slots(&self, month: &str, step: &str) -> Vec<String> {
        let body = self.month(month).await;
        let mark = format!("/steps/{step}-");
        let numbers = body.split(&mark).skip(1).filter_map(|rest| rest.split(['?', '"']).next());
        numbers.map(str::to_owned).collect()
    }

    /// Month, company, visits and yen of each line of the file.
    pub async fn costs(&self) -> Vec<(String, String, u32, u64)> {
        let file = self.clerk.get(&format!("{}/shares.csv", self.place)).await.body;
        let line = |line: &str| {
            let cells: Vec<&str> = line.trim_end().split(',').collect();
            (cells[0].to_owned(), cells[1].to_owned(), cells[2].parse().expect("visits"), cells[4].parse().expect("yen"))
        };
        file.lines().skip(1).map(line).collect()
    }
}

pub async fn world(mode: Mode) -> World {
    World::with(mode, |raw| {
        raw.sessions.second_factor = false;
        // A year passes, and the clerk stays signed in.
        (raw.sessions.idle_minutes, raw.sessions.whole_hours) = (1_000_000, 10_000);
    })
    .await
}

async fn six_companies_share_a_specialist_and_the_costs_add_up_to_the_yen(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 6).await;
    shared.planned(&world, &served, specialist).await;
    let months = ["2026-12", "2027-01", "2027-07", "2027-09"].map(|month| shared.slots(month, "move"));
    for slots in months {
        assert_eq!(slots.await.len(), 6);
    }
    // The third Mondays of July and September are holidays.
    for (month, day) in [("2027-07", "7月20日"), ("2027-09", "9月21日")] {
        assert!(shared.month(month).await.contains(day), "{}", shared.month(month).await);
    }
    let costs = shared.costs().await;
    assert_eq!((costs.len(), costs.iter().map(|line| line.3).sum::<u64>()), (72, 1_440_000));
    assert!(costs.iter().all(|line| (line.2, line.3) == (1, 20_000)));
    // One was not there, another way to share, and a company that leaves.
    world.wait(Duration::days(30)).await;
    let missed = shared.slots("2026-12", "missed").await;
    assert_eq!(missed.len(), 6);
    done(&shared.clerk, &shared.place, &format!("missed-{}", missed[0]), &[]).await;
    done(&shared.clerk, &shared.place, "split", &[("/from", "2027-04-01"), ("/rule", "by-size")]).await;
    done(&shared.clerk, &shared.place, &format!("leave-{}", shared.members[5]), &[("/after", "2027-06-30")]).await;
    let costs = shared.costs().await;
    assert_eq!(costs.iter().map(|line| line.3).sum::<u64>(), (72 - 5) * 20_000, "nobody waited, so five visits are free");
    let of = |month: &str| costs.iter().filter(|line| line.0 == month).map(|line| line.3).collect::<Vec<_>>();
    assert_eq!(of("2026-12"), [20_000; 6], "whoever was not there pays all the same");
    assert_eq!(of("2027-03"), [20_000; 6]);
    // 120,000 by 10 : 20 : 30 : 40 : 50 : 60, and 100,000 by 10 : … : 50.
    assert_eq!(of("2027-04"), [5_714, 11_429, 17_143, 22_857, 28_571, 34_286]);
    assert_eq!(of("2027-08"), [6_667, 13_333, 20_000, 26_667, 33_333]);
    shared.told(&world).await;
    assert!(world.letter(&company(6), "pool_slots").text.contains("なくなった日"));
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 1_000).await.expect("the store answers");
    let acts: Vec<&str> = rows.iter().filter(|(row, _)| shared.place.ends_with(&row.object.1)).map(|(row, _)| row.act.as_str()).collect();
    for act in ["pool_opened", "pool_specialist_asked", "pool_specialist_agreed", "pool_planned", "pool_slot_missed", "pool_split_changed"]
    {
        assert!(acts.contains(&act), "{act} is not in {acts:?}");
    }
}

async fn nobody_is_promised_anything_before_they_agree(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    world.settle().await;
    assert_eq!(world.letters_to(&company(1)).len(), 0, "opening a pool writes to nobody");
    let first = shared.members[0].to_string();
    done(&shared.clerk, &shared.place, "join", &[("/member", &first), ("/wants", "12"), ("/from", "2026-12-01")]).await;
    done(&shared.clerk, &shared.place, &format!("invite-{specialist}"), &PATTERN).await;
    world.settle().await;
    let letter = world.letter(PERSON, "pool_invited");
    assert!(!letter.text.contains("第1工業") && letter.text.contains("20,000円"), "{}", letter.text);
    let page = served.client.get(&letter.link("/pool/")).await;
    assert!(page.status == 200 && !page.body.contains("第1工業"), "{}", page.body);
    let early = shared.clerk.get(&format!("{}/steps/plan", shared.place)).await;
    assert!(early.status == 422 && early.body.contains("引き受けていただいた専門家が、まだいません"), "{}", early.body);
    let declined = served.client.press(&letter.link("/pool/"), "decline", &[]).await;
    assert!(declined.status == 200 && declined.body.contains("お断りを受け取りました"), "{}", declined.body);
    // A no can be asked again, and then be a yes.
    world.app.desk.clock.advance(Duration::seconds(1));
    done(&shared.clerk, &shared.place, &format!("invite-{specialist}"), &PATTERN).await;
    world.settle().await;
    let link = world.letter(PERSON, "pool_invited").link("/pool/");
    let agreed = served.client.press(&link, "agree", &PLEDGED).await;
    assert!(agreed.body.contains("第1工業"), "who they are is told with the yes: {}", agreed.body);
    // A company that has not agreed to be asked for is not let in, whatever the form says.
    let mut unasked = help_request();
    unasked.company.contact.address = company(9);
    let form = nakodo::brokering::MemberForm { number: "U-1".into(), company: unasked.company };
    let unasked = desk::add_member(&world.app.desk, shared.role, form, None).await.expect("it is right");
    let action = format!("{}/steps/join", shared.place);
    let typed = [("/member", unasked.to_string()), ("/wants", "12".to_owned()), ("/from", "2026-12-01".to_owned())];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(send(&shared.clerk, &action, &action, &typed).await.status, 409);
}

async fn a_visit_given_back_goes_to_who_waits_and_everybody_hears_of_it(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 7).await;
    shared.planned(&world, &served, specialist).await;
    assert!(shared.month("2026-12").await.contains("空きを待っています") || shared.month("2026-12").await.contains("予算の上限"));
    let link = world.letter(&company(1), "pool_slots").link("/pool/");
    let page = served.client.get(&link).await.body;
    let number = page.split("/give-back-").nth(1).and_then(|rest| rest.split(['?', '"']).next()).expect("a visit").to_owned();
    let letters = world.letters().len();
    let given = served.client.press(&link, &format!("give-back-{number}"), &[]).await;
    assert!(given.status == 200 && given.body.contains("受け付けました"), "{}", given.body);
    assert!(!given.body.contains(&format!("/give-back-{number}?")), "it is another's now");
    // Another's visit cannot be given back by this link.
    let others = shared.slots("2026-12", "give-back").await.into_iter().chain(shared.slots("2027-01", "give-back").await);
    let own: Vec<String> =
        given.body.split("/give-back-").skip(1).filter_map(|rest| rest.split(['?', '"']).next()).map(str::to_owned).collect();
    let another = others.into_iter().find(|number| !own.contains(number)).expect("somebody else's");
    let value = hidden_fields(&given.body, &link)[0].1.clone();
    let refused = served.client.post_form(&format!("{link}/give-back-{another}"), &[("value", &value)]).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    shared.told(&world).await;
    let fresh: Vec<String> = world.letters()[letters..].iter().map(|letter| letter.kind.clone()).collect();
    assert_eq!(fresh, ["pool_slots"; 3], "who gave it, who has it now, and the specialist: once each");
    assert_eq!(shared.costs().await.iter().map(|line| line.3).sum::<u64>(), 1_440_000);
}

async fn a_pool_is_its_organisations_own(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let shared = shared(&world, &served, 1).await;
    let other = SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shinko@agency.example.jp".into(), language: None };
    world.invite("other@agency.example.jp", RoleRequest::Broker(other, Rank::Owner)).await;
    let stranger = signed_in(&world, &served.client.stranger(), "other@agency.example.jp").await;
    for page in ["", "/steps/plan", "/steps/join", "/specialists", "/shares.csv"] {
        let place = format!("{}{page}", shared.place);
        assert_eq!((shared.clerk.get(&place).await.status == 404, stranger.get(&place).await.status), (false, 404), "{page}");
    }
    assert!(!stranger.get("/pools").await.body.contains("相談の日"));
    assert!(shared.clerk.get("/pools").await.body.contains("相談の日"));
    let value = hidden_fields(&stranger.get("/entry-links").await.body, "/entry-links")[0].1.clone();
    let sent = stranger.post_form(&format!("{}/steps/budget", shared.place), &[("value", &value), ("sure", "yes"), ("seen", "2")]).await;
    assert_eq!(sent.status, 404);
}

async fn looking_at_a_pool_changes_nothing_and_a_press_counts_once(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let costs = shared.costs().await;
    let link = world.letter(&company(1), "pool_slots").link("/pool/");
    let number = shared.slots("2027-01", "give-back").await[0].clone();
    for place in [link.clone(), format!("{}/steps/give-back-{number}", shared.place), format!("{}/steps/move-{number}", shared.place)] {
        assert_eq!(shared.clerk.get(&place).await.status, 200, "{place}");
    }
    let action = format!("{}/steps/give-back-{number}", shared.place);
    assert_eq!(shared.clerk.post_form(&action, &[("sure", "yes"), ("seen", "9")]).await.status, 403, "no press of a page");
    let seen = send(
        &shared.clerk,
        &format!("{}/steps/budget", shared.place),
        &format!("{}/steps/budget", shared.place),
        &[("/visits", "90"), ("/yen", "2000000")],
    )
    .await;
    assert!(seen.status == 200 && seen.body.contains("予算を変える"), "{}", seen.body);
    assert_eq!(served.client.post_form(&format!("{link}/leave"), &[]).await.status, 403);
    assert_eq!(shared.costs().await, costs, "nothing has changed");
    let page = served.client.get(&link).await.body;
    let value = hidden_fields(&page, &link)[0].1.clone();
    let own = page.split("/give-back-").skip(1).filter_map(|rest| rest.split(['?', '"']).next()).take(2).collect::<Vec<_>>();
    assert_eq!(served.client.post_form(&format!("{link}/give-back-{}", own[0]), &[("value", &value)]).await.status, 200);
    let again = served.client.post_form(&format!("{link}/give-back-{}", own[1]), &[("value", &value)]).await;
    assert_eq!(again.status, 409, "a value counts once: {}", again.body);
}

async fn what_somebody_else_changed_meanwhile_is_seen_first(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let number = shared.slots("2027-01", "give-back").await[0].clone();
    let action = format!("{}/steps/give-back-{number}", shared.place);
    let open = shared.clerk.get(&action).await.body;
    done(&shared.clerk, &shared.place, "budget", &[("/visits", "80"), ("/yen", "1600000")]).await;
    let fields = hidden_fields(&open, &action);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let refused = shared.clerk.post_form(&action, &fields).await;
    assert!(refused.status == 409 && refused.body.contains("ほかの人が先に変えました"), "{}", refused.body);
    assert_eq!(shared.slots("2027-01", "give-back").await.len(), 2);
    done(&shared.clerk, &shared.place, &format!("give-back-{number}"), &[]).await;
    assert_eq!(shared.slots("2027-01", "give-back").await.len(), 1);
}

async fn mistakes_are_named_and_nothing_typed_is_lost(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let shared = shared(&world, &served, 1).await;
    let refused =
        send(&shared.clerk, "/pools/new", "/pools", &[("/name", "書きかけ"), ("/first", "2027-04-01"), ("/yen", "たくさん")]).await;
    assert!(
        refused.status == 422 && refused.body.contains("value=\"書きかけ\"") && refused.body.contains("value=\"たくさん\""),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("href=\"#/yen\"") && refused.body.contains("href=\"#/last\""), "{}", refused.body);
    let action = format!("{}/steps/split", shared.place);
    let wrong = send(&shared.clerk, &action, &action, &[("/from", "2030-01-01"), ("/rule", "by-size")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("期間の中の日") && wrong.body.contains("2030-01-01"), "{}", wrong.body);
    let english = shared.clerk.get(&format!("{}?lang=en", shared.place)).await;
    assert!(english.body.contains("What to do next") && english.body.contains("Nobody was asked yet"), "{}", english.body);
    assert!(shared.clerk.get("/pools/new").await.body.len() < 20_000);
}
