//! Whether the one who accepts reads the specialist's mailbox: in a browser that has shown it before, or by a code that is sent there. An offer's
//! link alone does not say so, since letters are forwarded (docs/decisions/0025-codes-for-forwarded-letters.md).

use chrono::Duration;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_letter;
use crate::desk::{Acceptance, Desk, Press, Refusal};
use crate::ids::{SpecialistId, Token};
use crate::offers::Draft;
use crate::seals::{Action, Code};
use crate::store::{KnownBrowser, LetterToQueue, StoreError, StoredCode, StoredHelpRequest, StoredOffer, Tx};
use crate::values::Line;

/// How long a code may be typed (OWASP ASVS 5.0, 6.5.5), and how often.
pub(super) const CODE_HOLDS: Duration = Duration::minutes(10);
const TRIES: i32 = 5;
/// Codes that one person is sent at most: whoever holds a forwarded letter has so many times five guesses at one of a million, and nobody's
/// mailbox is flooded.
const CODES_AN_HOUR: i64 = 5;
const CODES_A_DAY: i64 = 10;
/// A browser in which nothing has been accepted for so long is forgotten.
pub const BROWSER_HOLDS: Duration = Duration::days(365);

/// How often the use of a known browser is noted at most.
const USE_IS_NOTED: Duration = Duration::days(1);

/// How the question whether somebody reads the mailbox ended.
pub(super) enum Entry {
    /// The mailbox is theirs; whether the press has been counted on the way.
    Granted { counted: bool },
    /// Nothing is accepted yet, or not any more.
    Told(Acceptance),
}

impl Desk {
    /// Lets those in who read the mailbox; sends a code to the others, or takes the one that they typed.
    pub(super) fn admit(
        &self,
        tx: &mut Tx<'_>,
        now: Moment,
        (press, action): (&Press, Action),
        (offer, stored): (&StoredOffer, &StoredHelpRequest),
        code: &str,
        draft: &Draft,
    ) -> Result<Entry, Refusal> {
        let acting = draft.acting_person.as_ref().map(Line::as_str);
        let mailbox = self.mailbox_of(tx, now, press.browser.as_ref(), (offer, stored))?;
        if let Some((known, browser)) = mailbox.known.as_ref().zip(press.browser.as_ref()) {
            // Not at every press: many at once would wait for one another here.
            if known.acting_person.as_deref() != acting || known.last_used_at + USE_IS_NOTED < now {
                tx.know_browser(&browser.hash(), offer.specialist, acting, now)?;
            }
        }
        if !mailbox.asks_for_code {
            return Ok(Entry::Granted { counted: false });
        }
        if code.trim().is_empty() {
            if mailbox.code_sent {
                self.keep_draft(tx, now, (press, action), offer, draft)?;
                return Ok(Entry::Told(Acceptance::CodeSent));
            }
            self.spend(tx, press, action, now)?;
            return self.send_code(tx, now, offer, draft.clone()).map(Entry::Told);
        }
        // First, so that a guess without a page is told nothing.
        self.spend(tx, press, action, now)?;
        let Some(live) = tx.find_live_code(offer.id, TRIES, now)? else { return Ok(Entry::Told(Acceptance::CodeOver)) };
        if !tx.count_try(live.id, TRIES, now)? {
            return Ok(Entry::Told(Acceptance::CodeOver));
        }
        let is_right = Code::find(code).is_some_and(|typed| self.secret.is_code(live.id, &typed));
        let Some(browser) = press.browser.as_ref().filter(|_| is_right) else {
            tx.note_act("code_refused", "offer", offer.id);
            return Ok(Entry::Told(Acceptance::CodeWrong));
        };
        tx.use_code(live.id, now)?;
        tx.know_browser(&browser.hash(), offer.specialist, acting, now)?;
        Ok(Entry::Granted { counted: true })
    }

