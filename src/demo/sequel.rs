//! What comes after a match, told of two of them: the work, what both sides say about it, hours in dispute that a support organisation decides, and what becomes of the
//! hours. Everything goes through the pages behind the letters of each side, the own page of the specialist, and the account of a clerk.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate};

use super::companies::{TALES, Tale, Through};
use super::mailbox;
use super::story::{Story, until_next_morning};
use super::telling::Words;
use crate::active_list::PUBLIC_LISTING;
use crate::brokering::{EndorsementForm, SupportOrgForm};
use crate::catalogue::ReviewQuestion;
use crate::cli::CommandError;
use crate::clock::{in_japan, spoken_moment};
use crate::correspondence::LetterKind;
use crate::desk::{
    Desk, EndorsementAnswer, Press, Refusal, RoleRequest, agree_to_terms, answer_own_endorsement, ask_to_endorse, change_session,
    claim_work, confirm_hours, decide_dispute, dispute_hours, invite, look_at_credits, plan_session, propose_sheet, publish_credit,
    put_before_org, report_work, say_consent, say_review,
};
use crate::engagement::{DecisionForm, DisputeForm, ReportForm, ReviewForm, SessionForm, SessionWord, SheetForm};
use crate::identity::{AccountForm, Actor, Rank, Role, Who};
use crate::ids::{EngagementId, HelpRequestId, SpecialistId, Token};
use crate::seals::Action;
use crate::wording::spent;

/// What is reported, what the company says instead, and what is decided, in minutes.
const REPORTED: u32 = 120;
const SAID: u32 = 90;
const DECIDED: u32 = 105;
/// For how long the organisation recommends somebody.
const RECOMMENDED_DAYS: u64 = 300;

/// Whose pages are worth a look once the story is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Aftermath {
    /// Has said something about a company, and reads what the company said.
    pub reviewed: Option<SpecialistId>,
    /// Can be found by anybody, with an entry of the ledger and a recommendation.
    pub shown: Option<SpecialistId>,
}

/// Both sides of a match, each with the link of its letter.
struct Pair<'t> {
    tale: &'t Tale,
    company: Token,
    own: Token,
    engagement: EngagementId,
    specialist: SpecialistId,
    person: String,
}

