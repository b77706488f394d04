//! Against trying everything out, on instances small enough for that.

mod dense;
mod joint;
mod left_out;

use crate::matching::assignment::{Assignment, Wish};
use proptest::prelude::*;

/// Pairs (wish, specialist) with their value.
type Pairs = Vec<(usize, u32, i64)>;

/// What assignments are compared by: total value; people, then value of each wish by priority.
type Merit = (i64, Vec<usize>, Vec<i64>);

fn merit(wishes: &[Wish], chosen: &Pairs) -> Merit {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|wish| wishes[*wish].rank);
    let of = |wish: usize| chosen.iter().filter(move |(other, ..)| *other == wish);
    let value = |wish: &usize| of(*wish).map(|(.., value)| value).sum();
    (chosen.iter().map(|(.., value)| value).sum(), order.iter().map(|wish| of(*wish).count()).collect(), order.iter().map(value).collect())
}

/// The greatest merit of all assignments, by trying every set of pairs.
fn best(wishes: &[Wish], capacity: &[u32]) -> Merit {
    let pairs: Pairs = (0..wishes.len()).flat_map(|wish| wishes[wish].pairs.iter().map(move |(at, value)| (wish, *at, *value))).collect();
    let mut best = merit(wishes, &Vec::new());
    let mut chosen = Vec::new();
    try_all(wishes, capacity, &pairs, &mut chosen, &mut best);
    best
}

fn try_all(wishes: &[Wish], capacity: &[u32], pairs: &[(usize, u32, i64)], chosen: &mut Pairs, best: &mut Merit) {
    let Some(((wish, at, value), rest)) = pairs.split_first() else {
        *best = merit(wishes, chosen).max(best.clone());
        return;
    };
    try_all(wishes, capacity, rest, chosen, best);
    let wanted = chosen.iter().filter(|(other, ..)| other == wish).count() < wishes[*wish].wanted as usize;
    let room = chosen.iter().filter(|(_, other, _)| other == at).count() < capacity[*at as usize] as usize;
    if wanted && room {
        chosen.push((*wish, *at, *value));
        try_all(wishes, capacity, rest, chosen, best);
        chosen.pop();
    }
}

/// What was chosen, checked: only listed pairs, each once, nobody above what they want or can take.
fn taken(wishes: &[Wish], capacity: &[u32], assignment: &Assignment) -> Pairs {
    assert_eq!(assignment.chosen.len(), wishes.len());
    let mut pairs = Vec::new();
    for (wish, specialists) in assignment.chosen.iter().enumerate() {
        assert!(specialists.len() <= wishes[wish].wanted as usize);
        let values: Vec<i64> =
            specialists.iter().map(|at| wishes[wish].pairs.iter().find(|(other, _)| other == at).expect("only listed pairs").1).collect();
        assert!(values.is_sorted_by(|one, other| one >= other), "best first");
        pairs.extend(specialists.iter().zip(values).map(|(at, value)| (wish, *at, value)));
    }
    let mut each: Vec<(usize, u32)> = pairs.iter().map(|(wish, at, _)| (*wish, *at)).collect();
    each.sort_unstable();
    assert!(each.windows(2).all(|two| two[0] != two[1]), "a pair is chosen once");
    for (at, room) in capacity.iter().enumerate() {
        assert!(pairs.iter().filter(|(_, other, _)| *other as usize == at).count() <= *room as usize);
    }
    pairs
}

/// Up to 4 wishes and 4 specialists, at most 12 pairs, values that tie often.
fn small(values: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = (Vec<Wish>, Vec<u32>)> {
    let capacity = prop::collection::vec(0_u32..=2, 1..=4);
    (capacity, 0_usize..=4).prop_flat_map(move |(capacity, wishes)| {
        let pair = prop::option::weighted(0.8, values.clone());
        let most = if wishes > 3 { 3 } else { capacity.len() };
        let pairs = prop::collection::vec(pair, most)
            .prop_map(|values| values.into_iter().enumerate().filter_map(|(at, value)| Some((at as u32, value?))).collect::<Vec<_>>());
        let wish = (0_u32..=3, 0_u32..=3, pairs).prop_map(|(wanted, rank, pairs)| Wish { wanted, rank, pairs, left_out: 0 });
        let kept = capacity.clone();
        (prop::collection::vec(wish, wishes), Just(kept)).prop_map(|(mut wishes, capacity)| {
            for wish in &mut wishes {
                wish.pairs.retain(|(at, _)| (*at as usize) < capacity.len());
            }
            (wishes, capacity)
        })
    })
}
