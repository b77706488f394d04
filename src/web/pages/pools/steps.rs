//! A clerk's steps in a pool: each is typed or chosen, then shown with what it changes, and taken with one press. Nothing is changed before.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

use crate::desk::{PoolPreview, PoolStep, PoolView, Refusal, change_pool, try_pool, view_pool};
use crate::ids::{MemberId, PoolId, SpecialistId};
use crate::pools::{Budget, PatternForm, SplitRule, Turn};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::parse_date;
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet};
use crate::web::pages::pools::new::{laid, lay_pattern, pattern_typed, read_pattern};
use crate::web::pages::pools::told::{Told, month_of_key};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::wording::{say, yen};

/// A step; its name is a part of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Plan,
    GiveBack(u32),
    Move(u32),
    Missed(u32),
    /// Year and month.
    Confirm((i32, u32)),
    Absent(SpecialistId),
    Off(SpecialistId),
    Leave(MemberId),
    Split,
    Budget,
    Join,
    Invite(SpecialistId),
}

impl Step {
    fn find(name: &str) -> Option<Self> {
        fn of<T: std::str::FromStr>(name: &str, prefix: &str) -> Option<T> {
            name.strip_prefix(prefix)?.parse().ok()
        }
        match name {
            "plan" => Some(Self::Plan),
            "split" => Some(Self::Split),
            "budget" => Some(Self::Budget),
            "join" => Some(Self::Join),
            _ => of(name, "give-back-")
                .map(Self::GiveBack)
                .or_else(|| name.strip_prefix("confirm-").and_then(month_of_key).map(Self::Confirm))
                .or_else(|| of(name, "move-").map(Self::Move))
                .or_else(|| of(name, "missed-").map(Self::Missed))
                .or_else(|| of(name, "absent-").map(Self::Absent))
                .or_else(|| of(name, "off-").map(Self::Off))
                .or_else(|| of(name, "leave-").map(Self::Leave))
                .or_else(|| of(name, "invite-").map(Self::Invite)),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::GiveBack(_) => "give-back",
            Self::Move(_) => "move",
            Self::Missed(_) => "missed",
            Self::Confirm(_) => "confirm",
            Self::Absent(_) => "absent",
            Self::Off(_) => "off",
            Self::Leave(_) => "leave",
            Self::Split => "split",
            Self::Budget => "budget",
            Self::Join => "join",
            Self::Invite(_) => "invite",
        }
    }

    /// Whether nothing has to be typed.
    fn is_pressed(self) -> bool {
        matches!(self, Self::Plan | Self::GiveBack(_) | Self::Missed(_) | Self::Confirm(_))
    }

    /// What stands in the form when it is opened.
    fn filled(self, view: &PoolView) -> Typed {
        let roster = view.pool.plan.roster();
        match self {
            Self::Split => Typed::of_texts([("/rule", view.pool.plan.rule_on(roster.last).code().to_owned())]),
            Self::Budget => Typed::of_texts([("/visits", roster.budget.visits.to_string()), ("/yen", roster.budget.yen.to_string())]),
            Self::Join => {
                let from = view.today.succ_opt().unwrap_or(view.today).max(roster.first);
                Typed::of_texts([("/wants", view.pool.months().len().to_string()), ("/from", from.to_string())])
            }
            Self::Off(_) | Self::Leave(_) => Typed::of_texts([("/after", view.today.max(roster.first).min(roster.last).to_string())]),
            Self::Invite(_) => pattern_typed(&PatternForm::of(&view.pool.pattern)),
            _ => Typed::default(),
        }
    }

