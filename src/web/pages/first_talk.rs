//! The suggestion for a first talk as a file for calendars, the same entry as in the letter about the match.

use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::calendar::{Entry, EntryKind, first_slot};
use crate::desk::{FirstTalk, look_at_first_talk, look_at_own_offer};
use crate::language::Language;
use crate::web::State;
use crate::web::pages::calendar_file::calendar_file;
use crate::web::pages::visit::AsSpecialist;
use crate::web::problem::Kind;
use crate::web::reader::{Reader, find_token, refuse, refused};
use crate::wording::{say, say_with};

/// For the specialist.
pub async fn download_first_talk(
    request: HttpRequest,
    AsSpecialist(visit, id): AsSpecialist,
    offer: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let offer = look_at_own_offer(visit.desk(), id, visit.id(&offer)?).await.map_err(|refusal| visit.refused(refusal))?;
    let file = FirstTalk::of_own(&offer).and_then(|talk| file(&visit.state, visit.language, &talk));
    file.ok_or_else(|| refuse(&request, Kind::NotFound))
}

/// For the company.
pub async fn download_company_talk(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let talk = look_at_first_talk(&state.desk, token).await.map_err(|refusal| refused(&request, refusal))?;
    file(&state, language, &talk).ok_or_else(|| refuse(&request, Kind::NotFound))
}

/// None where no wished time lies ahead.
fn file(state: &State, language: Language, talk: &FirstTalk) -> Option<HttpResponse> {
    let entry = Entry {
        kind: EntryKind::FirstTalk,
        begins: first_slot(&talk.need, talk.at)?,
        summary: say_with(language, "letter-talk-summary", &[("name", &talk.with)]),
        description: format!("{}\n{}", say(language, "letter-talk-description"), talk.reached.join(" ")),
        revision: None,
    };
    let settings = &state.settings;
    let host = settings.web.public_url.host_str().unwrap_or("localhost");
    let file = entry.file(&format!("{}@{host}", talk.name), talk.at, settings.post.from_address.as_str());
    Some(calendar_file(entry.kind, file))
}
