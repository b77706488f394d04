//! `nakodo bench`: the joint assignment alone, on a file, for comparison with others. For developers.

use std::path::Path;
use std::time::Instant;

use crate::cli::CommandError;
use crate::matching::{Ask, Wish, assign_with, minimum_cost};

fn said(file: &Path, why: impl std::fmt::Display) -> CommandError {
    CommandError::Said(format!("{}: {why}", file.display()))
}

/// Whole numbers between white space, wherever the lines are broken.
fn read_numbers(file: &Path) -> Result<Vec<i64>, CommandError> {
    let text = std::fs::read_to_string(file).map_err(|error| said(file, error))?;
    numbers(&text).map_err(|why| said(file, why))
}

fn numbers(text: &str) -> Result<Vec<i64>, String> {
    let mut found = Vec::new();
    for word in text.split_ascii_whitespace() {
        match word.parse() {
            Ok(number) => found.push(number),
            Err(_) => {
                let line = text.lines().position(|line| line.split_ascii_whitespace().any(|other| other == word)).unwrap_or(0) + 1;
                let shown: String = word.chars().take(20).collect();
                return Err(format!("number {} (line {line}) is {shown:?}, which is no whole number of 64 bits", found.len() + 1));
            }
        }
    }
    Ok(found)
}

/// n, then n · n costs: the format `assign` of the OR-Library.
fn square(numbers: &[i64]) -> Result<(usize, &[i64]), String> {
    let (n, costs) = numbers.split_first().ok_or("it is empty; the first number has to be n, the number of rows")?;
    let n = usize::try_from(*n).map_err(|_| format!("the first number is {n}; it has to be n, the number of rows"))?;
    let wanted = n.checked_mul(n).ok_or_else(|| format!("{n} rows are too many"))?;
    match costs.len() {
        found if found < wanted => Err(format!("too few numbers: {n} by {n} makes {wanted} costs after n, but {found} were found")),
        found if found > wanted => Err(format!("too many numbers: {n} by {n} makes {wanted} costs after n, but {found} were found")),
        _ => Ok((n, costs)),
    }
}

/// Prints the minimum total cost and the time without the reading, once the result is proved.
pub(super) fn assignment(file: &Path) -> Result<(), CommandError> {
    let numbers = read_numbers(file)?;
    let (n, costs) = square(&numbers).map_err(|why| said(file, why))?;
    let start = Instant::now();
    let found = minimum_cost(costs, n).map_err(|error| said(file, error))?;
    let elapsed = start.elapsed();
    if !found.is_proved(costs) {
        return Err(said(file, "the result could not be proved by its dual prices; this is a mistake in nakodo, please report it"));
    }
    println!("n {n} minimum cost {} time {:.1} ms", found.total, elapsed.as_secs_f64() * 1e3);
    Ok(())
}

/// A batch in numbers: how many wishes and specialists, the capacity of each specialist; then of each wish how many people are wanted, its
/// rank, how many pairs follow, and for each its specialist (from 0) and value. With -1 for the number of pairs follow just the values of all
/// specialists, -1 where there is no pair.
struct Batch {
    wishes: Vec<Wish>,
    capacity: Vec<u32>,
}

impl Batch {
    fn read(numbers: &[i64]) -> Result<Self, String> {
        let mut rest = numbers.iter().enumerate();
        let mut next = |what: &str| {
            let (at, number) = rest.next().ok_or_else(|| format!("it ends where {what} should stand"))?;
            if *number < -1 { Err(format!("number {} is {number}, which cannot be {what}", at + 1)) } else { Ok(*number) }
        };
        let mut count = |what: &str| {
            let number = next(what)?;
            u32::try_from(number).map_err(|_| format!("{number} cannot be {what}"))
        };
        let (wishes, specialists) = (count("the number of wishes")?, count("the number of specialists")?);
        let capacity = (0..specialists).map(|_| count("a capacity")).collect::<Result<_, _>>()?;
        let mut batch = Self { wishes: Vec::new(), capacity };
        for _ in 0..wishes {
            let (wanted, rank) = (next("a number of people wanted")?, next("a rank")?);
            let pairs = match next("a number of pairs")? {
                -1 => {
                    let all = (0..specialists).map(|at| Ok((at, next("a value")?)));
                    let listed = all.filter(|pair: &Result<(u32, i64), String>| !matches!(pair, Ok((_, -1))));
                    listed.collect::<Result<_, _>>()?
                }
                listed => (0..listed)
                    .map(|_| Ok((u32::try_from(next("a specialist")?).unwrap_or(u32::MAX), next("a value")?)))
                    .collect::<Result<_, String>>()?,
            };
            let fit = |number: i64| u32::try_from(number).unwrap_or_default();
            batch.wishes.push(Wish { wanted: fit(wanted), rank: fit(rank), pairs, left_out: 0 });
        }
        match rest.next() {
            None => Ok(batch),
            Some((at, _)) => Err(format!("{} numbers are left over after the last wish", numbers.len() - at)),
        }
    }

