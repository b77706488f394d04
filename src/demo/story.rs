//! Playing the help requests. No loop runs and nothing waits: rounds of the workers are driven until there is nothing left to do, the clock is
//! moved by hand, and people read their letters and press the buttons through the same acts as everybody else.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration as Wait;

use chrono::{Datelike, Duration, Timelike, Weekday};

use super::companies::{Act, TALES, Tale, Through};
use super::mailbox;
use super::narrator::Narrator;
use super::sequel::Aftermath;
use crate::app::App;
use crate::brokering::{MemberForm, PaperForm, SupportOrgForm};
use crate::cli::CommandError;
use crate::clock::{Moment, in_japan};
use crate::correspondence::LetterKind;
use crate::desk::{
    AcceptForm, Acceptance, Confirmation, Declination, KeyRequest, KeyTerms, NotBeforeForm, OfferView, Press, Submitter, accept_offer,
    add_member, confirm_help_request, create_key, decline_offer, follow_journal, introduce_browser, list_offers, note_paper,
    submit_for_member, submit_help_request, view_help_request,
};
use crate::events::Group;
use crate::identity::Role;
use crate::ids::{HelpRequestId, OfferId};
use crate::intake::{HelpRequestForm, HelpRequestState};
use crate::matching::Question;
use crate::offers::DeclineForm;
use crate::seals::Action;
use crate::store::{QueuedLetter, StoreError};

/// When companies ask: at ten in the morning in Japan, on a working day.
const MORNING: u32 = 10;
/// Between a letter and its answer.
const THINKING: Duration = Duration::hours(3);

/// The moment at which a story begins that ends at `now`: three weeks before, which is longer than all its waiting together.
pub(super) fn beginning(now: Moment) -> Moment {
    let mut morning = now - Duration::days(20) - since_morning(now);
    while is_weekend(morning) {
        morning -= Duration::days(1);
    }
    morning
}

fn is_weekend(moment: Moment) -> bool {
    matches!(in_japan(moment).weekday(), Weekday::Sat | Weekday::Sun)
}

/// From the last ten o'clock to `now`.
fn since_morning(now: Moment) -> Duration {
    let time = in_japan(now);
    let morning = Duration::hours(i64::from(MORNING));
    let into_day = Duration::seconds(i64::from(time.num_seconds_from_midnight()));
    if into_day < morning { into_day + Duration::days(1) - morning } else { into_day - morning }
}

/// From `now` to ten o'clock of the next working day.
pub(super) fn until_next_morning(now: Moment) -> Duration {
    let mut step = Duration::days(1) - since_morning(now);
    while is_weekend(now + step) {
        step += Duration::days(1);
    }
    step
}

/// The stage of one performance.
pub(super) struct Story<'a> {
    pub(super) app: &'a App,
    pub(super) narrator: Narrator<'a>,
    pub(super) mail: PathBuf,
    /// How far the clock may still be moved before it would pass the machine's own.
    left: Duration,
    pub(super) played: Vec<HelpRequestId>,
}

impl<'a> Story<'a> {
    /// On an instance whose clock was moved back by `shift`.
    pub(super) fn new(app: &'a App, narrator: Narrator<'a>, shift: Duration) -> Self {
        Self { app, narrator, mail: app.settings.data_dir.join("mail"), left: shift, played: Vec::new() }
    }

    /// Plays all seven, and what comes after two of them; gives the help requests in their order.
    pub(super) async fn play(mut self) -> Result<(Vec<HelpRequestId>, Aftermath), CommandError> {
        let mut after = Aftermath::default();
        for (at, tale) in TALES.iter().enumerate() {
            if tale.left_open {
                after = self.go_on().await?;
                // From here on it is now, so that these offers are alive when the visitor sees them.
                self.app.desk.clock.catch_up();
                self.left = Duration::zero();
            }
            self.company(at + 1, tale).await?;
            self.wait(until_next_morning(self.app.desk.clock.now()));
        }
        Ok((self.played, after))
    }

