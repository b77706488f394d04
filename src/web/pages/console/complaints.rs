//! Complaints, for operators: which wait, what somebody says, and how it is decided by two. Auditors look and change nothing.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::complaints::{Effect, Outcome, Stage, Verdict, VerdictForm};
use crate::desk::{
    ComplaintCase, ComplaintLine, Refusal, confirm_verdict, hear_other_side, list_complaints, propose_verdict, take_up_complaint,
    view_complaint,
};
use crate::engagement::Side;
use crate::identity::{Scope, Who, account_of};
use crate::ids::ComplaintId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::complaints::category_name;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::wording::say;

/// Complaints in each of the two lists: the page stays below 20 kB.
const SHOWN: usize = 20;
const DONE: [&str; 4] = ["taken", "heard", "proposed", "confirmed"];

/// A complaint in a list, in words.
struct Line {
    line: ComplaintLine,
    category: String,
}

#[derive(Template)]
#[template(path = "pages/console_complaints.html")]
struct ListPage {
    t: Words,
    here: &'static str,
    waiting: Vec<Line>,
    rest: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/console_complaint.html")]
struct CasePage {
    t: Words,
    here: &'static str,
    case: ComplaintCase,
    category: String,
    /// Whether the reader may act; an auditor looks.
    decides: bool,
    /// Whether the reader has proposed what is proposed.
    is_own: bool,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

impl CasePage {
    fn is_by_company(&self) -> bool {
        self.case.complaint.by == Side::Company
    }

    fn is_silent(&self) -> bool {
        let asked = self.case.complaint.stage != Stage::Hearing;
        asked && self.case.complaint.hearing.as_ref().is_some_and(|hearing| hearing.answer.is_none())
    }

    fn can_take(&self) -> bool {
        self.decides && self.case.complaint.stage == Stage::Received
    }

    fn can_hear(&self) -> bool {
        self.decides && self.case.complaint.stage == Stage::Looking
    }

    fn can_propose(&self) -> bool {
        self.decides && self.case.complaint.can_be_decided()
    }