    fn lay(self, view: &PoolView, t: Words, inputs: &mut Sheet<'_>) {
        match self {
            Self::Plan | Self::GiveBack(_) | Self::Missed(_) | Self::Confirm(_) => {}
            Self::Move(_) => {
                inputs.date("/day", "pool-input-day");
                inputs.note("pool-input-day-note");
            }
            Self::Absent(id) => {
                let days = view.pool.days_of(id, view.today).into_iter().map(|day| (day.to_string(), t.date(&day)));
                inputs.choice("/day", "pool-input-absent", days.collect::<Vec<_>>());
                inputs.date("/instead", "pool-input-instead");
                inputs.note("pool-input-instead-note");
            }
            Self::Off(_) | Self::Leave(_) => inputs.date("/after", "pool-input-after"),
            Self::Split => {
                inputs.date("/from", "pool-input-from");
                inputs.note("pool-input-from-note");
                let rules = inputs.spoken("pool-split", &SplitRule::ALL.map(SplitRule::code));
                inputs.choice("/rule", "pool-input-split", rules);
            }
            Self::Budget => {
                inputs.number("/visits", "pool-input-visits");
                inputs.number("/yen", "pool-input-yen");
            }
            Self::Join => {
                let others = view.others.iter().map(|(id, name)| (id.to_string(), name.clone()));
                inputs.choice("/member", "pool-input-member", others.collect::<Vec<_>>());
                inputs.note(if view.others.is_empty() { "pool-input-member-none" } else { "pool-input-member-note" });
                inputs.number("/wants", "pool-input-wants");
                inputs.date("/from", "pool-input-joins");
            }
            Self::Invite(_) => lay_pattern(inputs),
        }
    }

    /// What was typed, checked.
    fn read(self, typed: &Typed) -> Result<PoolStep, Vec<FieldError>> {
        let (mut checker, mut errors) = (Checker::new(), Vec::new());
        let step = match self {
            Self::Plan => Some(PoolStep::Turn(Turn::Plan)),
            Self::GiveBack(slot) => Some(PoolStep::Turn(Turn::HandBack { slot })),
            Self::Missed(slot) => Some(PoolStep::Turn(Turn::Miss { slot })),
            Self::Confirm(month) => Some(PoolStep::Turn(Turn::Confirm { month })),
            Self::Move(slot) => day(&mut checker, typed, "/day").map(|to| PoolStep::Turn(Turn::Move { slot, to })),
            Self::Absent(specialist) => {
                let instead = typed.optional("/instead").map(|_| day(&mut checker, typed, "/instead"));
                let day = day(&mut checker, typed, "/day");
                let whole = |day| Some(Turn::Absent { specialist, day, instead: instead.map_or(Some(None), |instead| instead.map(Some))? });
                day.and_then(whole).map(PoolStep::Turn)
            }
            Self::Off(specialist) => day(&mut checker, typed, "/after").map(|after| PoolStep::Turn(Turn::Withdraw { specialist, after })),
            Self::Leave(member) => day(&mut checker, typed, "/after").map(|after| PoolStep::Turn(Turn::Leave { member, after })),
            Self::Split => {
                let rule = SplitRule::find(typed.text("/rule")).ok_or_else(|| Mistake::new("required"));
                let (from, rule) = (day(&mut checker, typed, "/from"), checker.take("/rule", rule));
                from.zip(rule).map(|(from, rule)| PoolStep::Turn(Turn::Split { from, rule }))
            }
            Self::Budget => {
                let (visits, yen) = (figure(&mut checker, typed, "/visits", &mut errors), figure(&mut checker, typed, "/yen", &mut errors));
                let visits = visits.and_then(|visits: u32| checker.take("/visits", crate::values::within(visits, 1, 10_000)));
                let yen = yen.and_then(|yen: u64| checker.take("/yen", crate::values::within(yen, 0, 1_000_000_000)));
                visits.zip(yen).map(|(visits, yen)| PoolStep::Turn(Turn::Budget(Budget { visits, yen })))
            }
            Self::Join => {
                let member = typed.text("/member").parse().map_err(|_| Mistake::new("required"));
                let (member, from) = (checker.take("/member", member), day(&mut checker, typed, "/from"));
                let wants = figure(&mut checker, typed, "/wants", &mut errors);
                member.zip(from).zip(wants).map(|((member, from), wants)| PoolStep::Join { member, wants, from })
            }
            Self::Invite(specialist) => {
                let form = read_pattern(typed, &mut errors);
                form.check(&mut checker).map(|pattern| PoolStep::Invite { specialist, pattern })
            }
        };
        // A figure that cannot be read is told as that, not as missing.
        match checker.finish(step) {
            Ok(step) if errors.is_empty() => Ok(step),
            Ok(_) => Err(errors),
            Err(more) => {
                let fresh = more.into_iter().filter(|error| !errors.iter().any(|one| one.pointer == error.pointer));
                let fresh: Vec<FieldError> = fresh.collect();
                errors.extend(fresh);
                Err(errors)
            }
        }
    }
}