    async fn company(&mut self, number: usize, tale: &Tale) -> Result<(), CommandError> {
        let desk = &self.app.desk;
        let form = tale.form(desk.clock.today());
        let id = match tale.through {
            Through::Itself => submit_help_request(desk, form, Submitter::Company, None).await?.id,
            Through::SupportOrg(name, address) => self.ask_for_member(number, form, name, address).await?,
        };
        self.played.push(id);
        let help_request = view_help_request(desk, id, Role::Operator).await?.help_request;
        self.narrator.company(number, TALES.len(), tale, &help_request);
        if matches!(tale.through, Through::Itself) {
            self.confirm(id).await?;
        }
        let fits = self.survey(id).await?;
        self.settle().await?;
        let mut waves = tale.waves.iter().copied();
        let mut asked = 0;
        while self.state(id).await? == HelpRequestState::Open {
            let offers = self.open_offers(id).await?;
            asked += offers.len();
            self.narrator.wave(&offers);
            if tale.left_open {
                self.narrator.left_open();
                return Ok(());
            }
            // On a short list the story is short too: whoever is asked first accepts.
            let acts = waves.next().filter(|acts| offers.len() >= acts.len() && (acts.contains(&Act::Accept) || fits > asked));
            self.answer(id, &offers, acts.unwrap_or(&[Act::Accept])).await?;
        }
        self.outcome(id, tale).await
    }

    /// A support organisation notes that its member has agreed, and asks for it.
    async fn ask_for_member(&self, number: usize, form: HelpRequestForm, name: &str, address: &str) -> Result<HelpRequestId, CommandError> {
        let desk = &self.app.desk;
        let org = SupportOrgForm { name: name.to_owned(), address: address.to_owned(), language: None };
        let role = create_key(desk, KeyRequest::Broker(org), KeyTerms::named("demo")).await?.role;
        let member = MemberForm { number: format!("{number:03}"), company: form.company };
        let member = add_member(desk, role, member, None).await?;
        let paper = PaperForm { clerk: name.to_owned(), given_on: desk.clock.today().to_string() };
        note_paper(desk, role, member, paper).await?;
        Ok(submit_for_member(desk, role, member, form.need, None).await?.id)
    }

    /// The company opens its letter and presses the button behind the link.
    async fn confirm(&mut self, id: HelpRequestId) -> Result<(), CommandError> {
        self.settle().await?;
        let letter = self.letter(id, LetterKind::ConfirmHelpRequest, None).await?;
        self.wait(Duration::hours(1));
        let token = mailbox::read_link(&self.mail, letter.id, "/help-requests/confirm").await?;
        match confirm_help_request(&self.app.desk, self.app.desk.press(Action::Confirm, token)).await? {
            Confirmation::Opened(_) => {
                self.narrator.confirmed(&[mailbox::place(&self.mail, letter.id)]);
                Ok(())
            }
            other => Err(CommandError::Said(format!("a confirmation ended as {other:?}"))),
        }
    }

    /// Who comes into question, and what keeps the others out.
    async fn survey(&self, id: HelpRequestId) -> Result<usize, CommandError> {
        let desk = &self.app.desk;
        follow_journal(desk).await?;
        let help_request = view_help_request(desk, id, Role::Operator).await?.help_request;
        let question = Question::new(&desk.catalogue, id, &help_request, desk.clock.today());
        let (fits, tally) = {
            let index = desk.index.read();
            (index.candidates(&question, usize::MAX, &HashSet::new()).len(), index.tally(&question))
        };
        self.narrator.survey(fits, &tally);
        Ok(fits)
    }

    /// The people of one wave do what the story says; whoever stays silent lets the deadline pass.
    async fn answer(&mut self, id: HelpRequestId, offers: &[OfferView], acts: &[Act]) -> Result<(), CommandError> {
        for (offer, act) in offers.iter().zip(acts) {
            match act {
                Act::Accept => {
                    self.wait(THINKING);
                    self.accept(id, offer).await?;
                    return self.settle().await;
                }
                Act::Decline(reason) => {
                    self.wait(THINKING);
                    self.decline(id, offer, reason).await?;
                }
                Act::Silent => self.narrator.silent(offer),
            }
        }
        self.settle().await?;
        let waiting = offers.iter().zip(acts.iter().chain(std::iter::repeat(&Act::Silent))).filter(|(_, act)| **act == Act::Silent);
        if let Some(last) = waiting.map(|(offer, _)| offer.expires_at).max() {
            let hours = offers.first().map_or(0, |offer| (offer.expires_at - offer.made_at).num_hours());
            self.wait(last - self.app.desk.clock.now() + Duration::minutes(1));
            self.app.crew.timekeeper_round().await?;
            self.narrator.waited(hours);
            self.settle().await?;
        }
        Ok(())
    }

    async fn accept(&self, id: HelpRequestId, offer: &OfferView) -> Result<(), CommandError> {
        let letter = self.letter(id, LetterKind::Offer, Some(offer.id)).await?;
        let token = mailbox::read_link(&self.mail, letter.id, "/offers").await?;
        // The people of the demo have accepted something before, so they are not asked for a code.
        let (desk, browser) = (&self.app.desk, self.app.desk.ids.secret());
        introduce_browser(desk, browser.clone(), offer.specialist).await?;
        let press = Press { browser: Some(browser), ..desk.press(Action::Accept, token) };
        // Where several people share the mailbox, whoever acts says a name.
        let form = AcceptForm { acting_person: offer.display_name.clone(), ..AcceptForm::default() };
        match accept_offer(desk, press, form).await? {
            Acceptance::Won(_) => {
                self.narrator.accepted(offer);
                Ok(())
            }
            other => Err(CommandError::Said(format!("an acceptance ended as {other:?}"))),
        }
    }

