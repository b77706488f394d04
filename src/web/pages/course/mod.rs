//! The page of an engagement, for both sides: how far it has come, whose turn it is, and every step that the reader can take. What has to be typed stands
//! on a page of its own ([`forms`]), what is only pressed stands here.

mod again;
mod came;
mod forms;
mod outcome;
mod review;
mod sheet;
mod statement;
mod steps;
mod team;

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::calendar::Entry;
use crate::desk::{CoursePage, Story, look_at_course};
use crate::engagement::{Course, EngagementState, Session, SessionState, Side, Stage, Version, WithdrawForm};
use crate::ids::EngagementId;
use crate::language::Language;
use crate::seals::Action;
use crate::values::Prose;
use crate::web::State;
use crate::web::pages::calendar_file::calendar_file;
use crate::web::pages::course::sheet::facts;
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::words::Words;
use crate::web::reader::wants_document;
use crate::wording::{menu_name, prefecture_name, say, say_with, spent, team_wishes};
pub(in crate::web::pages) use forms::{promise, reader_word};

pub(super) use again::typed_again;
pub use forms::show_step;
pub use outcome::{post_check_again, post_outcome, show_outcome};
pub use review::{post_review, post_review_reply, post_words_objection, show_reviews};
pub use statement::show_statement;
pub use steps::post_step;

/// What makes each press on the page count.
struct Values {
    agree: String,
    confirm: String,
    work: String,
    withdraw: String,
}

/// A version of the terms, in words.
pub(super) struct VersionWords {
    number: u16,
    facts: Vec<(String, String)>,
    proposed_at: String,
    agreed_at: Option<String>,
    /// What may not be as the law on freelancers wants it.
    hint: Option<String>,
    is_own: bool,
    /// Code and words of the pledge that goes with it.
    pledge: (String, String),
}

/// A session, in words.
struct SessionWords {
    number: u16,
    begins: String,
    length: String,
    state: String,
    is_planned: bool,
    /// Whether it was called off before it began, so that a calendar may still have it.
    is_off: bool,
    /// Whether the reader can say that it was held, and that the other side did not turn up.
    can_hold: bool,
    can_miss: bool,
    /// When the company said that both met, and whether the reader can say so, or take it back.
    met: Option<String>,
    can_meet: bool,
}

#[derive(Template)]
#[template(path = "pages/engagement.html")]
pub(super) struct CourseTemplate {
    t: Words,
    token: String,
    view: CoursePage,
    menus: Vec<String>,
    wishes: Vec<String>,
    place: String,
    other: Option<String>,
    /// Code and words of the pledge that is given now.
    promise: (String, String),
    agreed: Option<VersionWords>,
    proposed: Option<VersionWords>,
    sessions: Vec<SessionWords>,
    /// Who came along, and for how long; empty before the report.
    team_hours: Vec<(String, String)>,
    /// At how many of the sessions the company says that both met; none where it says nothing.
    met: Option<String>,
    /// Hours as reported, and as the company says.
    reported: String,
    disputed: String,
    /// Who did what for whom, once hours count.
    certificate: Vec<(String, String)>,
    done: Option<&'static str>,
    values: Values,
    /// What was typed into the refused form, and what is wrong with it.
    pub leaving: WithdrawForm,
    pub mistakes: Vec<String>,
    /// Why the page comes again.
    pub again: Option<String>,
}

impl CourseTemplate {
    fn running(&self) -> bool {
        self.view.state == EngagementState::Running
    }

    fn is_withdrawn(&self) -> bool {
        !self.view.state.holds()
    }

    fn is_specialist(&self) -> bool {
        self.view.side == Side::Specialist
    }

    fn is(&self, stage: &str) -> bool {
        self.view.course.stage.code() == stage
    }

    /// Whether the reader has to give the pledge before reading what the company wrote.
    fn must_promise(&self) -> bool {
        self.view.story == Some(Story::Sealed)
    }

    fn story(&self) -> Option<&str> {
        if let Some(Story::Open(story)) = &self.view.story { Some(story) } else { None }
    }

    /// Whether terms can be proposed, and sessions planned.
    fn is_open(&self) -> bool {
        self.running() && matches!(self.view.course.stage, Stage::Terms | Stage::Working)
    }

    fn is_working(&self) -> bool {
        self.running() && self.view.course.stage == Stage::Working
    }

    fn can_report(&self) -> bool {
        self.is_working() && self.is_specialist() && self.view.course.held_minutes() > 0
    }

    /// Whether the company can still say yes to the report.
    fn can_confirm(&self) -> bool {
        self.view.side == Side::Company && self.view.course.may_be_confirmed()
    }

