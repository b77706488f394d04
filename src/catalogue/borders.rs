//! How far prefectures lie apart, in land borders, bridges and tunnels.

use crate::catalogue::Prefecture;

/// A search in breadth from every prefecture.
pub(super) fn borders(prefectures: &[Prefecture]) -> Vec<Vec<Option<u8>>> {
    let at = |code: &String| prefectures.iter().position(|prefecture| prefecture.code == *code);
    let next: Vec<Vec<usize>> = prefectures.iter().map(|one| one.neighbours.iter().chain(&one.links).filter_map(at).collect()).collect();
    let from = |start: usize| {
        let mut found = vec![None; prefectures.len()];
        let mut edge = vec![start];
        let mut steps = 0_u8;
        while !edge.is_empty() {
            edge.retain(|place| found.get_mut(*place).is_some_and(|known| known.replace(known.unwrap_or(steps)).is_none()));
            edge = edge.iter().filter_map(|place| next.get(*place)).flatten().copied().collect();
            steps = steps.saturating_add(1);
        }
        found
    };
    (0..prefectures.len()).map(from).collect()
}