impl Story<'_> {
    /// Goes on with the first match of a company by itself, and with the first that a support organisation brought about.
    pub(super) async fn go_on(&mut self) -> Result<Aftermath, CommandError> {
        let (mut alone, mut through) = (None, None);
        for (tale, id) in TALES.iter().zip(self.played.clone()) {
            let place = if matches!(tale.through, Through::Itself) { &mut alone } else { &mut through };
            if place.is_none() {
                *place = self.pair(id, tale).await?;
            }
        }
        let pairs: Vec<&Pair<'_>> = alone.iter().chain(&through).collect();
        self.work(&pairs).await?;
        for pair in pairs {
            self.tell(pair);
            match pair.tale.through {
                Through::Itself => self.review(pair).await?,
                Through::SupportOrg(organisation, address) => self.decide(pair, organisation, address).await?,
            }
            self.wait(until_next_morning(self.app.desk.clock.now()));
        }
        Ok(Aftermath { reviewed: alone.map(|pair| pair.specialist), shown: through.map(|pair| pair.specialist) })
    }

    async fn pair<'t>(&self, id: HelpRequestId, tale: &'t Tale) -> Result<Option<Pair<'t>>, CommandError> {
        let matched = self.app.desk.store.read(move |tx| {
            let Some(engagement) = tx.find_holding_engagement(id)? else { return Ok(None) };
            Ok::<_, Refusal>(tx.find_specialist(engagement.specialist)?.map(|person| (engagement.id, person)))
        });
        let Some((engagement, person)) = matched.await? else { return Ok(None) };
        let token = async |kind, path| {
            let letter = self.letters(id).await?.into_iter().find(|letter| letter.kind == kind);
            let letter = letter.ok_or_else(|| CommandError::Said(format!("no letter tells of the match of {}", tale.name)))?;
            mailbox::read_link(&self.mail, letter.id, path).await
        };
        Ok(Some(Pair {
            tale,
            company: token(LetterKind::MatchForCompany, "/help-requests/status").await?,
            own: token(LetterKind::MatchForSpecialist, "/engagements").await?,
            engagement,
            specialist: person.id,
            person: person.specialist.name.as_str().to_owned(),
        }))
    }

    /// From terms to the report.
    async fn work(&mut self, pairs: &[&Pair<'_>]) -> Result<(), CommandError> {
        let desk = &self.app.desk;
        let (today, pledge) = (desk.clock.today(), desk.catalogue.engagement().pledge.code.clone());
        for pair in pairs {
            propose_sheet(desk, pressed(desk, Action::Propose, &pair.own), terms(today, &pledge)).await?;
        }
        self.think().await?;
        for pair in pairs {
            agree_to_terms(desk, pressed(desk, Action::Agree, &pair.company), 1, Some(pledge.clone())).await?;
        }
        self.settle().await?;
        self.wait(until_next_morning(desk.clock.now()));
        self.think().await?;
        // This morning; where the clock has nowhere left to go it may be earlier than that, and was yesterday.
        let day = in_japan(desk.clock.now() - Duration::hours(12)).date_naive().to_string();
        let session = SessionForm { day, time: "10:00".to_owned(), hours: "2".to_owned(), minutes: String::new() };
        for pair in pairs {
            plan_session(desk, pressed(desk, Action::Work, &pair.own), session.clone()).await?;
            change_session(desk, pressed(desk, Action::Work, &pair.own), 1, SessionWord::Held { minutes: REPORTED }).await?;
            let words = "機器と設定を一緒に見て、直すところを一枚にまとめました。".to_owned();
            report_work(desk, pressed(desk, Action::Work, &pair.own), ReportForm { words }).await?;
        }
        self.think().await
    }

    fn tell(&self, pair: &Pair<'_>) {
        let now = self.app.desk.clock.now();
        self.narrator.begin();
        self.narrator.after("demo-after", |language| {
            let mut words = who(pair);
            words.push(("now", spoken_moment(now, language)));
            words
        });
        self.narrator.after("demo-after-reported", |language| vec![("spent", spent(language, REPORTED))]);
    }

    /// The company confirms, and both say how it was.
    async fn review(&mut self, pair: &Pair<'_>) -> Result<(), CommandError> {
        let desk = &self.app.desk;
        confirm_hours(desk, pressed(desk, Action::Confirm, &pair.company), REPORTED).await?;
        self.narrator.after("demo-after-confirmed", |_| who(pair));
        let rules = desk.catalogue.reviews();
        let company = said(&rules.of_company, 1, "専門用語を使わずに話してくれて、すぐに動けました。");
        say_review(desk, pressed(desk, Action::Tell, &pair.company), company).await?;
        self.think().await?;
        let own = said(&rules.of_specialist, 0, "資料がそろっていて、短い時間で進みました。");
        say_review(desk, pressed(desk, Action::Tell, &pair.own), own).await?;
        self.narrator.after("demo-after-reviewed", |_| who(pair));
        self.settle().await
    }

    /// The company says fewer hours and its organisation decides, which recommends the specialist afterwards.
    async fn decide(&mut self, pair: &Pair<'_>, organisation: &str, address: &str) -> Result<(), CommandError> {
        let desk = &self.app.desk;
        let fewer = DisputeForm {
            hours: (SAID / 60).to_string(),
            minutes: (SAID % 60).to_string(),
            words: "工場を見てもらったのは一時間半でした。".to_owned(),
        };
        dispute_hours(desk, pressed(desk, Action::Work, &pair.company), fewer).await?;
        self.think().await?;
        put_before_org(desk, pressed(desk, Action::Work, &pair.own)).await?;
        self.think().await?;
        let (clerk, role) = self.clerk(organisation, address).await?;
        let decision = DecisionForm {
            hours: (DECIDED / 60).to_string(),
            minutes: (DECIDED % 60).to_string(),
            words: "見学のあとのまとめの15分は、支援の時間に入ります。移動は入りません。".to_owned(),
        };
        decide_dispute(&clerk, role, pair.engagement, decision).await?;
        self.narrator.after("demo-after-decided", |language| {
            let mut words = who(pair);
            words.extend([
                ("said", spent(language, SAID)),
                ("decided", spent(language, DECIDED)),
                ("organisation", organisation.to_owned()),
            ]);
            words
        });
        self.think().await?;
        self.show(pair).await?;
        let until = (desk.clock.today() + Days::new(RECOMMENDED_DAYS)).to_string();
        let form = EndorsementForm { kind: "support-centre".to_owned(), reason: "worked-for-members".to_owned(), until };
        let id = ask_to_endorse(&clerk, role, pair.specialist, form).await?;
        self.think().await?;
        answer_own_endorsement(desk, pair.specialist, id, EndorsementAnswer::Agree).await?;
        self.narrator.after("demo-after-endorsed", |_| {
            let mut words = who(pair);
            words.push(("organisation", organisation.to_owned()));
            words
        });
        self.settle().await
    }

    /// The specialist enters the hours into the ledger, agrees to a page that anybody may see, and shows them there.
    async fn show(&self, pair: &Pair<'_>) -> Result<(), CommandError> {
        let desk = &self.app.desk;
        let work = look_at_credits(desk, pair.specialist).await?.work.into_iter().next();
        let work = work.ok_or_else(|| CommandError::Said(format!("nothing can be entered of the work for {}", pair.tale.name)))?;
        let entry = claim_work(desk, pair.specialist, work.key).await?;
        say_consent(desk, pair.specialist, PUBLIC_LISTING.to_owned(), true).await?;
        publish_credit(desk, pair.specialist, entry, true).await?;
        self.narrator.after("demo-after-entered", |_| who(pair));
        Ok(())
    }

    /// Somebody of the organisation, with an account of their own: whoever decides is somebody.
    async fn clerk(&self, organisation: &str, address: &str) -> Result<(Desk, Role), CommandError> {
        let account = AccountForm { address: address.to_owned(), language: None, is_shared: false };
        let org = SupportOrgForm { name: organisation.to_owned(), address: address.to_owned(), language: None };
        let invited = invite(&self.app.desk, account, RoleRequest::Broker(org, Rank::Owner)).await?;
        let actor = Actor {
            who: Who::Account(invited.account),
            role: Some(invited.role),
            source: String::new(),
            request: "demo".to_owned(),
            reason: None,
        };
        Ok((self.app.desk.acting(actor), invited.role))
    }

    /// Letters arrive, and are thought about.
    async fn think(&mut self) -> Result<(), CommandError> {
        self.settle().await?;
        self.wait(Duration::hours(3));
        Ok(())
    }
}

