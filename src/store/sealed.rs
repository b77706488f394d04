//! Which cells are sealed, and how they are written, read and sealed anew. What a cell holds is no business of this page, nor is it of the vault.

use std::borrow::Cow;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::ids::Token;
use crate::store::cells::{document, from_document, known, time, unreadable};
use crate::store::schema::instance_secrets;
use crate::store::{StoreError, Tx};
use crate::vault::{Place, Vault, key_of};

/// A column whose cells are sealed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    table: &'static str,
    column: &'static str,
    /// In words, for whoever has to look why it cannot be read.
    what: &'static str,
    /// What names a row, as SQL.
    key: &'static str,
}

const fn cell(table: &'static str, column: &'static str, what: &'static str) -> Cell {
    Cell { table, column, what, key: "id" }
}

pub(super) const PROFILE: Cell = cell("specialists", "profile", "profile");
pub(super) const HELP_REQUEST: Cell = cell("help_requests", "document", "help request");
pub(super) const MEMBER: Cell = cell("members", "document", "member");
pub(super) const MEMBER_CLERK: Cell = cell("member_consents", "clerk", "clerk of a member");
pub(super) const REFERRAL_REASON: Cell = cell("referrals", "reason", "reason of a referral");
pub(super) const SUPPORT_ORG: Cell = cell("support_orgs", "profile", "support organisation");
pub(super) const DECLINE_TEXT: Cell = cell("offers", "decline_text", "reason of an offer");
pub(super) const OFFER_TERMS: Cell = cell("offers", "terms", "terms of an offer");
pub(super) const OFFER_PERSON: Cell = cell("offers", "acting_person", "person behind an offer");
pub(super) const TERMS: Cell = cell("engagements", "terms", "terms of a match");
pub(super) const PERSON: Cell = cell("engagements", "acting_person", "person behind a match");
pub(super) const ENDED_REASON: Cell = cell("engagements", "ended_reason", "reason of a withdrawal");
pub(super) const COURSE: Cell = cell("engagements", "course", "course of a match");
pub(super) const OUTCOME_WORDS: Cell =
    Cell { table: "follow_ups", column: "words", what: "words about what came of a match", key: "engagement_id" };
pub(super) const MATCH_REVIEWS: Cell =
    Cell { table: "match_reviews", column: "document", what: "what both sides say of a match", key: "engagement_id" };
pub(super) const SEAT: Cell = cell("team_seats", "document", "place in a team");
pub(super) const POOL: Cell = cell("pools", "document", "pool");
pub(super) const DRAFT: Cell = cell("acceptance_codes", "draft", "draft of terms");
pub(super) const ACCOUNT: Cell = cell("accounts", "address", "address of an account");
pub(super) const PERSON_NAME: Cell = cell("people", "name", "name of who acts");
pub(super) const BROWSER_PERSON: Cell =
    Cell { table: "known_browsers", column: "acting_person", what: "person behind a browser", key: "token_hash || '/' || specialist_id" };
pub(super) const MAILBOX: Cell = Cell { table: "suppressions", column: "mailbox", what: "mailbox", key: "subject || '/' || kind" };
pub(super) const WEBHOOK: Cell = cell("webhooks", "document", "webhook");
pub(super) const FAREWELL: Cell = Cell { table: "farewells", column: "reader", what: "reader of a last letter", key: "letter_id" };
pub(super) const UNFINISHED: Cell = cell("unfinished", "document", "something unfinished");
pub(super) const REVIEW_ACCEPTED: Cell = Cell { table: "reviews", column: "accepted", what: "accepted texts", key: "specialist_id" };
pub(super) const REVIEW_PROPOSAL: Cell = Cell { table: "reviews", column: "proposal", what: "proposal to hide", key: "specialist_id" };
pub(super) const REVIEW_REASON: Cell = Cell { table: "reviews", column: "reason", what: "reason of hiding", key: "specialist_id" };
pub(super) const CLAIM: Cell = cell("credit_claims", "document", "claim of a credit");
pub(super) const CLAIM_QUESTION: Cell = cell("credit_claims", "question", "question about a credit");
pub(super) const CREDIT_ROW: Cell =
    Cell { table: "credit_rows", column: "content", what: "row of a ledger", key: "specialist_id || '/' || seq" };