    /// Whether the reader can ask the support organisation to decide.
    fn can_put_before(&self) -> bool {
        self.running() && self.view.org.is_some() && self.view.course.may_be_put_before()
    }

    /// Why the support organisation decided as it did.
    fn decision(&self) -> Option<&str> {
        self.view.course.report.as_ref()?.judging.as_ref()?.reason.as_ref().map(Prose::as_str)
    }

    /// Whether somebody would come along whom the terms do not name yet.
    fn must_propose_team(&self) -> bool {
        self.is_open() && self.is_specialist() && team::is_waiting(&self.view)
    }

    /// The sentence about how things stand: whose turn it is, or how it ended.
    fn lead(&self) -> String {
        let turn = self.view.course.turn();
        let who = if turn == Some(self.view.side) { "you" } else { "other" };
        let key = match self.view.course.stage {
            Stage::Terms if self.view.course.proposed().is_none() && self.is_specialist() => "course-lead-terms-begin",
            Stage::Terms if self.view.course.proposed().is_none() => "course-lead-terms-wait",
            Stage::Terms if who == "you" => "course-lead-terms-you",
            Stage::Terms => "course-lead-terms-other",
            Stage::Working => "course-lead-working",
            Stage::Confirming if who == "you" => "course-lead-confirming-you",
            Stage::Confirming => "course-lead-confirming-other",
            Stage::Disputed if who == "you" => "course-lead-disputed-you",
            Stage::Disputed => "course-lead-disputed-other",
            Stage::Deciding => "course-lead-deciding",
            Stage::Closed => "course-lead-closed",
            Stage::Unconfirmed if self.is_specialist() => "course-lead-unconfirmed-other",
            Stage::Unconfirmed => "course-lead-unconfirmed-you",
            Stage::Lapsed => "course-lead-lapsed",
        };
        self.t.say(key)
    }
}

pub async fn show_engagement(linked: Linked) -> Result<HttpResponse, Error> {
    let (view, language) = open(&linked).await?;
    Ok(shown(&linked, language, (view, StatusCode::OK), (None, None)))
}

