//! The classic assignment problem on a full square matrix: each row gets a column of its own, at the least total cost.
//!
//! Shortest augmenting paths after a good start, in the manner of R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for
//! dense and sparse linear assignment problems", Computing 38 (1987): columns are reduced, rows are reduced against each other, and only the
//! few rows that are left over go the long way.

use std::ops::{Add, Sub};

/// Why a matrix cannot be solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    #[error("{found} costs do not make a square of {n} by {n}")]
    NotSquare { n: usize, found: usize },
    #[error("costs that lie {range} apart are too far from each other for {n} rows")]
    TooFarApart { n: usize, range: u64 },
}

/// The cheapest way, with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumCost {
    pub total: i128,
    /// The column of each row.
    pub columns: Vec<usize>,
    /// Dual prices: no cost is less than the sum of those of its row and column.
    pub row_prices: Vec<i128>,
    pub column_prices: Vec<i64>,
}

impl MinimumCost {
    /// Whether this is proved to be the least cost: every row has a column of its own, the prices are nowhere above the costs, and where a
    /// column was chosen they are equal to the cost. Any other way costs at least the sum of all prices, and this one costs just that.
    pub fn is_proved(&self, costs: &[i64]) -> bool {
        let n = self.columns.len();
        let mut seen = vec![false; n];
        let once = self.columns.iter().all(|column| seen.get_mut(*column).is_some_and(|seen| !std::mem::replace(seen, true)));
        let sized = self.row_prices.len() == n && self.column_prices.len() == n && n.checked_mul(n) == Some(costs.len());
        if !once || !sized {
            return false;
        }
        let mut total = 0;
        for ((row, price), chosen) in costs.chunks_exact(n.max(1)).zip(&self.row_prices).zip(&self.columns) {
            let over = |(cost, column_price): (&i64, &i64)| *price + i128::from(*column_price) > i128::from(*cost);
            if row.iter().zip(&self.column_prices).any(over) || *price + i128::from(self.column_prices[*chosen]) != i128::from(row[*chosen])
            {
                return false;
            }
            total += i128::from(row[*chosen]);
        }
        total == self.total
    }
}

/// The least total cost of giving each of `n` rows a column of its own. `costs` has `n` · `n` entries row by row, of any sign.
pub fn minimum_cost(costs: &[i64], n: usize) -> Result<MinimumCost, CostError> {
    if n.checked_mul(n) != Some(costs.len()) {
        return Err(CostError::NotSquare { n, found: costs.len() });
    }
    let (Some(least), Some(most)) = (costs.iter().min().copied(), costs.iter().max().copied()) else {
        return Ok(MinimumCost { total: 0, columns: Vec::new(), row_prices: Vec::new(), column_prices: Vec::new() });
    };
    // No price and no length of a path exceeds the range once for each row and column.
    let range = most.abs_diff(least);
    let reach = u128::from(range).saturating_mul(2 * n as u128 + 4);
    let (columns, column_prices) = if let (true, Ok(_)) = (reach < i32::MAX as u128, i32::try_from(range)) {
        // Half the memory, twice the numbers in a register.
        let small: Vec<i32> = costs.iter().map(|cost| cost.abs_diff(least) as i32).collect();
        let (columns, prices) = Solver::new(&small, n, i32::MAX).solve();
        (columns, prices.into_iter().map(i64::from).collect())
    } else if reach < i64::MAX as u128 && u32::try_from(n).is_ok() {
        let shifted: Vec<i64> = costs.iter().map(|cost| cost.abs_diff(least) as i64).collect();
        Solver::new(&shifted, n, i64::MAX).solve()
    } else {
        return Err(CostError::TooFarApart { n, range });
    };
    // Rows bear the shift.
    let row_prices =
        costs.chunks_exact(n).zip(&columns).map(|(row, column)| i128::from(row[*column]) - i128::from(column_prices[*column])).collect();
    let total = costs.chunks_exact(n).zip(&columns).map(|(row, column)| i128::from(row[*column])).sum();
    Ok(MinimumCost { total, columns, row_prices, column_prices })
}

