//! Help requests a page at a time, the newest first: to everybody those that are theirs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{HelpRequestId, SupportOrgId};
use crate::intake::{HelpRequestState, Urgency};
use crate::store::{HelpRequestFilter, StoredHelpRequest};

/// A help request as a line of a list; the whole of it is behind its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HelpRequestLine {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
    pub support_org: Option<SupportOrgId>,
    /// Name of the company, where it is one's own or that of one's member. Whoever sees all opens the help request for it, with a reason.
    #[schema(example = "B社")]
    pub company: Option<String>,
    /// JIS X 0401 code.
    #[schema(example = "21")]
    pub prefecture: String,
    /// Codes of the support menus that are wanted.
    #[schema(example = json!(["basic-check"]))]
    pub menus: Vec<String>,
    pub urgency: Urgency,
    pub submitted_at: DateTime<Utc>,
}

/// Help requests in a state, or in any, before one of them in the list.
pub async fn list_help_requests(
    desk: &Desk,
    role: Role,
    state: Option<HelpRequestState>,
    before: Option<HelpRequestId>,
    limit: usize,
) -> Result<Vec<HelpRequestLine>, Refusal> {
    let all = HelpRequestFilter { state, before, ..HelpRequestFilter::default() };
    let filter = match role {
        Role::Operator | Role::Auditor => all,
        Role::Broker(org, _) => HelpRequestFilter { support_org: Some(org), ..all },
        Role::Company(id) => HelpRequestFilter { only: Some(id), ..all },
        Role::Specialist(_) => return Ok(Vec::new()),
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_newest_help_requests(&filter, limit)?)).await?;
    Ok(found.into_iter().filter(|stored| stored.may_be_seen_by(role)).map(|stored| line(stored, role)).collect())
}

fn line(stored: StoredHelpRequest, role: Role) -> HelpRequestLine {
    let StoredHelpRequest { id, state, support_org, help_request, created_at, .. } = stored;
    let (company, need) = (help_request.company, help_request.need);
    HelpRequestLine {
        id,
        state,
        support_org,
        company: (!role.sees_all()).then(|| company.name.as_str().to_owned()),
        prefecture: company.prefecture,
        menus: need.menus,
        urgency: need.urgency,
        submitted_at: created_at,
    }
}