fn pressed(desk: &Desk, action: Action, link: &Token) -> Press {
    desk.press(action, link.clone())
}

fn terms(today: NaiveDate, pledge: &str) -> SheetForm {
    SheetForm {
        frame: "honorarium".to_owned(),
        scope: "現状を一緒に確かめ、直すところと順番を一枚にまとめる。".to_owned(),
        unit: "visit".to_owned(),
        fee_yen: "40,000".to_owned(),
        count: "1".to_owned(),
        expenses: "交通費は実費を会社が負担する。".to_owned(),
        starts_on: today.to_string(),
        ends_on: (today + Days::new(30)).to_string(),
        pay_on: (today + Days::new(60)).to_string(),
        access: vec!["attended".to_owned()],
        pledge: pledge.to_owned(),
        pledged: true,
        ..SheetForm::default()
    }
}

fn who(pair: &Pair<'_>) -> Words {
    vec![("company", pair.tale.name.to_owned()), ("person", pair.person.clone())]
}

/// The best answer to each question, but the next best to so many of them at the end.
fn said(questions: &[ReviewQuestion], less: usize, words: &str) -> ReviewForm {
    let best = questions.len().saturating_sub(less);
    let answers = questions.iter().enumerate().filter_map(|(at, question)| {
        let answer = question.answers.get(usize::from(at >= best))?;
        Some((question.code.clone(), answer.code.clone()))
    });
    ReviewForm { answers: answers.collect::<BTreeMap<_, _>>(), words: words.to_owned() }
}