    /// Terms that were changed once more go with the code that is on its way.
    fn keep_draft(
        &self,
        tx: &mut Tx<'_>,
        now: Moment,
        (press, action): (&Press, Action),
        offer: &StoredOffer,
        draft: &Draft,
    ) -> Result<(), Refusal> {
        match tx.find_live_code(offer.id, TRIES, now)? {
            Some(live) if draft.terms.is_some() && live.draft != *draft => {
                self.spend(tx, press, action, now)?;
                Ok(tx.change_draft(live.id, draft)?)
            }
            _ => Ok(()),
        }
    }

    fn send_code(&self, tx: &mut Tx<'_>, now: Moment, offer: &StoredOffer, draft: Draft) -> Result<Acceptance, Refusal> {
        // Locked, so that two who ask at once are counted one after the other.
        tx.lock_specialists(&[offer.specialist])?;
        let sent = |tx: &mut Tx<'_>, within| tx.count_codes(offer.specialist, now - within);
        if sent(tx, Duration::hours(1))? >= CODES_AN_HOUR || sent(tx, Duration::days(1))? >= CODES_A_DAY {
            return Ok(Acceptance::TooManyCodes);
        }
        let code = StoredCode { id: self.ids.fresh(now), expires_at: now + CODE_HOLDS, draft };
        tx.add_code(&code, offer.specialist, offer.id, now)?;
        let letter = LetterToQueue {
            id: self.ids.fresh(now),
            kind: LetterKind::AcceptanceCode,
            party: Party::Specialist(offer.specialist),
            cause: code.id.to_string(),
            help_request: offer.help_request,
            offer: Some(offer.id),
        };
        queue_letter(tx, &self.ids, now, letter)?;
        Ok(Acceptance::CodeSent)
    }

    /// How an offer stands with the mailbox of its reader.
    pub(super) fn mailbox_of(
        &self,
        tx: &mut Tx<'_>,
        now: Moment,
        browser: Option<&Token>,
        (offer, stored): (&StoredOffer, &StoredHelpRequest),
    ) -> Result<Mailbox, StoreError> {
        let known = match browser {
            Some(browser) => tx.find_browser(&browser.hash(), offer.specialist, BROWSER_HOLDS, now)?,
            None => None,
        };
        let policy = self.policy_of(stored);
        let asks_for_code = known.is_none() && policy.is_none_or(|policy| policy.code_for_forwarded);
        let code_sent = asks_for_code && tx.find_live_code(offer.id, TRIES, now)?.is_some();
        Ok(Mailbox { known, asks_for_code, code_sent })
    }
}

/// How an offer stands with the mailbox of its reader.
#[derive(Clone, Debug, Default)]
pub struct Mailbox {
    /// The browser, if its reader has shown before to read it.
    pub known: Option<KnownBrowser>,
    /// Whether accepting needs a code.
    pub asks_for_code: bool,
    /// Whether there is one that can be typed.
    pub code_sent: bool,
}

impl Mailbox {
    /// Whether an acceptance makes the browser known, or keeps it so.
    pub fn remembers(&self) -> bool {
        self.known.is_some() || self.asks_for_code
    }
}

/// The browser that an answer goes to, as it is to be known from now on: the one presented if it is known for anybody, else `fresh`. One that was
/// only presented could have been put there by somebody else.
pub async fn settle_browser(desk: &Desk, presented: Option<Token>, fresh: Token) -> Result<Token, Refusal> {
    let Some(presented) = presented else { return Ok(fresh) };
    desk.store.read(move |tx| Ok(if tx.is_known_browser(&presented.hash())? { presented } else { fresh })).await
}

/// Makes a browser known to whoever has shown in another way that the mailbox is theirs: the demo, and tests.
pub async fn introduce_browser(desk: &Desk, browser: Token, specialist: SpecialistId) -> Result<(), Refusal> {
    let now = desk.clock.now();
    desk.store.write(move |tx| Ok(tx.know_browser(&browser.hash(), specialist, None, now)?)).await
}