    /// Keeps the best pairs of each wish; the others are given back, best first.
    fn cut(&mut self, candidates: usize) -> Vec<Vec<(u32, i64)>> {
        let mut left_out = Vec::new();
        for wish in &mut self.wishes {
            if wish.pairs.len() > candidates {
                wish.pairs.sort_unstable_by_key(|(at, value)| (std::cmp::Reverse(*value), *at));
            }
            let rest = wish.pairs.split_off(candidates.min(wish.pairs.len()));
            wish.left_out = rest.first().map_or(0, |(_, value)| *value);
            left_out.push(rest);
        }
        left_out
    }
}

/// Prints the value of a batch with the proved bound, the rounds, and the times without the reading.
pub(super) fn batch(file: &Path, candidates: Option<usize>, rounds: usize) -> Result<(), CommandError> {
    let numbers = read_numbers(file)?;
    let mut batch = Batch::read(&numbers).map_err(|why| said(file, why))?;
    drop(numbers);
    let left_out = batch.cut(candidates.unwrap_or(usize::MAX));
    let start = Instant::now();
    let mut asked = 0_usize;
    let found = assign_with(&batch.wishes, &batch.capacity, rounds, |ask: Ask<'_>| {
        asked += 1;
        // The list stands by value, so what is left is of no use once the value alone is too small.
        let worth = left_out[ask.wish].iter().take_while(|(_, value)| *value > ask.above);
        worth.filter(|(at, value)| ask.matters(*at, *value)).copied().collect()
    });
    let elapsed = start.elapsed();
    let people: usize = found.chosen.iter().map(Vec::len).sum();
    println!(
        "value {} bound {} gap {:.6} people {people} asked {asked} time {:.1} ms",
        found.value,
        found.bound,
        found.gap(),
        elapsed.as_secs_f64() * 1e3
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_be_broken_anywhere() {
        assert_eq!(square(&numbers(" 2\n1 2 3\r\n\n4\n").unwrap()).unwrap(), (2, &[1, 2, 3, 4][..]));
    }

    #[test]
    fn what_is_no_number_is_told_with_its_place() {
        assert_eq!(numbers("2 1\n3 x4 5").unwrap_err(), "number 4 (line 2) is \"x4\", which is no whole number of 64 bits");
        assert!(numbers("1 99999999999999999999").unwrap_err().starts_with("number 2 (line 1)"));
    }

    #[test]
    fn too_few_and_too_many_are_told_with_the_counts() {
        let told = |text: &str| square(&numbers(text).unwrap()).unwrap_err();
        assert_eq!(told("2 1 2 3"), "too few numbers: 2 by 2 makes 4 costs after n, but 3 were found");
        assert_eq!(told("1 1 2 3"), "too many numbers: 1 by 1 makes 1 costs after n, but 3 were found");
        assert!(told("").starts_with("it is empty") && told("-1").starts_with("the first number is -1"));
        assert!(told("9000000000000000000").ends_with("rows are too many"));
    }

    #[test]
    fn a_batch_is_read_in_both_manners() {
        let batch = Batch::read(&numbers("2 2  1 3\n 1 0 1  1 50\n 2 1 -1  7 -1").unwrap()).unwrap();
        assert_eq!(batch.capacity, [1, 3]);
        assert_eq!((&batch.wishes[0].pairs[..], &batch.wishes[1].pairs[..]), (&[(1, 50)][..], &[(0, 7)][..]));
        for bad in ["", "1 1", "1 1 2 1 0 1 0", "1 1 2 1 0 0 9", "-1 2", "1 1 2 -5 0 0"] {
            assert!(Batch::read(&numbers(bad).unwrap()).is_err(), "{bad}");
        }
    }
}