/// The page, or the same for a program.
fn shown(
    linked: &Linked,
    language: Language,
    (view, status): (CoursePage, StatusCode),
    (done, again): (Option<&'static str>, Option<String>),
) -> HttpResponse {
    let shown = CourseTemplate { done, again, ..template(linked, language, view) };
    if wants_document(linked.request()) {
        let running = shown.running();
        let propose = linked.value(Action::Propose);
        let Values { agree, confirm, work, withdraw } = shown.values;
        let values = running.then(|| json!({ "withdraw": withdraw, "propose": propose, "agree": agree, "work": work, "confirm": confirm }));
        let answer = json!({ "running": running, "stage": shown.view.course.stage, "values": values });
        return HttpResponse::build(status).insert_header((header::CACHE_CONTROL, "no-store")).json(answer);
    }
    page(status, language, &shown)
}

/// A session for the reader's calendar.
pub async fn download_entry(linked: Linked, path: web::Path<(String, u16)>) -> Result<HttpResponse, Error> {
    let number = path.1;
    let (view, language) = open(&linked).await?;
    let session = view.course.sessions.iter().find(|session| session.number == number);
    let other = other_of(&view).unwrap_or_default();
    let summary = say_with(language, "course-entry-summary", &[("name", &other)]);
    let entry =
        session.and_then(|session| session_file(&linked.state, view.engagement, session, summary, say(language, "course-entry-text")));
    entry.ok_or_else(|| linked.missing())
}

/// A session that is planned, or cancelled, as its letters have it.
pub(in crate::web::pages) fn session_file(
    state: &State,
    engagement: EngagementId,
    session: &Session,
    summary: String,
    description: String,
) -> Option<HttpResponse> {
    let entry = Entry::session(engagement, session, summary, description)?;
    let settings = &state.settings;
    let host = settings.web.public_url.host_str().unwrap_or("localhost");
    let file = entry.file(&entry.uid(host, ""), session.said_at, settings.post.from_address.as_str());
    Some(calendar_file(entry.kind, file))
}

/// The engagement behind a link, for its reader's language.
pub(super) async fn open(linked: &Linked) -> Result<(CoursePage, Language), Error> {
    let view = look(linked).await?;
    let language = linked.language_of(view.language);
    Ok((view, language))
}

pub(super) async fn look(linked: &Linked) -> Result<CoursePage, Error> {
    look_at_course(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

fn other_of(view: &CoursePage) -> Option<String> {
    match view.side {
        Side::Specialist => view.company.clone(),
        Side::Company => view.specialist.clone(),
    }
}

pub(super) fn template(linked: &Linked, language: Language, view: CoursePage) -> CourseTemplate {
    let catalogue = &linked.desk().catalogue;
    let t = Words(language);
    let pledge = |code: &str| catalogue.engagement().pledge_of(code).map_or_else(String::new, |pledge| reader_word(language, pledge));
    let version = |version: &Version| VersionWords {
        number: version.number,
        facts: facts(catalogue, language, &version.sheet)
            .into_iter()
            .chain(team::line(catalogue, language, &version.sheet, &view.team))
            .collect(),
        proposed_at: t.moment(&version.proposed_at),
        agreed_at: version.agreed_at.map(|at| t.moment(&at)),
        hint: sheet::hint(catalogue, language, &version.sheet),
        is_own: version.by == view.side,
        pledge: (version.pledge.clone(), pledge(&version.pledge)),
    };
    let session = |session: &Session| {
        let has_begun = session.begins <= view.now;
        SessionWords {
            number: session.number,
            begins: t.moment(&session.begins),
            length: match session.state {
                SessionState::Held { minutes } => spent(language, minutes),
                _ => spent(language, session.planned_minutes),
            },
            state: t.say_of("course-session", session.state.code()),
            is_planned: session.state == SessionState::Planned,
            is_off: session.state == SessionState::Cancelled && !has_begun,
            can_hold: has_begun && view.side == Side::Specialist,
            can_miss: has_begun && session.state == SessionState::Planned,
            met: session.met_at.map(|at| t.say1("course-met", "at", t.moment(&at))),
            can_meet: view.side == Side::Company && view.course.may_meet(session),
        }
    };
    let course = &view.course;
    let minutes = course.report.as_ref().map_or(0, |report| report.minutes);
    let said = course.report.as_ref().and_then(|report| report.dispute.as_ref()).map_or(0, |dispute| dispute.minutes);
    CourseTemplate {
        t,
        token: linked.token.reveal(),
        menus: view.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect(),
        wishes: team_wishes(language, catalogue, &view.need.team_wishes),
        place: prefecture_name(language, catalogue, &view.need.prefecture),
        other: other_of(&view),
        promise: promise(language, catalogue),
        agreed: course.agreed().map(version),
        proposed: course.proposed().map(version),
        sessions: course.sessions.iter().map(session).collect(),
        team_hours: team::hours(&t, &view),
        met: met(&t, course),
        reported: spent(language, minutes),
        disputed: spent(language, said),
        certificate: certificate(&t, &view),
        done: None,
        values: Values {
            agree: linked.value(Action::Agree),
            confirm: linked.value(Action::Confirm),
            work: linked.value(Action::Work),
            withdraw: linked.value(Action::Withdraw),
        },
        leaving: WithdrawForm::default(),
        mistakes: Vec::new(),
        again: None,
        view,
    }
}

/// At how many of the sessions that were held the company says that both met.
fn met(t: &Words, course: &Course) -> Option<String> {
    let (met, held) = course.met_of_held();
    (met > 0).then(|| t.say2("course-met-count", &("met", &met.to_string()), &("held", &held.to_string())))
}

/// 従事証明: what both sides can show to others of the work. Empty where no hours count.
fn certificate(t: &Words, view: &CoursePage) -> Vec<(String, String)> {
    let course = &view.course;
    let (Some(ending), true) = (course.ending, course.confirmed_minutes() > 0) else { return Vec::new() };
    let held = course.sessions.iter().filter(|session| matches!(session.state, SessionState::Held { .. })).map(|session| session.begins);
    let (first, last) = (held.clone().min(), held.max());
    let day = |moment: Option<crate::clock::Moment>| {
        moment.map(|moment| t.date(&crate::clock::in_japan(moment).date_naive())).unwrap_or_default()
    };
    let (first, last) = (day(first), day(last));
    let period = if first == last { first } else { t.say2("course-period", &("from", &first), &("until", &last)) };
    [
        ("course-certificate-company", view.company.clone().unwrap_or_default()),
        ("course-certificate-specialist", view.specialist.clone().unwrap_or_default()),
        ("course-certificate-period", period),
        ("course-certificate-hours", spent(t.0, ending.minutes())),
        ("course-certificate-at", t.moment(&ending.at())),
        ("course-certificate-how", t.say_of("course-ending", ending.code())),
    ]
    .into_iter()
    .map(|(label, value)| (t.say(label), value))
    .collect()
}