pub(super) const CREDIT_CYCLES: Cell = Cell { table: "credit_cycles", column: "begun", what: "cycles of credits", key: "specialist_id" };
pub(super) const CREDIT_TITLES: Cell = Cell { table: "credit_titles", column: "held", what: "titles of credits", key: "specialist_id" };
pub(super) const COMPLAINT: Cell = cell("complaints", "document", "complaint");
pub(super) const SECRET: Cell = Cell { table: "instance_secrets", column: "secret", what: "secret of the instance", key: "name" };

/// Every column whose cells are sealed.
const ALL: [Cell; 35] = [
    PROFILE,
    HELP_REQUEST,
    MEMBER,
    MEMBER_CLERK,
    REFERRAL_REASON,
    SUPPORT_ORG,
    DECLINE_TEXT,
    OFFER_TERMS,
    OFFER_PERSON,
    TERMS,
    PERSON,
    ENDED_REASON,
    COURSE,
    OUTCOME_WORDS,
    MATCH_REVIEWS,
    SEAT,
    POOL,
    DRAFT,
    ACCOUNT,
    PERSON_NAME,
    BROWSER_PERSON,
    MAILBOX,
    WEBHOOK,
    FAREWELL,
    UNFINISHED,
    REVIEW_ACCEPTED,
    REVIEW_PROPOSAL,
    REVIEW_REASON,
    CLAIM,
    CLAIM_QUESTION,
    CREDIT_ROW,
    CREDIT_CYCLES,
    CREDIT_TITLES,
    COMPLAINT,
    SECRET,
];

/// Table and name of every column whose cells are sealed.
pub fn sealed_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.iter().map(|cell| (cell.table, cell.column))
}

/// The secret that finds what is found by its text.
const INDEX: &str = "index";

impl Cell {
    fn place<'a>(&self, row: &'a str) -> Place<'a> {
        Place { table: self.table, column: self.column, row }
    }

    pub(super) fn seal(&self, vault: &Vault, row: &impl ToString, text: &str) -> String {
        vault.seal(self.place(&row.to_string()), text)
    }

    /// Sealed whatever the vault does with new cells.
    pub(super) fn reseal(&self, vault: &Vault, row: &str, text: &str) -> Option<String> {
        vault.reseal(self.place(row), text)
    }

    pub(super) fn seal_document(&self, vault: &Vault, row: &impl ToString, value: &impl Serialize) -> Result<String, StoreError> {
        Ok(self.seal(vault, row, &document(value)?))
    }

    pub(super) fn open<'t>(&self, vault: &Vault, row: &str, cell: &'t str) -> Result<Cow<'t, str>, StoreError> {
        vault.open(self.place(row), cell).map_err(|error| unreadable(self.what, error))
    }

    pub(super) fn open_document<T: DeserializeOwned>(&self, vault: &Vault, row: &str, cell: &str) -> Result<T, StoreError> {
        from_document(self.what, &self.open(vault, row, cell)?)
    }
}

/// A cell that may have to be sealed anew, with what names its row.
#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    row_key: String,
    #[diesel(sql_type = Text)]
    cell: String,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    cells: i64,
}

/// How far sealing anew has come: the column, and the row after which it goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resealing {
    column: usize,
    after: String,
    /// Cells looked at, and cells sealed anew.
    pub seen: u64,
    pub sealed: u64,
}

impl Resealing {
    pub fn is_done(&self) -> bool {
        self.column > ALL.len()
    }
}

