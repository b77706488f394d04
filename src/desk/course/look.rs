//! How far the work after a match has come, as its page shows it to one side. Nothing is changed.

use chrono::{Days, NaiveDate};

use crate::active_list::FeeUnit;
use crate::clock::Moment;
use crate::desk::course::{Engaged, course_of, engaged};
use crate::desk::team::{SeatView, views};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Course, EngagementState, SheetForm, Side};
use crate::ids::{EngagementId, Token};
use crate::intake::{AnonymousNeed, HelpRequest, Mode};
use crate::language::Language;
use crate::store::{StoredEngagement, StoredSpecialist};
use crate::wording::{menu_name, prefecture_name, say, say_with};

/// What the company wrote in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Story {
    /// Not before a pledge.
    Sealed,
    Open(String),
}

/// What the page of an engagement shows.
#[derive(Clone, Debug)]
pub struct CoursePage {
    pub engagement: EngagementId,
    pub need: AnonymousNeed,
    pub side: Side,
    /// Both sides by their names; the other one's only while the match holds.
    pub company: Option<String>,
    pub specialist: Option<String>,
    pub state: EngagementState,
    pub course: Course,
    /// What the company wrote in its own words, for a specialist while the match holds; none where it wrote nothing.
    pub story: Option<Story>,
    /// Until when whose turn it is can act.
    pub ends_at: Option<Moment>,
    /// Terms to begin with: the last that were proposed, or what help request, offer and profile say.
    pub sheet: SheetForm,
    /// Who comes along, as far as the reader knows.
    pub team: Vec<SeatView>,
    pub now: Moment,
    /// Name of the support organisation that could decide a dispute; none where the help request belongs to none.
    pub org: Option<String>,
    /// The reader's own language.
    pub language: Language,
}

/// What the link in a letter about a match leads to, for the side that the letter was to.
pub async fn look_at_course(desk: &Desk, token: Token) -> Result<CoursePage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let Engaged { engagement, side } = engaged(tx, &token, now)?;
            let stored = tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            let course = course_of(&engagement);
            let language = match side {
                Side::Specialist => person.specialist.language(),
                Side::Company => stored.help_request.company.contact.language,
            };
            let holds = engagement.state.holds();
            let running = engagement.state == EngagementState::Running;
            let last = course.versions.last().map(|version| version.sheet.to_form());
            let sheet = last.unwrap_or_else(|| first_sheet(&acting, &stored.help_request, &engagement, &person, language));
            let pledge = acting.catalogue.engagement().pledge.code.clone();
            let org = stored.support_org.map(|org| tx.find_support_org(org)).transpose()?.flatten();
            let narrative = stored.help_request.need.narrative.as_str();
            let is_told = side == Side::Specialist && holds && !narrative.is_empty();
            let story = is_told.then(|| if course.has_promised() { Story::Open(narrative.to_owned()) } else { Story::Sealed });
            let seen = |own: Side, name: &str| (holds || side == own).then(|| name.to_owned());
            Ok(CoursePage {
                engagement: engagement.id,
                need: AnonymousNeed::from(&stored.help_request),
                company: seen(Side::Company, stored.help_request.company.name.as_str()),
                specialist: seen(Side::Specialist, person.shown().name.as_str()),
                state: engagement.state,
                story,
                org: org.map(|found| found.org.name.as_str().to_owned()),
                ends_at: course.ends_at(acting.catalogue.engagement()).filter(|_| running),
                sheet: SheetForm { pledge, ..sheet },
                team: views(tx, &engagement, side)?,
                side,
                course,
                now,
                language,
            })
        })
        .await
}

/// The frame that the person would begin with, or the first of all.
fn first_frame(desk: &Desk, person: &StoredSpecialist) -> String {
    let rules = desk.catalogue.engagement();
    let own = person.specialist.conditions.frames.iter().find_map(|code| rules.frame(code));
    own.or(rules.frames.first()).map(|frame| frame.code.clone()).unwrap_or_default()
}

/// Where the work is done, as the company asked for it and both have settled it.
fn place_of(desk: &Desk, asked: &HelpRequest, mode: Mode, language: Language) -> String {
    let company = &asked.company;
    let place = format!("{}{}", prefecture_name(language, &desk.catalogue, &company.prefecture), company.municipality.as_str());
    let with = [("company", company.name.as_str()), ("place", place.as_str())];
    match mode {
        Mode::Onsite => say_with(language, "course-place-onsite", &with),
        Mode::Remote => say(language, "course-place-remote"),
        Mode::Hybrid => say_with(language, "course-place-hybrid", &with),
    }
}

/// What help request, offer and profile say already, so that there is little to type.
fn first_sheet(
    desk: &Desk,
    asked: &HelpRequest,
    engagement: &StoredEngagement,
    person: &StoredSpecialist,
    language: Language,
) -> SheetForm {
    let need = engagement.terms.as_ref().map_or_else(|| asked.need.clone(), |terms| terms.applied_to(&asked.need));
    let names: Vec<String> = need.menus.iter().map(|code| menu_name(language, &desk.catalogue, code)).collect();
    let agreed = engagement.terms.as_ref().and_then(|terms| terms.fee_yen).map(|fee| (FeeUnit::Project, fee, 1));
    let usual = person.specialist.menus.iter().find(|menu| need.menus.contains(&menu.menu)).map(|menu| {
        let hours = desk.catalogue.unit_hours(menu.unit.code()).unwrap_or_default();
        let count = if hours == 0 { 1 } else { need.hours.div_ceil(hours).max(1) };
        (menu.unit, menu.minimum_fee_yen, u32::from(count))
    });
    let (unit, fee, count) = agreed.or(usual).unwrap_or((FeeUnit::Project, need.budget_yen, 1));
    let later = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
    let ends_on = later(need.start_on, u64::from(need.weeks) * 7);
    SheetForm {
        frame: first_frame(desk, person),
        scope: names.join("\n"),
        unit: unit.code().to_owned(),
        fee_yen: fee.to_string(),
        count: count.to_string(),
        starts_on: need.start_on.to_string(),
        ends_on: ends_on.to_string(),
        pay_on: later(ends_on, 30).to_string(),
        place: place_of(desk, asked, need.mode, language),
        ..SheetForm::default()
    }
}
