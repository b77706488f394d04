//! A team for one help request: who leads asks, the person answers, the company agrees by agreeing to terms that name them, and everybody has their own hours.

use chrono::Duration;
use nakodo::desk::{self, EraseForm, RoleRequest};
use nakodo::engagement::TeamState;
use nakodo::identity::Role;
use nakodo::ids::SpecialistId;
use nakodo::seals::Action;

use crate::course::{TERMS, Work};
use crate::course_sessions::known_entry;
use crate::harness::Mode;
use crate::harness::people::Profile;
use crate::harness::register::squeezed;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Answer;
use crate::search::public;

in_both_modes![
    a_junior_comes_along_the_company_agrees_and_everybody_has_their_own_hours,
    nothing_names_the_company_before_it_has_agreed,
    whoever_could_not_be_asked_for_the_work_cannot_come_along,
    what_is_typed_wrong_is_named_and_nothing_is_lost,
    looking_changes_nothing_and_each_press_counts_once,
    the_company_pays_no_more_and_nobody_agrees_to_somebody_who_has_left,
    without_a_word_every_question_ends,
    whoever_is_taken_out_keeps_the_hours,
    a_match_that_is_withdrawn_ends_the_team,
    whoever_is_erased_leaves_every_team,
    whoever_led_and_is_erased_has_written_nothing_about_anybody,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const LEAD: &str = "s1@example.jp";
const JUNIOR: &str = "s2@example.jp";
pub const SEAT: [(&str, &str); 4] =
    [("/role", "junior"), ("/hours_percent", "50"), ("/fee_percent", "10"), ("/why", "現場での進め方を学んでもらうためです。")];

/// Work on which both sides have agreed, and somebody who may come along.
pub struct Team {
    pub work: Work,
    pub junior: SpecialistId,
}

impl Team {
    pub async fn new(mode: Mode) -> Self {
        Self::with(mode, |_| {}).await
    }

    async fn with(mode: Mode, change: impl FnOnce(&mut Profile)) -> Self {
        let work = Work::agreed(mode).await;
        let junior = work.world.enrol(|profile| {
            public(profile);
            profile.display_name = Some("みどり".into());
            change(profile);
        });
        Self { junior: junior.await, work }
    }

    async fn invited(mode: Mode) -> Self {
        let team = Self::new(mode).await;
        let asked = team.ask(&SEAT).await;
        assert!(asked.status == 200 && asked.body.contains("声をかけました"), "{}", asked.body);
        team
    }

    /// Somebody who has said yes.
    async fn willing(mode: Mode) -> Self {
        let team = Self::invited(mode).await;
        let done = team.answer("join", &[("pledged", "yes")]).await;
        assert!(done.status == 200 && done.body.contains("お返事を伝えました"), "{}", done.body);
        team
    }

    /// Somebody to whom the company has agreed.
    pub async fn joined(mode: Mode) -> Self {
        let team = Self::willing(mode).await;
        team.work.ok(&team.work.own, "terms", &TERMS).await;
        team.work.ok(&team.work.company, "agree", &[("pledged", "yes")]).await;
        assert_eq!(team.state().await, TeamState::Joined);
        team
    }

    fn form(&self) -> String {
        format!("{}/team/new/{}", self.work.own, self.junior)
    }

    pub async fn ask(&self, typed: &[(&str, &str)]) -> Answer {
        let done = self.work.served.client.press(&self.form(), "", typed).await;
        self.settle().await;
        done
    }

    /// Letters of one moment are in no order.
    pub async fn settle(&self) {
        self.work.world.app.desk.clock.advance(Duration::seconds(1));
        self.work.world.settle().await;
    }

    /// The page of whoever comes along.
    pub fn own(&self) -> String {
        self.work.world.letter(JUNIOR, "team_asked").link("/team/")
    }

    pub async fn answer(&self, step: &str, typed: &[(&str, &str)]) -> Answer {
        let done = self.work.served.client.press(&self.own(), step, typed).await;
        self.settle().await;
        done
    }

    /// Goes on without the only one who came along, on the page of a side.
    async fn take_out(&self, page: &str, typed: &[(&str, &str)]) -> Answer {
        let shown = self.work.page(&format!("{page}/team")).await;
        let seat = shown.split("/team/").filter_map(|rest| rest.split_once("/end?")).map(|(id, _)| id).find(|id| id.len() == 36);
        let path = format!("{seat}/end", seat = seat.expect("a form"));
        let done = self.work.served.client.press(&format!("{page}/team"), &path, typed).await;
        self.settle().await;
        done
    }

    async fn state(&self) -> TeamState {
        let junior = self.junior;
        let seats = self.work.world.app.desk.store.read(move |tx| tx.list_seats_of_specialist(junior)).await.expect("the store answers");
        seats.last().expect("a seat").state
    }

    /// How many engagements whoever comes along has on their hands.
    async fn running(&self) -> u16 {
        let (junior, now) = (self.junior, self.work.world.app.desk.clock.now());
        let read = self.work.world.app.desk.store.read(move |tx| tx.records_of(&[junior], now)).await;
        read.expect("the store answers").get(&junior).map_or(0, |record| record.engagements)
    }
}

async fn a_junior_comes_along_the_company_agrees_and_everybody_has_their_own_hours(mode: Mode) {
    let team = Team::joined(mode).await;
    let work = &team.work;
    let told = work.world.letter(JUNIOR, "team_told");
    assert!(squeezed(&told.text).contains("関金属工業が同意し、佐藤1さんと一緒に支援することが決まりました"), "{}", told.text);
    assert!(squeezed(&work.world.letter(LEAD, "team_told").text).contains("日程を伝えてください"));
    let own = told.link("/team/");
    assert!(work.page(&own).await.contains("関金属工業"));
    work.ok(&work.own, "session", &[("/day", "2026-12-08"), ("/time", "14:30"), ("/hours", "2"), ("/minutes", "")]).await;
    let entry = work.served.client.get(&format!("{own}/entries/1")).await;
    assert!(entry.status == 200 && entry.body.contains("DTSTART:20261208T053000Z"), "{}", entry.body);
    work.ok(&work.own, "cancel-1", &[]).await;
    let off = work.served.client.get(&format!("{own}/entries/1")).await;
    let (name, planned, _) = known_entry(&entry.body);
    assert!(work.world.letter(COMPANY, "session_set").calendar.is_some_and(|file| known_entry(&file).0 == name), "one name for everybody");
    assert_eq!((known_entry(&off.body), planned.as_str()), ((name, "1".into(), "CANCEL CANCELLED".into()), "0"));
    let today = work.world.app.desk.clock.today().to_string();
    work.ok(&work.own, "session", &[("/day", &today), ("/time", "00:30"), ("/hours", "2"), ("/minutes", "")]).await;
    work.ok(&work.own, "held-2", &[("/hours", "2"), ("/minutes", "0")]).await;
    let said = team.answer("hours", &[("hours", "1"), ("minutes", "30")]).await;
    assert!(said.status == 200 && said.body.contains("1時間30分"), "{}", said.body);
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    let confirm = work.page(&work.company).await;
    assert!(confirm.contains("一緒に支援した人の時間") && confirm.contains("1時間30分"), "{confirm}");
    work.ok(&work.company, "confirm", &[]).await;
    let ended = work.world.letter(JUNIOR, "team_told");
    let text = squeezed(&ended.text);
    assert!(text.contains("1時間30分") && text.contains("あなたの時間も確定しました"), "{}", ended.text);
    assert_eq!((team.state().await, team.running().await), (TeamState::Finished, 0), "there is room for the next");
    let role = Role::Specialist(team.junior);
    let export = desk::export_specialist(&work.world.app.desk, team.junior, role).await.expect("it can be taken out");
    let seat = export.teams.first().expect("the seat");
    assert_eq!((seat.minutes, seat.why.as_deref()), (90, Some("現場での進め方を学んでもらうためです。")));
    for (address, number, hours) in [(LEAD, "000001", "2時間"), (JUNIOR, "000002", "1時間30分")] {
        work.world.invite(address, RoleRequest::Specialist(number.into())).await;
        let browser = signed_in(&work.world, &work.served.client, address).await;
        let offered = browser.get("/me/credits").await.body;
        assert!(offered.contains("会社が時間を確認した") && offered.contains(hours), "{address}: {offered}");
        let to = offered.split("action=\"").find(|rest| rest.starts_with("/me/credits/work/")).expect("a form");
        let to = to.split('?').next().expect("an address").to_owned();
        let fields = crate::harness::web::hidden_fields(&offered, &to);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let entered = browser.post_form(&to, &fields).await;
        assert_eq!(entered.status, 303, "each enters their own: {}", entered.body);
    }
}

async fn nothing_names_the_company_before_it_has_agreed(mode: Mode) {
    let team = Team::invited(mode).await;
    let letter = team.work.world.letter(JUNIOR, "team_asked");
    assert!(letter.text.contains("S1さん") && letter.text.contains("同行して学ぶ人") && letter.text.contains("50%"), "{}", letter.text);
    let own = team.own();
    let mut seen =
        vec![letter.raw.clone(), letter.text.clone(), team.work.page(&own).await, team.work.page(&format!("{own}?lang=en")).await];
    assert!(!team.work.page(&team.work.company).await.contains("みどり"), "the company knows of nobody who has not said yes");
    assert!(!team.work.page(&format!("{}/team", team.work.company)).await.contains("みどり"));
    let done = team.answer("join", &[("pledged", "yes")]).await;
    seen.extend([done.body, team.work.page(&own).await]);
    team.work.ok(&team.work.own, "terms", &TERMS).await;
    seen.push(team.work.page(&own).await);
    for text in &seen {
        for secret in ["関金属", "田中 花子", COMPANY, "現場での進め方"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    let asked = team.work.world.letter(COMPANY, "terms_proposed");
    assert!(asked.text.contains("1人(名前と役割はページにあります)"), "{}", asked.text);
    let shown = team.work.page(&team.work.company).await;
    for word in ["みどり", "同行して学ぶ人", "現場での進め方を学んでもらうため", "6,000円"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let missing = team.work.served.client.get(&format!("{own}/entries/1")).await;
    assert_eq!(missing.status, 404);
}

async fn whoever_could_not_be_asked_for_the_work_cannot_come_along(mode: Mode) {
    let busy = Team::with(mode, |profile| profile.max_engagements = Some(0)).await;
    let refused = busy.ask(&SEAT).await;
    assert!(refused.status == 422 && refused.body.contains("今回の支援をお願いできません"), "{}", refused.body);
    assert!(refused.body.contains("現場での進め方"), "nothing typed is lost");

    let team = Team::invited(mode).await;
    let again = team.ask(&SEAT).await;
    assert!(again.status == 422 && again.body.contains("もう声をかけた方です"), "{}", again.body);
    let own = format!("{}/team/new/{}", team.work.own, team.work.specialist);
    assert_eq!(team.work.served.client.get(&own).await.status, 404, "who leads is not on the public list, and would not be asked");
    let company = format!("{}/team/new/{}", team.work.company, team.junior);
    assert_eq!(team.work.served.client.get(&company).await.status, 404, "the company asks nobody");
    // Room is asked about once more with the yes.
    let mut profile = Profile::numbered(2);
    public(&mut profile);
    profile.max_engagements = Some(0);
    desk::change_specialist(&team.work.world.app.desk, team.junior, None, move |_| Ok(profile.form())).await.expect("it is right");
    let late = team.answer("join", &[("pledged", "yes")]).await;
    assert!(late.status == 422 && late.body.contains("いまは参加できる状態ではありません"), "{}", late.body);
}

async fn what_is_typed_wrong_is_named_and_nothing_is_lost(mode: Mode) {
    let team = Team::new(mode).await;
    let typed = [("/role", "junior"), ("/hours_percent", "0"), ("/fee_percent", "たくさん"), ("/why", "")];
    let refused = team.ask(&typed).await;
    assert_eq!(refused.status, 422);
    for word in ["たくさん", "数字で入力してください", "みどり"] {
        assert!(refused.body.contains(word), "{word}: {}", refused.body);
    }
    let greedy = team.ask(&[("/role", "senior"), ("/hours_percent", "100"), ("/fee_percent", "90"), ("/why", "経験があります。")]).await;
    assert!(greedy.status == 422 && greedy.body.contains("80"), "{}", greedy.body);
    let english = team.work.served.client.press(&format!("{}?lang=en", team.form()), "", &typed).await;
    assert!(english.status == 422 && english.body.contains("Ask somebody to come along"), "{}", english.body);
    assert_eq!(team.ask(&SEAT).await.status, 200);
    let unread = team.answer("join", &[]).await;
    assert!(unread.status == 422 && unread.body.contains("約束の欄"), "{}", unread.body);
    assert_eq!(team.answer("join", &[("pledged", "yes")]).await.status, 200);
    let why = team.answer("leave", &[("reason", "")]).await;
    assert!(why.status == 422 && why.body.contains("aria-invalid=\"true\""), "{}", why.body);
    let why = team.take_out(&team.work.own, &[("reason", "")]).await;
    assert!(why.status == 422 && why.body.contains("aria-invalid=\"true\""), "{}", why.body);
    assert_eq!(team.state().await, TeamState::Willing);
}

async fn looking_changes_nothing_and_each_press_counts_once(mode: Mode) {
    let team = Team::invited(mode).await;
    let own = team.own();
    for _ in 0..20 {
        assert!(team.work.page(&own).await.contains("参加できますか"));
        team.work.page(&format!("{}/team", team.work.own)).await;
    }
    assert_eq!((team.state().await, team.running().await), (TeamState::Invited, 0), "who is asked has promised nothing");
    let stale = team.work.served.client.post_form(&format!("{own}/join"), &[("pledged", "yes"), ("pledge", "2026-11")]).await;
    assert!(stale.status == 403 && stale.body.contains("参加できますか"), "{}", stale.body);
    let token = team.work.world.letter(JUNIOR, "team_asked").token("/team/");
    let press = team.work.world.app.desk.press(Action::Accept, token);
    let accept =
        || desk::answer_seat(&team.work.world.app.desk, press.clone(), desk::SeatAnswer::Accept { pledge: Some("2026-11".into()) });
    accept().await.expect("it counts");
    accept().await.expect_err("once");
    assert_eq!((team.state().await, team.running().await), (TeamState::Willing, 1), "time that was promised is not free");
    assert_eq!(team.work.served.client.get(&format!("{own}/confirm")).await.status, 405);
}

async fn the_company_pays_no_more_and_nobody_agrees_to_somebody_who_has_left(mode: Mode) {
    let team = Team::willing(mode).await;
    let work = &team.work;
    assert!(work.page(&work.own).await.contains("参加できるとお返事しています"));
    work.ok(&work.own, "terms", &TERMS).await;
    let before = work.page(&work.company).await;
    assert!(before.contains("60,000") && before.contains("みどり"), "{before}");
    let fields = crate::harness::web::hidden_fields(&before, &format!("{}/steps/agree", work.company));
    let left = team.answer("leave", &[("reason", "予定が合わなくなりました。")]).await;
    assert!(left.status == 200 && left.body.contains("抜けることを伝えました"), "{}", left.body);
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("pledged", "yes"));
    let late = work.served.client.post_form(&format!("{}/steps/agree", work.company), &fields).await;
    assert_eq!(late.status, 409, "{}", late.body);
    for address in [COMPANY, LEAD] {
        let told = work.world.letter(address, "team_told");
        assert!(told.text.contains("予定が合わなくなりました") && squeezed(&told.text).contains("抜けました"), "{}", told.text);
    }
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    assert_eq!((team.state().await, team.running().await), (TeamState::Left, 0));
    let own = work.page(&team.own()).await;
    assert!(own.contains("途中で抜けました") && !own.contains("関金属"), "{own}");
}

async fn without_a_word_every_question_ends(mode: Mode) {
    let invited = Team::invited(mode).await;
    invited.work.world.wait(Duration::days(7)).await;
    assert_eq!(invited.state().await, TeamState::Lapsed);
    assert!(squeezed(&invited.work.world.letter(LEAD, "team_told").text).contains("期限までに決まりませんでした"));
    invited.work.world.letter(JUNIOR, "team_told");
    assert!(invited.work.page(&invited.own()).await.contains("期限が過ぎたため"));

    let willing = Team::willing(mode).await;
    willing.work.world.wait(Duration::days(21)).await;
    assert_eq!((willing.state().await, willing.running().await), (TeamState::Lapsed, 0));

    let declined = Team::invited(mode).await;
    let done = declined.answer("decline", &[]).await;
    assert!(done.status == 200 && done.body.contains("参加しないことを伝えました"), "{}", done.body);
    assert!(declined.work.world.letter(LEAD, "team_told").text.contains("参加しないとのお返事"));
}

async fn whoever_is_taken_out_keeps_the_hours(mode: Mode) {
    let team = Team::joined(mode).await;
    let work = &team.work;
    work.hold("2", "0").await;
    let out = team.take_out(&work.company, &[("reason", "約束の日に来ませんでした。")]).await;
    assert!(out.status == 200 && out.body.contains("参加を取りやめました"), "{}", out.body);
    for address in [JUNIOR, LEAD] {
        assert!(work.world.letter(address, "team_told").text.contains("約束の日に来ませんでした"));
    }
    let own = work.page(&team.own()).await;
    assert!(!own.contains("関金属"), "what is over needs no name: {own}");
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    work.ok(&work.company, "dispute", &[("/hours", "1"), ("/minutes", ""), ("/words", "一時間で終わりました")]).await;
    work.ok(&work.own, "settle", &[]).await;
    let junior = team.junior;
    let read = work.world.app.desk.store.read(move |tx| tx.list_confirmed_work(junior)).await.expect("the store answers");
    assert_eq!(
        read.iter().map(|work| work.minutes).collect::<Vec<_>>(),
        [30],
        "half of the sessions was agreed on, and half of those hours was confirmed"
    );
}

async fn a_match_that_is_withdrawn_ends_the_team(mode: Mode) {
    let team = Team::joined(mode).await;
    let work = &team.work;
    let done = work.served.client.press(&work.own, "withdraw", &[("reason", "体調を崩しました。")]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    team.settle().await;
    let told = work.world.letter(JUNIOR, "team_told");
    assert!(told.text.contains("支援が終わりました") && !told.text.contains("関金属"), "{}", told.text);
    assert_eq!((team.state().await, team.running().await), (TeamState::Finished, 0));
    assert!(!work.page(&team.own()).await.contains("関金属"));
}

async fn whoever_is_erased_leaves_every_team(mode: Mode) {
    let team = Team::joined(mode).await;
    let work = &team.work;
    let form = EraseForm { confirm: team.junior.to_string() };
    desk::erase_specialist(&work.world.app.desk, team.junior, Role::Specialist(team.junior), form).await.expect("it is done");
    team.settle().await;
    assert!(work.world.letter(LEAD, "team_told").text.contains("支援はこのまま続きます"));
    for page in [&work.own, &work.company] {
        let shown = work.page(&format!("{page}/team")).await;
        assert!(!shown.contains("佐藤 2") && shown.contains("登録をやめた方"), "{shown}");
        assert!(!shown.contains("現場での進め方"), "{shown}");
    }
    work.hold("2", "0").await;
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    work.ok(&work.company, "confirm", &[]).await;
}

async fn whoever_led_and_is_erased_has_written_nothing_about_anybody(mode: Mode) {
    let team = Team::joined(mode).await;
    let (work, about) = (&team.work, team.work.help_request);
    assert_eq!(team.take_out(&work.own, &[("reason", "予定が合いませんでした。")]).await.status, 200);
    work.hold("2", "0").await;
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    work.ok(&work.company, "confirm", &[]).await;
    let seat = async || {
        let seats = work.world.app.desk.store.read(move |tx| tx.list_seats_about(about)).await.expect("the store answers");
        seats.into_iter().next().expect("a seat")
    };
    let before = seat().await;
    assert!(before.seat.why.is_some() && before.seat.parting.is_some());
    let form = EraseForm { confirm: work.specialist.to_string() };
    desk::erase_specialist(&work.world.app.desk, work.specialist, Role::Specialist(work.specialist), form).await.expect("it is done");
    team.settle().await;
    let after = seat().await;
    assert_eq!((&after.seat.why, &after.seat.parting), (&None, &None));
    assert_eq!((after.specialist, after.minutes), (before.specialist, before.minutes), "whoever came along keeps the hours");
    let shown = work.page(&format!("{}/team", work.company)).await;
    assert!(!shown.contains("現場での進め方") && !shown.contains("予定が合いません"), "{shown}");
}