impl Tx<'_> {
    /// By what a text of a kind is to be found that is written now.
    pub fn keyed(&self, what: &str, text: &str) -> String {
        self.vault.index(what, text)
    }

    /// By what a text of a kind may have been written: as it is, or keyed.
    pub(super) fn ways_to_find(&self, what: &str, text: &str) -> Vec<String> {
        [text.to_owned()].into_iter().chain(self.vault.keyed(what, text)).collect()
    }

    /// Goes on sealing anew by at most `limit` cells of one column. A cell that somebody else writes meanwhile is sealed by them.
    pub fn reseal(&mut self, so_far: Resealing, limit: i64) -> Result<Resealing, StoreError> {
        let Some(cell) = ALL.get(so_far.column) else {
            let hidden = self.hide_subjects(limit)? + self.hide_mail_keys(limit)?;
            let column = so_far.column + usize::from(hidden == 0);
            return Ok(Resealing { column, sealed: so_far.sealed + hidden, ..so_far });
        };
        let Cell { table, column, key, .. } = cell;
        // The tables have few columns of these, and whoever rotates a key reads them all once.
        let page = format!(
            "SELECT {key} AS row_key, {column} AS cell FROM {table} WHERE {column} IS NOT NULL AND {key} > $1 ORDER BY {key} LIMIT $2"
        );
        let page = diesel::sql_query(page).bind::<Text, _>(&so_far.after).bind::<BigInt, _>(limit).load::<Found>(self.connection)?;
        let Some(last) = page.last().map(|found| found.row_key.clone()) else {
            return Ok(Resealing { column: so_far.column + 1, after: String::new(), ..so_far });
        };
        let mut done = Resealing { after: last, seen: so_far.seen + page.len() as u64, ..so_far };
        for Found { row_key, cell: before } in page.into_iter().filter(|found| !self.vault.is_current(&found.cell)) {
            let after = self.vault.reseal(cell.place(&row_key), &cell.open(&self.vault, &row_key, &before)?);
            let Some(after) = after else { continue };
            let changed = diesel::sql_query(format!("UPDATE {table} SET {column} = $1 WHERE {key} = $2 AND {column} = $3"));
            let changed = changed.bind::<Text, _>(after).bind::<Text, _>(row_key).bind::<Text, _>(before);
            done.sealed += changed.execute(self.connection)? as u64;
        }
        Ok(done)
    }

    /// How many cells are not sealed at all.
    pub fn count_plain_cells(&mut self) -> Result<i64, StoreError> {
        let mut plain = 0;
        for Cell { table, column, .. } in ALL {
            let query = diesel::sql_query(format!(
                "SELECT COUNT(*) AS cells FROM {table} WHERE {column} IS NOT NULL AND {column} NOT LIKE 'sealed:1:%'"
            ));
            plain += query.get_result::<Counted>(self.connection)?.cells;
        }
        Ok(plain)
    }

    /// The name of the key with which the store can be opened; none where nothing has been sealed yet.
    pub fn sealing_key(&mut self) -> Result<Option<String>, StoreError> {
        let secret = instance_secrets::table.find(INDEX).select(instance_secrets::secret);
        let secret = secret.first::<String>(self.connection).optional()?;
        Ok(secret.and_then(|cell| key_of(&cell).map(str::to_owned)))
    }

    /// The secret of what is found by its text; `fresh` becomes it if there is none yet.
    pub fn index_secret(&mut self, vault: &Vault, fresh: &Token, now: Moment) -> Result<Token, StoreError> {
        let cell = vault.reseal(SECRET.place(INDEX), &fresh.reveal()).unwrap_or_else(|| fresh.reveal());
        let cell = self.instance_secret_cell(INDEX, &cell, now)?;
        known("instance secret", Token::find(&SECRET.open(vault, INDEX, &cell)?))
    }

    /// The cell of an instance's secret of this name; `fresh` becomes it if there is none yet.
    pub(super) fn instance_secret_cell(&mut self, name: &str, fresh: &str, now: Moment) -> Result<String, StoreError> {
        let added =
            diesel::sql_query("INSERT INTO instance_secrets (name, secret, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING");
        let added = added.bind::<Text, _>(name).bind::<Text, _>(fresh).bind::<diesel::sql_types::Timestamp, _>(time(now));
        added.execute(self.connection)?;
        Ok(instance_secrets::table.find(name).select(instance_secrets::secret).first(self.connection)?)
    }
}
