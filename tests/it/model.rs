//! The story of a help request as a model, with every order of steps tried by `stateright`: presses and waves that overlap, deliveries that come
//! twice, processes that die in the middle. Each act is two steps here, *look* and *finish*; between them anything may happen. The rules are
//! those of `src/desk`: decide at the finish, on what holds there. A second model of each kind breaks one rule, and the checker must notice:
//! otherwise its silence about the first would mean nothing.
//!
//! `model_acts.rs` holds the real acts to the same rules.

mod world;

use stateright::{Checker, Expectation, HasDiscoveries, Model, Property};

use world::{Act, Design, MOST_OPEN, Offer, ROOM, Request, World};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Step {
    Press {
        request: usize,
        person: usize,
    },
    /// Yes, with changes.
    Propose {
        request: usize,
        person: usize,
    },
    /// The company presses yes.
    Choose {
        request: usize,
        person: usize,
    },
    /// The company says no, or nothing.
    Refuse {
        request: usize,
        person: usize,
    },
    /// The company that was to choose says nothing, with which all ends.
    Silence {
        request: usize,
    },
    /// The winner cannot after all.
    Leave {
        request: usize,
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
    /// The interval has passed, and the help request is called for a wave beside the one that is open.
    CallBeside {
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

struct Story {
    requests: usize,
    people: usize,
    /// How often one person presses "accept" on one offer.
    presses: u8,
    deaths: u8,
    proposals: u8,
    leaves: u8,
    /// The company chooses among those who accept.
    chooses: bool,
    /// Waves open beside one another.
    beside: bool,
    design: Design,
}

impl Model for Story {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let grid = |value| vec![vec![value; self.people]; self.requests];
        vec![World {
            chooses: self.chooses,
            asked_to_choose: vec![false; self.requests],
            interval_passed: vec![false; self.requests],
            requests: vec![Request::Open; self.requests],
            waves: vec![0; self.requests],
            offers: vec![vec![Offer::Never; self.people]; self.requests],
            asked: grid(0),
            pressed: grid(0),
            chosen: grid(0),
            winners: vec![Vec::new(); self.requests],
            deliveries: vec![vec![false]; self.requests],
            acts: Vec::new(),
            deaths: self.deaths,
            proposals: self.proposals,
            leaves: self.leaves,
            left: vec![0; self.requests],
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
                if offer == Offer::Open && world.proposals > 0 {
                    steps.push(Step::Propose { request, person });
                }
                if offer == Offer::Willing {
                    steps.push(Step::Decline { request, person });
                }
                if offer == Offer::Willing && world.may_choose(request) {
                    steps.push(Step::Refuse { request, person });
                    if world.chosen[request][person] == 0 {
                        steps.push(Step::Choose { request, person });
                    }
                }
                if offer == Offer::Open {
                    steps.extend([Step::Decline { request, person }, Step::Lapse { request, person }]);
                }
            }
            if world.is_open(request) {
                steps.push(Step::Cancel { request });
            }
            if self.beside && !world.interval_passed[request] && world.may_ask_beside(request) {
                steps.push(Step::CallBeside { request });
            }
            if world.chooses && world.may_choose(request) && world.is_anybody_live(request) {
                steps.push(Step::Silence { request });
            }
            if world.leaves > 0 && !world.winners[request].is_empty() {
                steps.push(Step::Leave { request });
            }
            for delivery in 0..world.deliveries[request].len() {
                let in_hand = |act: &&Act| matches!(act, Act::Wave { request: of, delivery: it, .. } if (*of, *it) == (request, delivery));
                // A delivery may reach two workers; not more, to keep the number of states down, and where waves open beside one another only one:
                // there the calls are enough that overlap.
                let workers = if self.beside { 1 } else { 2 };
                if !world.deliveries[request][delivery] && world.acts.iter().filter(in_hand).count() < workers {
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
            Step::Propose { request, person } => {
                world.proposals -= 1;
                world.become_willing(self.design, request, person);
            }
            Step::Choose { request, person } => {
                world.chosen[request][person] += 1;
                let saw_willing = world.may_choose(request) && world.offers[request][person] == Offer::Willing;
                world.hold(Act::Choose { request, person, saw_willing });
            }
            Step::Refuse { request, person } => world.end_offer(self.design, request, person, Offer::NotChosen),
            Step::Silence { request } => {
                world.requests[request] = Request::Unmatched;
                world.withdraw_all(request);
            }
            Step::Leave { request } => {
                world.leaves -= 1;
                world.left[request] += 1;
                world.requests[request] = Request::Open;
                for person in std::mem::take(&mut world.winners[request]) {
                    world.offers[request][person] = Offer::Left;
                }
                world.deliveries[request].push(false);
            }
            Step::Decline { request, person } => world.end_offer(self.design, request, person, Offer::Declined),
            Step::Lapse { request, person } => world.end_offer(self.design, request, person, Offer::Lapsed),
            Step::Cancel { request } => {
                world.requests[request] = Request::Cancelled;
                world.withdraw_all(request);
            }
            Step::CallBeside { request } => {
                world.interval_passed[request] = true;
                world.deliveries[request].push(false);
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
                (0..world.requests.len()).all(|at| world.is_open(at) || !world.is_anybody_live(at))
            }),
            Property::always("never more open offers than there may be", |_, world: &World| {
                (0..world.requests.len()).all(|at| world.count(at, Offer::Open) <= MOST_OPEN)
            }),
            // No step leads back, so every path comes to where nothing is left to do.
            Property::always("where nothing is left to do all has ended", |story: &Story, world: &World| {
                let mut steps = Vec::new();
                story.actions(world, &mut steps);
                !steps.is_empty() || (0..world.requests.len()).all(|at| !world.is_open(at))
            }),
            Property::sometimes("a match", |_, world: &World| world.requests.contains(&Request::Matched)),
            Property::sometimes("nobody found", |_, world: &World| world.requests.contains(&Request::Unmatched)),
            Property::sometimes("a choice of the company", |_, world: &World| {
                world.chosen.iter().flatten().any(|times| *times > 0) && world.requests.contains(&Request::Matched)
            }),
            Property::sometimes("a choice among two", |_, world: &World| {
                world.chooses
                    && (0..world.requests.len()).any(|at| {
                        let willing = world.offers[at].iter().filter(|offer| **offer == Offer::Willing).count();
                        willing == 2 && world.may_choose(at)
                    })
            }),
            Property::sometimes("a match after a match", |_, world: &World| {
                (0..world.requests.len()).any(|at| world.left[at] > 0 && world.requests[at] == Request::Matched)
            }),
            Property::sometimes("a wave beside one that is open", |_, world: &World| {
                (0..world.requests.len()).any(|at| world.waves[at] == 2 && world.count(at, Offer::Open) == MOST_OPEN)
            }),
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

/// How much of everything a story has.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    requests: usize,
    people: usize,
    deaths: u8,
    proposals: u8,
    leaves: u8,
    chooses: bool,
    beside: bool,
}

/// Tries every path, up to the first broken rule.
fn try_everything(size: Size, design: Design) -> Tried {
    let Size { requests, people, deaths, proposals, leaves, chooses, beside } = size;
    let story = Story { requests, people, presses: 1, deaths, proposals, leaves, chooses, beside, design };
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
    let size =
        |requests, people, deaths, proposals, leaves| Size { requests, people, deaths, proposals, leaves, chooses: false, beside: false };
    let beside = |size| Size { beside: true, ..size };
    let choosing = |size| Size { chooses: true, ..size };
    let (mut states, mut seen) = (0, Vec::new());
    for size in [
        size(1, 3, 0, 0, 0),
        size(1, 2, 2, 0, 0),
        size(2, 1, 1, 0, 0),
        // The company decides, and winners leave.
        size(1, 2, 1, 2, 0),
        size(1, 2, 0, 1, 1),
        size(1, 3, 0, 0, 1),
        size(2, 1, 0, 1, 1),
        // It chooses among all who accept.
        choosing(size(1, 2, 0, 0, 0)),
        choosing(size(1, 1, 1, 1, 1)),
        // Waves open beside one another.
        beside(size(1, 3, 0, 0, 0)),
        beside(size(1, 2, 0, 1, 0)),
        beside(choosing(size(1, 2, 0, 0, 0))),
    ] {
        let Tried { broken, never, states: tried } = try_everything(size, Design::Ours);
        println!("{size:?}: {tried} states");
        assert_eq!(broken, [""; 0], "{size:?}");
        seen.push(never);
        states += tried;
    }
    let never: Vec<&str> = seen[0].iter().copied().filter(|name| seen.iter().all(|never| never.contains(name))).collect();
    assert!(never.is_empty(), "never came about: {never:?}");
    assert!(states > 200_000, "only {states} states were tried");
}

#[test]
fn a_design_that_breaks_a_rule_is_found_out() {
    for (design, rule) in [
        (Design::AcceptsOnWhatItSaw, "one winner at most"),
        (Design::ChoosesOnWhatItSaw, "one winner at most"),
        (Design::AsksOnWhatItSaw, "nobody is asked twice"),
        (Design::JudgesRoomOnWhatItSaw, "nobody gets more work than they take"),
        (Design::TellsAfterwards, "an open help request goes on"),
        (Design::ForgetsTheLastYes, "an open help request goes on"),
        (Design::AsksTooManyBeside, "never more open offers than there may be"),
        (Design::GivesUpBeside, "nobody is waited for after the end"),
    ] {
        let proposals = u8::from(design == Design::ChoosesOnWhatItSaw);
        let chooses = design == Design::ForgetsTheLastYes;
        // Shortest paths first, so the first broken rule is near.
        let beside = matches!(design, Design::AsksTooManyBeside | Design::GivesUpBeside);
        let (requests, people, deaths) = match design {
            Design::AsksTooManyBeside => (1, 4, 0),
            Design::GivesUpBeside => (1, 2, 0),
            _ => (2, 2, 1),
        };
        let Tried { broken, states, .. } = try_everything(Size { requests, people, deaths, proposals, leaves: 0, chooses, beside }, design);
        assert!(broken.contains(&rule), "{design:?} broke only {broken:?} in {states} states");
    }
}