fn day(checker: &mut Checker, typed: &Typed, name: &'static str) -> Option<NaiveDate> {
    checker.take(name, parse_date(typed.text(name)))
}

fn figure<T: std::str::FromStr>(checker: &mut Checker, typed: &Typed, name: &'static str, errors: &mut Vec<FieldError>) -> Option<T> {
    let number = typed.number(name, errors);
    checker.take(name, number.ok_or_else(|| Mistake::new("required")))
}

/// What a step would do, in words.
struct Seen {
    shifts: Vec<String>,
    more: usize,
    /// Of each member whose cost changes: name, before, after.
    costs: Vec<(String, String, String)>,
    used: [String; 2],
    /// What was typed, to be sent again.
    typed: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/pool_step.html")]
struct StepPage {
    t: Words,
    id: PoolId,
    pool: String,
    step: String,
    code: &'static str,
    /// Of whom, or of what, the step is.
    about: String,
    value: String,
    version: i32,
    inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    again: Option<String>,
    seen: Option<Seen>,
}

/// So many changed visits are listed.
const LISTED: usize = 60;

pub async fn show_pool_step(AsClerk(visit): AsClerk, place: web::Path<(String, String)>) -> Result<HttpResponse, Error> {
    let (id, step, view) = found(&visit, &place).await?;
    let typed = step.filled(&view);
    let outcome = if step.is_pressed() { tried(&visit, id, step, &typed).await } else { Ok(None) };
    shown(&visit, (&view, &place.1, step), &typed, outcome, None)
}

pub async fn post_pool_step(AsClerk(visit): AsClerk, place: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, step, view) = found(&visit, &place).await?;
    let pressed = visit.pressed(&body)?;
    let typed = Typed::read(&body);
    if pressed.text("sure") != "yes" {
        let outcome = tried(&visit, id, step, &typed).await;
        return shown(&visit, (&view, &place.1, step), &typed, outcome, None);
    }
    let seen = pressed.text("seen").parse().unwrap_or_default();
    let outcome = match step.read(&typed) {
        Ok(step) => change_pool(visit.desk(), visit.role, id, seen, step).await,
        Err(errors) => Err(Refusal::Fields(errors)),
    };
    match outcome {
        Ok(()) => Ok(visit.see(&format!("/pools/{id}"), step.code())),
        Err(Refusal::ChangedMeanwhile) => {
            let outcome = tried(&visit, id, step, &typed).await;
            shown(&visit, (&view, &place.1, step), &typed, outcome, Some(say(visit.language, "pool-changed-meanwhile")))
        }
        Err(refusal) => shown(&visit, (&view, &place.1, step), &typed, Err(refusal), None),
    }
}

