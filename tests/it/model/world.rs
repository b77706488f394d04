//! The state of the model, and what an act does to it when it finishes.

pub const WAVES: u8 = 2;
/// How many people one wave asks.
pub const WAVE: usize = 2;
/// Offers of one help request that may be open where waves open beside one another.
pub const MOST_OPEN: usize = 3;
/// Engagements that one person takes.
pub const ROOM: u8 = 1;
/// What is wrong with the design, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Design {
    Ours,
    /// An acceptance decides on what it saw before.
    AcceptsOnWhatItSaw,
    /// A choice of the company decides on what it saw before.
    ChoosesOnWhatItSaw,
    /// A wave decides on what it saw before, and no rule of the database forbids to ask somebody again.
    AsksOnWhatItSaw,
    /// Room is judged by what was seen before.
    JudgesRoomOnWhatItSaw,
    /// The event is written after the change and not with it.
    TellsAfterwards,
    /// Where the company chooses, nobody is told that one more has said yes.
    ForgetsTheLastYes,
    /// A wave beside one that is open does not count what is open.
    AsksTooManyBeside,
    /// A wave beside one that is open, and for which nobody is left, ends the help request.
    GivesUpBeside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    Open,
    Matched,
    Unmatched,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offer {
    Never,
    Open,
    /// The company decides.
    Willing,
    Accepted,
    Declined,
    Lapsed,
    Withdrawn,
    /// Ended because somebody else won: may be asked again if that one leaves.
    Filled,
    NotChosen,
    /// Had won, and left.
    Left,
}

/// An act that has looked and not finished yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    Accept {
        request: usize,
        person: usize,
        saw_open: bool,
        saw_room: bool,
    },
    Choose {
        request: usize,
        person: usize,
        saw_willing: bool,
    },
    Wave {
        request: usize,
        delivery: usize,
        saw_unasked: Vec<usize>,
    },
    /// The telling of something that has been changed (only where that is a step of its own).
    Tell {
        request: usize,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// Whether the company chooses among those who accept, or the first of them wins.
    pub chooses: bool,
    /// Whether the company of each help request has been asked to choose.
    pub asked_to_choose: Vec<bool>,
    /// Whether the interval has passed since the newest wave of each help request; stays false where the policy has none.
    pub interval_passed: Vec<bool>,
    pub requests: Vec<Request>,
    pub waves: Vec<u8>,
    /// By request and person.
    pub offers: Vec<Vec<Offer>>,
    pub asked: Vec<Vec<u8>>,
    pub pressed: Vec<Vec<u8>>,
    pub chosen: Vec<Vec<u8>>,
    /// Who has an engagement from which help request.
    pub winners: Vec<Vec<usize>>,
    /// The matcher's deliveries of each help request: whether each is done.
    pub deliveries: Vec<Vec<bool>>,
    pub acts: Vec<Act>,
    /// Deaths that may still happen, acceptances with changes, and withdrawals after a match.
    pub deaths: u8,
    pub proposals: u8,
    pub leaves: u8,
    /// Matches of each help request that were withdrawn.
    pub left: Vec<u8>,
}

impl World {
    pub fn is_open(&self, request: usize) -> bool {
        self.requests[request] == Request::Open
    }

    pub fn has_room(&self, person: usize) -> bool {
        self.winners.iter().flatten().filter(|winner| **winner == person).count() < usize::from(ROOM)
    }

    /// Whether the company may say yes to the willing of a help request.
    pub fn may_choose(&self, request: usize) -> bool {
        self.is_open(request) && (!self.chooses || self.asked_to_choose[request])
    }

    /// Whether somebody's answer will come or be missed.
    pub fn is_waited_for(&self, request: usize) -> bool {
        let may_choose = self.may_choose(request);
        self.offers[request].iter().any(|offer| *offer == Offer::Open || (*offer == Offer::Willing && may_choose))
    }

    pub fn count(&self, request: usize, state: Offer) -> usize {
        self.offers[request].iter().filter(|offer| **offer == state).count()
    }

    /// Whether a wave may open beside one that is open.
    pub fn may_ask_beside(&self, request: usize) -> bool {
        let has_waves = self.waves[request] < WAVES + self.left[request];
        self.is_open(request) && has_waves && self.count(request, Offer::Open) > 0 && self.count(request, Offer::Willing) == 0
    }