    /// Label and text of a verdict.
    fn told(&self, verdict: &Verdict) -> Vec<(String, String)> {
        let facts = [
            ("console-complaint-propose-outcome", self.t.say_of("console-complaint-outcome", verdict.outcome.code())),
            ("console-complaint-propose-effect", self.t.say_of("console-complaint-effect", verdict.effect.code())),
            ("console-complaint-to-complainant", verdict.to_complainant.as_str().to_owned()),
            ("console-complaint-to-other", verdict.to_other.as_str().to_owned()),
            ("console-complaint-note", verdict.note.as_str().to_owned()),
        ];
        facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| (self.t.say(label), text)).collect()
    }
}

#[derive(Template)]
#[template(path = "pages/console_complaint_form.html")]
struct FormPage {
    t: Words,
    here: &'static str,
    id: ComplaintId,
    number: String,
    step: &'static str,
    title: &'static str,
    lead: &'static str,
    button: &'static str,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    value: String,
}

pub async fn show_complaints(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let t = visit.words();
    let lines = |found: Vec<ComplaintLine>| {
        let line = |line: ComplaintLine| Line { category: category_name(t, &visit.desk().catalogue, &line.complaint.category), line };
        found.into_iter().map(line).collect::<Vec<Line>>()
    };
    let waiting = list_complaints(visit.desk(), true, SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let rest = list_complaints(visit.desk(), false, SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let shown = ListPage { here: "complaints", waiting: lines(waiting), rest: lines(rest), t };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn show_case(AsOperator(visit): AsOperator, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    case_page(&visit, id, StatusCode::OK, None).await
}

async fn case_page(visit: &Visit, id: ComplaintId, status: StatusCode, again: Option<String>) -> Result<HttpResponse, Error> {
    let case = view_complaint(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, own) = (visit.words(), Who::Account(visit.signed.id).key());
    let shown = CasePage {
        here: "complaints",
        category: category_name(t, &visit.desk().catalogue, &case.complaint.category),
        decides: visit.role.may(Scope::SpecialistsWrite),
        is_own: case.complaint.proposal.as_ref().is_some_and(|proposal| account_of(&proposal.by) == own),
        value: visit.value(),
        done: visit.done(&DONE).filter(|_| again.is_none()),
        again,
        case,
        t,
    };
    Ok(visit.shown(status, &shown))
}

/// A step that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Hear,
    Propose,
}

impl Step {
    fn find(name: &str) -> Option<Self> {
        match name {
            "hear" => Some(Self::Hear),
            "propose" => Some(Self::Propose),
            _ => None,
        }
    }

    fn is_open(self, case: &ComplaintCase) -> bool {
        match self {
            Self::Hear => case.complaint.stage == Stage::Looking,
            Self::Propose => case.complaint.can_be_decided(),
        }
    }

    fn lay(self, case: &ComplaintCase, inputs: &mut Inputs<'_>) {
        match self {
            Self::Hear => {
                inputs.area("/summary", "console-complaint-hear-summary");
                inputs.note("console-complaint-hear-note");
            }
            Self::Propose => {
                let complaint = &case.complaint;
                let outcomes = Outcome::ALL.into_iter().filter(|outcome| complaint.may_decide(*outcome, Effect::Nothing));
                let outcomes: Vec<&str> = outcomes.map(Outcome::code).collect();
                let outcomes = inputs.spoken("console-complaint-outcome", &outcomes);
                inputs.choice("/outcome", "console-complaint-propose-outcome", outcomes);
                let effects = Effect::ALL.into_iter();
                let effects: Vec<&str> = effects
                    .filter(|effect| *effect == Effect::Nothing || complaint.may_decide(Outcome::Upheld, *effect))
                    .map(Effect::code)
                    .collect();
                let effects = inputs.spoken("console-complaint-effect", &effects);
                inputs.choice("/effect", "console-complaint-propose-effect", effects);
                inputs.area("/to_complainant", "console-complaint-to-complainant");
                inputs.note("console-complaint-propose-complainant-note");
                if complaint.is_released() {
                    inputs.area("/to_other", "console-complaint-to-other");
                    inputs.note("console-complaint-propose-other-note");
                }
                inputs.area("/note", "console-complaint-note");
                inputs.note("console-complaint-propose-internal-note");
            }
        }
    }
}

pub async fn show_case_step(AsOperator(visit): AsOperator, path: web::Path<(String, String)>) -> Result<HttpResponse, Error> {
    visit.must_have(Scope::SpecialistsWrite)?;
    let (id, step) = path.into_inner();
    let case = view_complaint(visit.desk(), visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    let step = Step::find(&step).filter(|step| step.is_open(&case));
    let step = step.ok_or_else(|| visit.refuse(Problem::new(Kind::NotFound, visit.language)))?;
    let typed = match (step, &case.complaint.proposal) {
        (Step::Propose, Some(proposal)) => filled(&proposal.verdict),
        (Step::Propose, None) => Typed::of_texts([("/effect", Effect::Nothing.code().to_owned())]),
        (Step::Hear, _) => Typed::default(),
    };
    Ok(form_page(&visit, &case, step, StatusCode::OK, (&typed, &[])))
}

/// What another operator has proposed is a beginning.
fn filled(verdict: &Verdict) -> Typed {
    Typed::of_texts([
        ("/outcome", verdict.outcome.code().to_owned()),
        ("/effect", verdict.effect.code().to_owned()),
        ("/to_complainant", verdict.to_complainant.as_str().to_owned()),
        ("/to_other", verdict.to_other.as_str().to_owned()),
        ("/note", verdict.note.as_str().to_owned()),
    ])
}

fn form_page(
    visit: &Visit,
    case: &ComplaintCase,
    step: Step,
    status: StatusCode,
    (typed, errors): (&Typed, &[FieldError]),
) -> HttpResponse {
    let language = visit.language;
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue: &visit.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    step.lay(case, &mut laid);
    let inputs = laid.inputs;
    let mistakes = errors.into_iter().map(|(at, sentence)| {
        let input = inputs.iter().find(|input| input.name == at);
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence)
    });
    let [code, title, lead, button] = match step {
        Step::Hear => ["hear", "console-complaint-hear", "console-complaint-hear-lead", "console-complaint-hear-button"],
        Step::Propose => ["propose", "console-complaint-propose", "console-complaint-propose-lead", "console-complaint-propose-button"],
    };
    let shown = FormPage {
        t: visit.words(),
        here: "complaints",
        id: case.id,
        number: case.number.clone(),
        step: code,
        title,
        lead,
        button,
        mistakes: mistakes.collect(),
        inputs,
        value: visit.value(),
    };
    visit.shown(status, &shown)
}

pub async fn post_case_step(AsOperator(visit): AsOperator, path: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.must_have(Scope::SpecialistsWrite)?;
    let (id, step) = path.into_inner();
    let id: ComplaintId = visit.id(&id)?;
    let (pressed, typed, desk) = (visit.pressed(&body)?, Typed::read(&body), visit.desk());
    let text = |name: &str| typed.text(name).to_owned();
    let (outcome, done) = match step.as_str() {
        "take" => (take_up_complaint(desk, id).await, "taken"),
        "hear" => (hear_other_side(desk, id, text("/summary")).await, "heard"),
        "propose" => {
            let form = VerdictForm {
                outcome: text("/outcome"),
                effect: text("/effect"),
                to_complainant: text("/to_complainant"),
                to_other: text("/to_other"),
                note: text("/note"),
            };
            (propose_verdict(desk, id, form).await, "proposed")
        }
        "confirm" => (confirm_verdict(desk, id, pressed.text("number").parse().unwrap_or_default()).await, "confirmed"),
        _ => return Err(visit.refuse(Problem::new(Kind::NotFound, visit.language))),
    };
    match outcome {
        Ok(()) => Ok(visit.see(&format!("/console/complaints/{id}"), done)),
        Err(Refusal::Fields(errors)) => {
            let case = view_complaint(desk, id).await.map_err(|refusal| visit.refused(refusal))?;
            let step = Step::find(&step).ok_or_else(|| visit.refuse(Problem::new(Kind::NotFound, visit.language)))?;
            Ok(form_page(&visit, &case, step, StatusCode::UNPROCESSABLE_ENTITY, (&typed, &errors)))
        }
        Err(Refusal::ChangedMeanwhile) => {
            let sentence = say(visit.language, "console-complaint-changed");
            case_page(&visit, id, StatusCode::CONFLICT, Some(sentence)).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}