/// A whole number wide enough for the matrix in hand.
trait Whole: Copy + Ord + Default + Add<Output = Self> + Sub<Output = Self> {
    /// Below every distance.
    const SETTLED: Self;
    /// Orders distances as they are, and what is settled behind them all.
    fn key(self) -> Self;
}

impl Whole for i32 {
    const SETTLED: Self = -1;
    fn key(self) -> Self {
        self ^ i32::MIN
    }
}

impl Whole for i64 {
    const SETTLED: Self = -1;
    fn key(self) -> Self {
        self ^ i64::MIN
    }
}

const NOBODY: usize = usize::MAX;

struct Solver<'a, T> {
    costs: &'a [T],
    n: usize,
    far: T,
    column_of: Vec<usize>,
    row_of: Vec<usize>,
    price: Vec<T>,
}

/// The two least entries of a row after the prices.
struct Least<T> {
    first: T,
    column: usize,
    second: T,
    /// Only if both are equal.
    second_column: usize,
}

impl<'a, T: Whole> Solver<'a, T> {
    fn new(costs: &'a [T], n: usize, far: T) -> Self {
        Self { costs, n, far, column_of: vec![NOBODY; n], row_of: vec![NOBODY; n], price: vec![far; n] }
    }

    fn row(&self, row: usize) -> &'a [T] {
        &self.costs[row * self.n..(row + 1) * self.n]
    }

    /// The column of each row, and the price of each column.
    fn solve(mut self) -> (Vec<usize>, Vec<T>) {
        self.reduce_columns();
        let mut waiting: Vec<usize> = (0..self.n).filter(|row| self.column_of[*row] == NOBODY).collect();
        for _ in 0..2 {
            waiting = self.reduce_rows(waiting);
        }
        let mut search = Search::new(self.n, self.far);
        for row in waiting {
            search.run(&mut self, row);
        }
        (self.column_of, self.price)
    }

    /// Each column costs its least entry, and goes to the row of that entry if the row has none yet. A row that is least in one column only
    /// then hands on what it has in hand over its second best.
    fn reduce_columns(&mut self) {
        let mut row_of_least = vec![0; self.n];
        for row in 0..self.n {
            for ((cost, price), least) in self.row(row).iter().zip(&mut self.price).zip(&mut row_of_least) {
                if *cost < *price {
                    *price = *cost;
                    *least = row;
                }
            }
        }
        let mut least_in = vec![0_usize; self.n];
        for column in (0..self.n).rev() {
            let row = row_of_least[column];
            least_in[row] += 1;
            if self.column_of[row] == NOBODY {
                self.give(row, column);
            }
        }
        for row in (0..self.n).filter(|row| least_in[*row] == 1) {
            let least = self.least(row);
            let column = self.column_of[row];
            // The row's own column is worth 0 to it, so the other one is the second.
            let second = if least.column == column { least.second } else { least.first };
            if second < self.far {
                self.price[column] = self.price[column] - second;
            }
        }
    }

    fn give(&mut self, row: usize, column: usize) {
        self.column_of[row] = column;
        self.row_of[column] = row;
    }

    /// Several plain passes, which the compiler turns into vector code, are faster than one that branches.
    fn least(&self, row: usize) -> Least<T> {
        let reduced = |(cost, price): (&T, &T)| *cost - *price;
        let (costs, prices) = (self.row(row), &self.price[..]);
        let least_of = |from: usize, to: usize| costs[from..to].iter().zip(&prices[from..to]).map(reduced).fold(self.far, T::min);
        let first = least_of(0, self.n);
        let place =
            |from: usize, of: T| costs[from..].iter().zip(&prices[from..]).map(reduced).position(|one| one == of).map(|at| from + at);
        let column = place(0, first).unwrap_or(0);
        let second = least_of(0, column).min(least_of(column + 1, self.n));
        let second_column = if second == first { place(column + 1, second).unwrap_or(column) } else { column };
        Least { first, column, second, second_column }
    }

    /// Each waiting row takes its best column, whose price falls until the second best is as good; who had it waits in turn.
    fn reduce_rows(&mut self, waiting: Vec<usize>) -> Vec<usize> {
        let mut still_waiting = Vec::new();
        // A price can fall by ever so little, time after time: what does not come to rest soon is left to the paths.
        let mut patience = self.n.saturating_mul(4);
        let mut next = waiting.into_iter();
        let mut displaced = None;
        while let Some(row) = displaced.take().or_else(|| next.next()) {
            if patience == 0 {
                still_waiting.push(row);
                continue;
            }
            patience -= 1;
            let least = self.least(row);
            let mut column = least.column;
            let falls = least.first < least.second && self.n > 1;
            if falls {
                self.price[column] = self.price[column] - (least.second - least.first);
            } else if self.row_of[column] != NOBODY && self.n > 1 {
                column = least.second_column;
            }
            let before = self.row_of[column];
            self.give(row, column);
            if before != NOBODY {
                self.column_of[before] = NOBODY;
                if falls {
                    displaced = Some(before);
                } else {
                    still_waiting.push(before);
                }
            }
        }
        still_waiting
    }
}

