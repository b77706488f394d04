//! Accounts with which somebody may look around once the story is told. Their codes come as letters, which the browser shows.

use crate::app::App;
use crate::brokering::SupportOrgForm;
use crate::cli::CommandError;
use crate::demo::companies::{TALES, Through};
use crate::demo::sequel::Aftermath;
use crate::demo::telling::Teller;
use crate::desk::{Refusal, RoleRequest, invite};
use crate::identity::{AccountForm, Rank};
use crate::ids::SpecialistId;

const OPERATOR: &str = "operator@nakodo.example";

/// Opens an account for the operator, for the first support organisation of the story and for the people whose work was told to its end, and says so.
pub(super) async fn open(app: &App, teller: Teller, url: &str, after: Aftermath) -> Result<(), CommandError> {
    let broker = TALES.iter().find_map(|tale| match tale.through {
        Through::SupportOrg(name, address) => Some((name, address)),
        _ => None,
    });
    let form = |address: &str| AccountForm { address: address.to_owned(), language: None, is_shared: false };
    invite(&app.desk, form(OPERATOR), RoleRequest::Operator).await?;
    let mut addresses = vec![OPERATOR.to_owned()];
    if let Some((name, address)) = broker {
        let organisation = SupportOrgForm { name: name.to_owned(), address: address.to_owned(), language: None };
        invite(&app.desk, form(address), RoleRequest::Broker(organisation, Rank::Owner)).await?;
        addresses.push(address.to_owned());
    }
    let reviewed = own_account(app, after.reviewed).await?;
    let shown = own_account(app, after.shown).await?;
    for address in [&reviewed, &shown].into_iter().flatten() {
        if !addresses.contains(address) {
            addresses.push(address.clone());
        }
    }
    teller.tell("demo-accounts", |_| vec![("url", url.to_owned()), ("addresses", addresses.join(", "))]);
    if let Some((id, address)) = after.shown.zip(shown) {
        teller.tell("demo-look-shown", |_| vec![("url", url.to_owned()), ("id", id.to_string()), ("address", address.clone())]);
    }
    if let Some(address) = reviewed {
        teller.tell("demo-look-reviewed", |_| vec![("url", url.to_owned()), ("address", address.clone())]);
    }
    Ok(())
}

/// An account for one of the people on the list; gives its mailbox.
async fn own_account(app: &App, id: Option<SpecialistId>) -> Result<Option<String>, CommandError> {
    let Some(id) = id else { return Ok(None) };
    let found = app.desk.store.read(move |tx| Ok::<_, Refusal>(tx.find_specialist(id)?)).await?;
    let Some(person) = found.map(|found| found.specialist) else { return Ok(None) };
    let Some(contact) = person.contacts.first() else { return Ok(None) };
    let address = contact.address.as_str().to_owned();
    let form = AccountForm { address: address.clone(), language: None, is_shared: contact.shared };
    invite(&app.desk, form, RoleRequest::Specialist(person.registration.number.as_str().to_owned())).await?;
    Ok(Some(address))
}
