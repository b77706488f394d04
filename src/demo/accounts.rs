//! Accounts with which somebody may look around once the story is told. Their codes come as letters, which the browser shows.

use crate::app::App;
use crate::brokering::SupportOrgForm;
use crate::cli::CommandError;
use crate::demo::companies::{TALES, Through};
use crate::demo::telling::Teller;
use crate::desk::{RoleRequest, invite};
use crate::identity::{AccountForm, Rank};

const OPERATOR: &str = "operator@nakodo.example";

/// Opens an account for the operator, and one for the first support organisation of the story, and says so.
pub(super) async fn open(app: &App, teller: Teller, url: &str) -> Result<(), CommandError> {
    let broker = TALES.iter().find_map(|tale| match tale.through {
        Through::SupportOrg(name, address) => Some((name, address)),
        _ => None,
    });
    let form = |address: &str| AccountForm { address: address.to_owned(), language: None, is_shared: false };
    invite(&app.desk, form(OPERATOR), RoleRequest::Operator).await?;
    let mut addresses = vec![OPERATOR];
    if let Some((name, address)) = broker {
        let organisation = SupportOrgForm { name: name.to_owned(), address: address.to_owned(), language: None };
        invite(&app.desk, form(address), RoleRequest::Broker(organisation, Rank::Owner)).await?;
        addresses.push(address);
    }
    teller.tell("demo-accounts", |_| vec![("url", url.to_owned()), ("addresses", addresses.join(", "))]);
    Ok(())
}