/// Labels of a search for the shortest way from a row without a column to a column without a row.
struct Search<T> {
    /// By column, at least 0; or that it is settled.
    distance: Vec<T>,
    from_row: Vec<u32>,
    /// Columns with their distance.
    settled: Vec<(usize, T)>,
}

impl<T: Whole> Search<T> {
    fn new(n: usize, far: T) -> Self {
        Self { distance: vec![far; n], from_row: vec![0; n], settled: Vec::new() }
    }

    fn run(&mut self, solver: &mut Solver<'_, T>, start: usize) {
        self.settled.clear();
        self.distance.fill(solver.far);
        let mut length = self.relax(solver, start, T::default());
        let mut gone = 0;
        let mut end = self.settle(solver, length);
        while end.is_none() {
            let Some((column, distance)) = self.settled.get(gone).copied() else { return };
            gone += 1;
            let row = solver.row_of[column];
            let least = self.relax(solver, row, distance - (solver.row(row)[column] - solver.price[column]));
            // All at this distance go on before any that are farther off.
            if least == length || gone == self.settled.len() {
                length = least;
                end = self.settle(solver, length);
            }
        }
        for (column, distance) in &self.settled {
            solver.price[*column] = solver.price[*column] + *distance - length;
        }
        let Some(mut column) = end else { return };
        loop {
            let row = self.from_row[column] as usize;
            let before = solver.column_of[row];
            solver.give(row, column);
            if row == start {
                break;
            }
            column = before;
        }
    }

    /// Goes on from a row; gives the least distance of the columns that are not settled.
    fn relax(&mut self, solver: &Solver<'_, T>, row: usize, base: T) -> T {
        let number = row as u32;
        let mut least = solver.far.key();
        let labels = self.distance.iter_mut().zip(&mut self.from_row);
        // Without a branch, for the sake of vector code. What is settled stays so, since nothing is less.
        for ((cost, price), (distance, from_row)) in solver.row(row).iter().zip(&solver.price).zip(labels) {
            let reached = base + (*cost - *price);
            let shorter = reached < *distance;
            *distance = if shorter { reached } else { *distance };
            *from_row = if shorter { number } else { *from_row };
            least = least.min(distance.key());
        }
        least.key()
    }

    /// Settles the columns at this distance, unless one of them has no row: that one is the end.
    fn settle(&mut self, solver: &Solver<'_, T>, distance: T) -> Option<usize> {
        const STRIDE: usize = 64;
        for (at, some) in self.distance.chunks_mut(STRIDE).enumerate() {
            // Vector code again: most strides hold none.
            if !some.iter().fold(false, |any, one| any | (*one == distance)) {
                continue;
            }
            for (column, one) in (at * STRIDE..).zip(some).filter(|(_, one)| **one == distance) {
                if solver.row_of[column] == NOBODY {
                    return Some(column);
                }
                *one = T::SETTLED;
                self.settled.push((column, distance));
            }
        }
        None
    }
}