    pub fn is_anybody_live(&self, request: usize) -> bool {
        self.offers[request].iter().any(|offer| matches!(offer, Offer::Open | Offer::Willing))
    }

    pub fn unasked(&self, request: usize) -> Vec<usize> {
        (0..self.offers[request].len()).filter(|person| self.asked[request][*person] == 0 && self.has_room(*person)).collect()
    }

    pub fn withdraw_all(&mut self, request: usize) {
        let live = self.offers[request].iter_mut().filter(|offer| matches!(offer, Offer::Open | Offer::Willing));
        live.for_each(|offer| *offer = Offer::Withdrawn);
    }

    /// Notes a yes on which the company decides.
    pub fn become_willing(&mut self, design: Design, request: usize, person: usize) {
        self.offers[request][person] = Offer::Willing;
        if self.chooses && design != Design::ForgetsTheLastYes {
            self.deliveries[request].push(false);
        }
    }

    pub fn win(&mut self, request: usize, person: usize) {
        self.requests[request] = Request::Matched;
        self.offers[request][person] = Offer::Accepted;
        self.winners[request].push(person);
        for other in 0..self.offers[request].len() {
            if matches!(self.offers[request][other], Offer::Open | Offer::Willing) {
                self.offers[request][other] = Offer::Filled;
                // The question is taken back: it was answered by nobody's no.
                self.asked[request][other] -= 1;
            }
        }
    }

    /// Ends an open offer without an acceptance, which the matcher is told.
    pub fn end_offer(&mut self, design: Design, request: usize, person: usize, how: Offer) {
        self.offers[request][person] = how;
        if design == Design::TellsAfterwards {
            self.hold(Act::Tell { request });
        } else {
            self.deliveries[request].push(false);
        }
    }

    /// Sorted, so that two orders of the same acts are one state.
    pub fn hold(&mut self, act: Act) {
        self.acts.push(act);
        self.acts.sort();
    }

    pub fn finish(&mut self, design: Design, act: Act) {
        match act {
            Act::Accept { request, person, saw_open, saw_room } => {
                let now = self.is_open(request) && self.offers[request][person] == Offer::Open;
                let open = if design == Design::AcceptsOnWhatItSaw { saw_open } else { now };
                let room = if design == Design::JudgesRoomOnWhatItSaw { saw_room } else { self.has_room(person) };
                if open && room && self.chooses {
                    self.become_willing(design, request, person);
                } else if open && room {
                    self.win(request, person);
                }
            }
            Act::Choose { request, person, saw_willing } => {
                let now = self.may_choose(request) && self.offers[request][person] == Offer::Willing;
                let willing = if design == Design::ChoosesOnWhatItSaw { saw_willing } else { now };
                if willing && self.has_room(person) {
                    self.win(request, person);
                }
            }
            Act::Wave { request, delivery, saw_unasked } => {
                let blind = design == Design::AsksOnWhatItSaw;
                let is_done = std::mem::replace(&mut self.deliveries[request][delivery], true);
                let beside = self.interval_passed[request] && self.may_ask_beside(request);
                if !blind && (is_done || !self.is_open(request) || (self.is_waited_for(request) && !beside)) {
                    return;
                }
                if !blind && !beside && self.is_anybody_live(request) {
                    self.asked_to_choose[request] = true;
                    return;
                }
                let people = if blind { saw_unasked } else { self.unasked(request) };
                let room = if beside { MOST_OPEN.saturating_sub(self.count(request, Offer::Open)) } else { WAVE };
                let most = if design == Design::AsksTooManyBeside { WAVE } else { room.min(WAVE) };
                if beside && (people.is_empty() || most == 0) && design != Design::GivesUpBeside {
                    return;
                }
                if people.is_empty() || self.waves[request] >= WAVES + self.left[request] {
                    self.requests[request] = Request::Unmatched;
                    return;
                }
                self.waves[request] += 1;
                self.asked_to_choose[request] = false;
                self.interval_passed[request] = false;
                for person in people.into_iter().take(most) {
                    self.offers[request][person] = Offer::Open;
                    self.asked[request][person] += 1;
                }
            }
            Act::Tell { request } => self.deliveries[request].push(false),
        }
    }
}
