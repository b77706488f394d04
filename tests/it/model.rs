//! The story of a help request as a model, with every order of steps tried by `stateright`: presses and waves that overlap, deliveries that come
//! twice, processes that die in the middle. Each act is two steps here, *look* and *finish*; between them anything may happen. The rules are
//! those of `src/desk`: decide at the finish, on what holds there. A second model of each kind breaks one rule, and the checker must notice:
//! otherwise its silence about the first would mean nothing.
//!
//! `model_acts.rs` holds the real acts to the same rules.

use stateright::{Checker, Expectation, HasDiscoveries, Model, Property};

const WAVES: u8 = 2;
/// How many people one wave asks.
const WAVE: usize = 2;
/// Engagements that one person takes.
const ROOM: u8 = 1;
/// What is wrong with the design, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Design {
    Ours,
    /// An acceptance decides on what it saw before.
    AcceptsOnWhatItSaw,
    /// A wave decides on what it saw before, and no rule of the database forbids to ask somebody again.
    AsksOnWhatItSaw,
    /// Room is judged by what was seen before.
    JudgesRoomOnWhatItSaw,
    /// The event is written after the change and not with it.
    TellsAfterwards,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Request {
    Open,
    Matched,
    Unmatched,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Offer {
    Never,
    Open,
    Accepted,
    Declined,
    Lapsed,
    Withdrawn,
}

/// An act that has looked and not finished yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Act {
    Accept {
        request: usize,
        person: usize,
        saw_open: bool,
        saw_room: bool,
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
struct World {
    requests: Vec<Request>,
    waves: Vec<u8>,
    /// By request and person.
    offers: Vec<Vec<Offer>>,
    asked: Vec<Vec<u8>>,
    pressed: Vec<Vec<u8>>,
    /// Who has an engagement from which help request.
    winners: Vec<Vec<usize>>,
    /// The matcher's deliveries of each help request: whether each is done.
    deliveries: Vec<Vec<bool>>,
    acts: Vec<Act>,
    /// Deaths that may still happen.
    deaths: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Step {
    Press {
        request: usize,
        person: usize,
    },
    Decline {
        request: usize,
        person: usize,
    },
    Lapse {
        request: usize,
        person: usize,
    },
    Cancel {
        request: usize,
    },
    Handle {
        request: usize,
        delivery: usize,
    },
    Finish(usize),
    /// The process dies before it has finished: nothing of the act happens.
    Die(usize),
}

impl World {
    fn is_open(&self, request: usize) -> bool {
        self.requests[request] == Request::Open
    }

    fn has_room(&self, person: usize) -> bool {
        self.winners.iter().flatten().filter(|winner| **winner == person).count() < usize::from(ROOM)
    }

    fn is_waited_for(&self, request: usize) -> bool {
        self.offers[request].contains(&Offer::Open)
    }

    fn unasked(&self, request: usize) -> Vec<usize> {
        (0..self.offers[request].len()).filter(|person| self.asked[request][*person] == 0 && self.has_room(*person)).collect()
    }

    fn withdraw_all(&mut self, request: usize) {
        self.offers[request].iter_mut().filter(|offer| **offer == Offer::Open).for_each(|offer| *offer = Offer::Withdrawn);
    }

    /// Ends an open offer without an acceptance, which the matcher is told.
    fn end_offer(&mut self, design: Design, request: usize, person: usize, how: Offer) {
        self.offers[request][person] = how;
        if design == Design::TellsAfterwards {
            self.hold(Act::Tell { request });
        } else {
            self.deliveries[request].push(false);
        }
    }

    /// Sorted, so that two orders of the same acts are one state.
    fn hold(&mut self, act: Act) {
        self.acts.push(act);
        self.acts.sort();
    }

    fn finish(&mut self, design: Design, act: Act) {
        match act {
            Act::Accept { request, person, saw_open, saw_room } => {
                let now = self.is_open(request) && self.offers[request][person] == Offer::Open;
                let open = if design == Design::AcceptsOnWhatItSaw { saw_open } else { now };
                let room = if design == Design::JudgesRoomOnWhatItSaw { saw_room } else { self.has_room(person) };
                if open && room {
                    self.requests[request] = Request::Matched;
                    self.offers[request][person] = Offer::Accepted;
                    self.winners[request].push(person);
                    self.withdraw_all(request);
                }
            }
            Act::Wave { request, delivery, saw_unasked } => {
                let blind = design == Design::AsksOnWhatItSaw;
                let is_done = std::mem::replace(&mut self.deliveries[request][delivery], true);
                if !blind && (is_done || !self.is_open(request) || self.is_waited_for(request)) {
                    return;
                }
                let people = if blind { saw_unasked } else { self.unasked(request) };
                if people.is_empty() || self.waves[request] == WAVES {
                    self.requests[request] = Request::Unmatched;
                    return;
                }
                self.waves[request] += 1;
                for person in people.into_iter().take(WAVE) {
                    self.offers[request][person] = Offer::Open;
                    self.asked[request][person] += 1;
                }
            }
            Act::Tell { request } => self.deliveries[request].push(false),
        }
    }
}

struct Story {
    requests: usize,
    people: usize,
    /// How often one person presses "accept" on one offer.
    presses: u8,
    deaths: u8,
    design: Design,
}

impl Model for Story {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let grid = |value| vec![vec![value; self.people]; self.requests];
        vec![World {
            requests: vec![Request::Open; self.requests],
            waves: vec![0; self.requests],
            offers: vec![vec![Offer::Never; self.people]; self.requests],
            asked: grid(0),
            pressed: grid(0),
            winners: vec![Vec::new(); self.requests],
            deliveries: vec![vec![false]; self.requests],
            acts: Vec::new(),
            deaths: self.deaths,
        }]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        for request in 0..self.requests {
            for person in 0..self.people {
                let offer = world.offers[request][person];
                // Also late: the link in the letter goes on working.
                if offer != Offer::Never && world.pressed[request][person] < self.presses {
                    steps.push(Step::Press { request, person });
                }
                if offer == Offer::Open {
                    steps.extend([Step::Decline { request, person }, Step::Lapse { request, person }]);
                }
            }
            if world.is_open(request) {
                steps.push(Step::Cancel { request });
            }
            for delivery in 0..world.deliveries[request].len() {
                let in_hand = |act: &&Act| matches!(act, Act::Wave { request: of, delivery: it, .. } if (*of, *it) == (request, delivery));
                // A delivery may reach two workers; not more, to keep the number of states down.
                if !world.deliveries[request][delivery] && world.acts.iter().filter(in_hand).count() < 2 {
                    steps.push(Step::Handle { request, delivery });
                }
            }
        }
        steps.extend((0..world.acts.len()).map(Step::Finish));
        if world.deaths > 0 {
            steps.extend((0..world.acts.len()).map(Step::Die));
        }
    }

    fn next_state(&self, before: &World, step: Step) -> Option<World> {
        let mut world = before.clone();
        match step {
            Step::Press { request, person } => {
                world.pressed[request][person] += 1;
                let saw_open = world.is_open(request) && world.offers[request][person] == Offer::Open;
                let saw_room = world.has_room(person);
                world.hold(Act::Accept { request, person, saw_open, saw_room });
            }
            Step::Decline { request, person } => world.end_offer(self.design, request, person, Offer::Declined),
            Step::Lapse { request, person } => world.end_offer(self.design, request, person, Offer::Lapsed),
            Step::Cancel { request } => {
                world.requests[request] = Request::Cancelled;
                world.withdraw_all(request);
            }
            Step::Handle { request, delivery } => {
                let saw_unasked = if self.design == Design::AsksOnWhatItSaw { world.unasked(request) } else { Vec::new() };
                world.hold(Act::Wave { request, delivery, saw_unasked });
            }
            Step::Finish(at) => {
                let act = world.acts.remove(at);
                world.finish(self.design, act);
            }
            Step::Die(at) => {
                world.acts.remove(at);
                world.deaths -= 1;
            }
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("one winner at most", |_, world: &World| world.winners.iter().all(|winners| winners.len() <= 1)),
            Property::always("matched means that somebody won", |_, world: &World| {
                (0..world.requests.len()).all(|at| (world.requests[at] == Request::Matched) != world.winners[at].is_empty())
            }),
            Property::always("nobody is asked twice", |_, world: &World| world.asked.iter().flatten().all(|times| *times <= 1)),
            Property::always("nobody gets more work than they take", |story: &Story, world: &World| {
                (0..story.people).all(|person| world.winners.iter().flatten().filter(|one| **one == person).count() <= usize::from(ROOM))
            }),
            Property::always("an open help request goes on", |_, world: &World| {
                let told = |request: usize| world.acts.contains(&Act::Tell { request });
                (0..world.requests.len())
                    .all(|at| !world.is_open(at) || world.is_waited_for(at) || world.deliveries[at].contains(&false) || told(at))
            }),
            Property::always("nobody is waited for after the end", |_, world: &World| {
                (0..world.requests.len()).all(|at| world.is_open(at) || !world.is_waited_for(at))
            }),
            // No step leads back, so every path comes to where nothing is left to do.
            Property::always("where nothing is left to do all has ended", |story: &Story, world: &World| {
                let mut steps = Vec::new();
                story.actions(world, &mut steps);
                !steps.is_empty() || (0..world.requests.len()).all(|at| !world.is_open(at))
            }),
            Property::sometimes("a match", |_, world: &World| world.requests.contains(&Request::Matched)),
            Property::sometimes("nobody found", |_, world: &World| world.requests.contains(&Request::Unmatched)),
            Property::sometimes("a second wave", |_, world: &World| world.waves.contains(&2)),
            Property::sometimes("two processes with the same delivery", |_, world: &World| {
                world.acts.windows(2).any(|two| matches!(two[0], Act::Wave { .. }) && two[0] == two[1])
            }),
        ]
    }
}

/// What the checker found out about a story: rules that are broken, what never came about, and how many states it tried.
struct Tried {
    broken: Vec<&'static str>,
    never: Vec<&'static str>,
    states: usize,
}

/// Tries every path, up to the first broken rule.
fn try_everything(requests: usize, people: usize, presses: u8, deaths: u8, design: Design) -> Tried {
    let story = Story { requests, people, presses, deaths, design };
    let properties = story.properties();
    let checker = story.checker().threads(2).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    let found = checker.discoveries();
    let named = |expectation: Expectation, is_found: bool| {
        let of_kind = properties.iter().filter(|property| property.expectation == expectation);
        of_kind.map(|property| property.name).filter(|name| found.contains_key(name) == is_found).collect()
    };
    Tried { broken: named(Expectation::Always, true), never: named(Expectation::Sometimes, false), states: checker.unique_state_count() }
}

#[test]
fn whatever_overlaps_and_dies_one_wins_nobody_is_asked_twice_and_every_path_ends() {
    let mut states = 0;
    for (requests, people, presses, deaths) in [(1, 3, 1, 0), (1, 2, 1, 2), (2, 1, 1, 1)] {
        let tried = try_everything(requests, people, presses, deaths, Design::Ours);
        println!("{requests} help requests, {people} people, {presses} presses each, {deaths} deaths: {} states", tried.states);
        assert_eq!(tried.broken, [""; 0], "{requests} help requests, {people} people, {deaths} deaths");
        // With three people there is a second wave, and with it everything that can come about.
        assert!(people < 3 || tried.never.is_empty(), "never came about: {:?}", tried.never);
        states += tried.states;
    }
    assert!(states > 200_000, "only {states} states were tried");
}

#[test]
fn a_design_that_breaks_a_rule_is_found_out() {
    for (design, rule) in [
        (Design::AcceptsOnWhatItSaw, "one winner at most"),
        (Design::AsksOnWhatItSaw, "nobody is asked twice"),
        (Design::JudgesRoomOnWhatItSaw, "nobody gets more work than they take"),
        (Design::TellsAfterwards, "an open help request goes on"),
    ] {
        // Shortest paths first, so the first broken rule is near.
        let Tried { broken, states, .. } = try_everything(2, 2, 1, 1, design);
        assert!(broken.contains(&rule), "{design:?} broke only {broken:?} in {states} states");
    }
}