    async fn decline(&self, id: HelpRequestId, offer: &OfferView, reason: &str) -> Result<(), CommandError> {
        let letter = self.letter(id, LetterKind::Offer, Some(offer.id)).await?;
        let token = mailbox::read_link(&self.mail, letter.id, "/offers").await?;
        let form = DeclineForm { reason: reason.to_owned(), text: String::new() };
        match decline_offer(&self.app.desk, self.app.desk.press(Action::Decline, token), form, NotBeforeForm::default()).await? {
            Declination::Declined => {
                self.narrator.declined(offer, reason);
                Ok(())
            }
            other => Err(CommandError::Said(format!("a refusal ended as {other:?}"))),
        }
    }

    async fn outcome(&self, id: HelpRequestId, tale: &Tale) -> Result<(), CommandError> {
        let winner = self
            .app
            .desk
            .store
            .read(move |tx| {
                let winner = tx.find_winner(id)?;
                Ok::<_, StoreError>(winner.map(|winner| tx.find_specialist(winner)).transpose()?.flatten())
            })
            .await
            .map_err(crate::desk::Refusal::from)?;
        match winner {
            Some(winner) => {
                let kinds = [LetterKind::MatchForCompany, LetterKind::MatchForSpecialist, LetterKind::MatchForBroker];
                self.narrator.matched(tale, &winner.specialist, &self.letters_of(id, &kinds).await?);
            }
            None => {
                let kinds = [LetterKind::NobodyFound, LetterKind::NobodyFoundForBroker];
                self.narrator.unmatched(tale, &self.letters_of(id, &kinds).await?);
            }
        }
        Ok(())
    }

    /// The offers of the newest wave, the best match first.
    async fn open_offers(&self, id: HelpRequestId) -> Result<Vec<OfferView>, CommandError> {
        let mut offers = list_offers(&self.app.desk, id, Role::Operator).await?;
        offers.retain(|offer| offer.state.is_open());
        offers.sort_by(|one, other| other.explanation.score.total_cmp(&one.explanation.score).then(one.id.cmp(&other.id)));
        if offers.is_empty() {
            return Err(CommandError::Said(format!("help request {id} is open although nobody is asked any more")));
        }
        Ok(offers)
    }

    async fn state(&self, id: HelpRequestId) -> Result<HelpRequestState, CommandError> {
        Ok(view_help_request(&self.app.desk, id, Role::Operator).await?.state)
    }

    pub(super) async fn letters(&self, id: HelpRequestId) -> Result<Vec<QueuedLetter>, CommandError> {
        let letters = self.app.desk.store.read(move |tx| tx.list_letters(id)).await;
        Ok(letters.map_err(crate::desk::Refusal::from)?)
    }

    async fn letter(&self, id: HelpRequestId, kind: LetterKind, offer: Option<OfferId>) -> Result<QueuedLetter, CommandError> {
        let found = self.letters(id).await?.into_iter().find(|letter| letter.kind == kind && letter.offer == offer);
        found.ok_or_else(|| CommandError::Said(format!("no letter {} was queued for help request {id}", kind.code())))
    }

    /// Where letters of these kinds lie.
    async fn letters_of(&self, id: HelpRequestId, kinds: &[LetterKind]) -> Result<Vec<PathBuf>, CommandError> {
        let letters = self.letters(id).await?.into_iter().filter(|letter| kinds.contains(&letter.kind));
        Ok(letters.map(|letter| mailbox::place(&self.mail, letter.id)).collect())
    }

    /// Lets the workers do all that can be done now.
    pub(super) async fn settle(&self) -> Result<(), CommandError> {
        let crew = &self.app.crew;
        loop {
            let mut done = crew.relay_round().await?.done;
            for group in Group::ALL {
                done += crew.consumer_round(group, Wait::ZERO).await?.done;
            }
            if done == 0 {
                return Ok(());
            }
        }
    }

    /// Moves the clock, but never past the machine's own: it must not go backwards when the story catches up.
    pub(super) fn wait(&mut self, step: Duration) {
        let step = step.clamp(Duration::zero(), self.left);
        self.app.desk.clock.advance(step);
        self.left -= step;
    }
}
