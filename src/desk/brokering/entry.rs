//! Entry links of a support organisation: making one, closing it, and what a company sees that comes by one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::EntryCode;
use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::report::Checker;
use crate::store::{StoredEntryLink, Tx};
use crate::values::Line;

/// An entry link with what came in by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntryLinkView {
    /// The address is `/for/` and this.
    #[schema(example = "k7wm3xqp")]
    pub code: String,
    #[schema(example = "窓口のちらし")]
    pub label: String,
    pub made_at: DateTime<Utc>,
    /// Since when it leads to the form without the organisation.
    pub closed_at: Option<DateTime<Utc>>,
    /// Help requests that came in by it.
    #[schema(example = 5)]
    pub count: i64,
    /// Those of them that the organisation may see.
    #[schema(example = 4)]
    pub shared: i64,
}

/// A new entry link as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntryLinkForm {
    /// Where it is going to hang, at most 80 characters.
    #[schema(example = "窓口のちらし")]
    pub label: String,
}

pub async fn make_entry_link(desk: &Desk, role: Role, form: EntryLinkForm) -> Result<EntryLinkView, Refusal> {
    let org = org_of(role)?;
    let mut checker = Checker::new();
    let label = checker.take("/label", Line::parse(&form.label, 80));
    let label = checker.finish(label)?;
    let (now, code) = (desk.clock.now(), EntryCode::of(desk.ids.nonce()));
    desk.store
        .write(move |tx| {
            let link = StoredEntryLink { code, org, label: label.as_str().to_owned(), made_at: now, closed_at: None };
            tx.add_entry_link(&link)?;
            tx.note_act("entry_link_made", "entry_link", &link.code);
            view(tx, link)
        })
        .await
}

/// Closes a link: whoever comes by it asks for themselves, without the organisation. Closing it again changes nothing.
pub async fn close_entry_link(desk: &Desk, role: Role, code: &str) -> Result<EntryLinkView, Refusal> {
    let org = org_of(role)?;
    let (now, code) = (desk.clock.now(), EntryCode::find(code).ok_or(Refusal::NotFound)?);
    desk.store
        .write(move |tx| {
            tx.find_entry_link(&code)?.filter(|link| link.org == org).ok_or(Refusal::NotFound)?;
            tx.close_entry_link(&code, now)?;
            tx.note_act("entry_link_closed", "entry_link", &code);
            let link = tx.find_entry_link(&code)?.ok_or(Refusal::NotFound)?;
            view(tx, link)
        })
        .await
}

pub async fn list_entry_links(desk: &Desk, role: Role) -> Result<Vec<EntryLinkView>, Refusal> {
    let org = org_of(role)?;
    desk.store.read(move |tx| tx.list_entry_links(org)?.into_iter().map(|link| view(tx, link)).collect()).await
}

/// An entry link, and whose it is, for a poster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PosterView {
    pub link: EntryLinkView,
    /// Name of the organisation.
    pub org: String,
}

pub async fn view_poster(desk: &Desk, role: Role, code: &str) -> Result<PosterView, Refusal> {
    let org = org_of(role)?;
    let code = EntryCode::find(code).ok_or(Refusal::NotFound)?;
    desk.store
        .read(move |tx| {
            let link = tx.find_entry_link(&code)?.filter(|link| link.org == org).ok_or(Refusal::NotFound)?;
            let named = tx.find_support_org(org)?.ok_or(Refusal::NotFound)?;
            Ok(PosterView { link: view(tx, link)?, org: named.org.name.as_str().to_owned() })
        })
        .await
}

/// The name of the organisation behind an open link; none behind a closed one.
pub async fn look_at_entry(desk: &Desk, code: &str) -> Result<Option<String>, Refusal> {
    let code = EntryCode::find(code).ok_or(Refusal::NotFound)?;
    desk.store
        .read(move |tx| {
            let link = tx.find_entry_link(&code)?.ok_or(Refusal::NotFound)?;
            if link.closed_at.is_some() {
                return Ok(None);
            }
            Ok(tx.find_support_org(link.org)?.map(|stored| stored.org.name.as_str().to_owned()))
        })
        .await
}

fn view(tx: &mut Tx<'_>, link: StoredEntryLink) -> Result<EntryLinkView, Refusal> {
    let (count, shared) = tx.count_entries(&link)?;
    let StoredEntryLink { code, label, made_at, closed_at, .. } = link;
    Ok(EntryLinkView { code: code.to_string(), label, made_at, closed_at, count, shared })
}