async fn found(visit: &Visit, place: &(String, String)) -> Result<(PoolId, Step, PoolView), Error> {
    let id: PoolId = visit.id(&place.0)?;
    let step = Step::find(&place.1).ok_or_else(|| visit.refused(Refusal::NotFound))?;
    let view = view_pool(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok((id, step, view))
}

async fn tried(visit: &Visit, id: PoolId, step: Step, typed: &Typed) -> Result<Option<PoolPreview>, Refusal> {
    Ok(Some(try_pool(visit.desk(), visit.role, id, step.read(typed)?).await?))
}

/// The form, or what the step would do.
fn shown(
    visit: &Visit,
    (view, name, step): (&PoolView, &str, Step),
    typed: &Typed,
    outcome: Result<Option<PoolPreview>, Refusal>,
    again: Option<String>,
) -> Result<HttpResponse, Error> {
    let told = Told { language: visit.language, view };
    let (mut status, mut errors, mut again) = (StatusCode::OK, Vec::new(), again);
    let preview = match outcome {
        Ok(preview) => preview,
        Err(Refusal::Fields(found)) => {
            (status, errors) = (StatusCode::UNPROCESSABLE_ENTITY, found);
            None
        }
        Err(refusal @ Refusal::ConsentMissing) => {
            (status, again) = (StatusCode::CONFLICT, Some(Problem::of(refusal, visit.language).detail()));
            None
        }
        Err(refusal) => return Err(visit.refused(refusal)),
    };
    if again.is_some() {
        status = StatusCode::CONFLICT;
    }
    let (inputs, mut mistakes) = laid(visit, typed, &errors, |inputs| step.lay(view, visit.words(), inputs));
    // What is wrong with no input in particular is said by itself.
    let whole: Vec<String> = mistakes.iter().filter(|one| one.0.is_empty()).map(|one| one.2.clone()).collect();
    mistakes.retain(|one| !one.0.is_empty());
    let again = again.or_else(|| (!whole.is_empty()).then(|| whole.join("\n")));
    let page = StepPage {
        t: visit.words(),
        id: view.id,
        pool: view.pool.name.as_str().to_owned(),
        step: name.to_owned(),
        code: step.code(),
        about: about(&told, step),
        value: visit.value(),
        version: view.version,
        inputs,
        mistakes,
        again,
        seen: preview.map(|preview| seen(&told, &preview, typed)),
    };
    Ok(visit.shown(status, &page))
}

fn about(told: &Told<'_>, step: Step) -> String {
    let slot = |number: u32| told.view.pool.plan.slots().iter().find(|slot| slot.number == number);
    match step {
        Step::GiveBack(number) | Step::Move(number) | Step::Missed(number) => {
            slot(number).map(|slot| format!("{} {}", told.when(slot), told.holder(slot))).unwrap_or_default()
        }
        Step::Confirm(month) => told.work_in(month),
        Step::Absent(id) | Step::Off(id) => told.person(id),
        Step::Leave(id) => told.member(id),
        _ => String::new(),
    }
}

fn seen(told: &Told<'_>, preview: &PoolPreview, typed: &Typed) -> Seen {
    let language = told.language;
    let total = |pool: &crate::pools::Pool, member| pool.shares_of(member).iter().map(|(_, yen)| yen).sum::<u64>();
    let cost = |member: MemberId| {
        let (before, after) = (total(&preview.before, member), total(&preview.after, member));
        // Who joins has no name in what is there yet.
        let name = told.view.members.get(&member).cloned();
        let name = name.or_else(|| told.view.others.iter().find(|(id, _)| *id == member).map(|(_, name)| name.clone()))?;
        (before != after).then(|| (name, yen(language, before), yen(language, after)))
    };
    let mut view = told.view.clone();
    view.members.extend(told.view.others.iter().cloned());
    let after = PoolView { pool: preview.after.clone(), ..view };
    let named = Told { language, view: &after };
    let used = preview.after.plan.used();
    Seen {
        shifts: preview.shifts.iter().take(LISTED).map(|shift| named.shift(shift)).collect(),
        more: preview.shifts.len().saturating_sub(LISTED),
        costs: preview.after.plan.roster().members.iter().filter_map(|member| cost(member.id)).collect(),
        used: [used.visits.to_string(), yen(language, used.yen)],
        typed: typed.pairs().into_iter().filter(|(name, _)| name.starts_with('/')).collect(),
    }
}
