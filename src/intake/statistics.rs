//! What may be told to anybody of help requests: how many, by prefecture and menu, and only of groups in which nobody stands out.
//!
//! Help requests are parted into groups that do not overlap: a prefecture and a menu; where that are too few companies, the other menus of the
//! prefecture; where that are too few, the other prefectures; and whatever is left over then is not told at all. Only the groups are told, so whatever
//! somebody adds up or subtracts is again a number of whole groups. Figures are rounded down, so that two tellings do not differ by one company either.

use std::collections::{BTreeMap, HashSet};

/// How many companies a group has at least.
pub const AT_LEAST: usize = 5;

/// One help request, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// JIS X 0401 code.
    pub prefecture: String,
    /// Code of the first menu that was asked for.
    pub menu: String,
    /// Tells companies apart; it is not told.
    pub company: String,
}

/// A group that may be told. None stands for all that have no group of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    pub prefecture: Option<String>,
    pub menu: Option<String>,
    /// Rounded down to a multiple of [`AT_LEAST`].
    pub help_requests: usize,
}

#[derive(Default)]
struct Cell<'a> {
    companies: HashSet<&'a str>,
    help_requests: usize,
}

impl<'a> Cell<'a> {
    fn is_large(&self) -> bool {
        self.companies.len() >= AT_LEAST
    }

    fn take(&mut self, other: Cell<'a>) {
        self.companies.extend(other.companies);
        self.help_requests += other.help_requests;
    }

    fn told(&self, prefecture: Option<&str>, menu: Option<&str>) -> Group {
        let help_requests = self.help_requests / AT_LEAST * AT_LEAST;
        Group { prefecture: prefecture.map(str::to_owned), menu: menu.map(str::to_owned), help_requests }
    }
}

/// The groups that may be told of these help requests, in the order of their codes.
pub fn groups(counted: &[Counted]) -> Vec<Group> {
    let mut cells: BTreeMap<&str, BTreeMap<&str, Cell<'_>>> = BTreeMap::new();
    for Counted { prefecture, menu, company } in counted {
        let cell = cells.entry(prefecture).or_default().entry(menu).or_default();
        cell.companies.insert(company);
        cell.help_requests += 1;
    }
    let (mut told, mut left_over) = (Vec::new(), Cell::default());
    for (prefecture, menus) in cells {
        let mut rest = Cell::default();
        for (menu, cell) in menus {
            if cell.is_large() { told.push(cell.told(Some(prefecture), Some(menu))) } else { rest.take(cell) }
        }
        if rest.is_large() { told.push(rest.told(Some(prefecture), None)) } else { left_over.take(rest) }
    }
    if left_over.is_large() {
        told.push(left_over.told(None, None));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(prefecture: &str, menu: &str, companies: std::ops::Range<usize>) -> Vec<Counted> {
        let one = |company: usize| Counted { prefecture: prefecture.into(), menu: menu.into(), company: company.to_string() };
        companies.map(one).collect()
    }

    fn group(prefecture: &str, menu: &str, help_requests: usize) -> Group {
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Group { prefecture: word(prefecture), menu: word(menu), help_requests }
    }

    #[test]
    fn five_companies_are_told_and_four_are_not() {
        assert!(groups(&counted("21", "a", 0..4)).is_empty());
        assert_eq!(groups(&counted("21", "a", 0..5)), [group("21", "a", 5)]);
        assert_eq!(groups(&counted("21", "a", 0..9)), [group("21", "a", 5)], "rounded down");
    }

    #[test]
    fn many_help_requests_of_four_companies_are_not_told() {
        let all: Vec<Counted> = (0..40).flat_map(|number| counted("21", "a", number % 4..number % 4 + 1)).collect();
        assert!(all.len() == 40 && groups(&all).is_empty());
    }

    #[test]
    fn what_is_too_small_goes_together_with_its_neighbours() {
        let all = [counted("21", "a", 0..6), counted("21", "b", 0..3), counted("21", "c", 3..6), counted("23", "a", 0..2)].concat();
        assert_eq!(groups(&all), [group("21", "a", 5), group("21", "", 5)], "two companies of another prefecture are left over");
        let all = [all, counted("24", "b", 6..9)].concat();
        assert_eq!(groups(&all), [group("21", "a", 5), group("21", "", 5), group("", "", 5)]);
    }

    fn any_counted() -> impl Strategy<Value = Vec<Counted>> {
        let one = (0..4_u8, 0..4_u8, 0..30_u8);
        let one = one.prop_map(|(prefecture, menu, company)| Counted {
            prefecture: prefecture.to_string(),
            menu: menu.to_string(),
            company: company.to_string(),
        });
        prop::collection::vec(one, 0..120)
    }

    /// The group in which a help request is told.
    fn place<'a>(groups: &'a [Group], one: &Counted) -> Option<&'a Group> {
        let ways = [(Some(&one.prefecture), Some(&one.menu)), (Some(&one.prefecture), None), (None, None)];
        ways.into_iter().find_map(|way| groups.iter().find(|group| (group.prefecture.as_ref(), group.menu.as_ref()) == way))
    }

    proptest! {
        #[test]
        fn in_every_group_at_least_five_companies_are_behind_the_figure(all in any_counted()) {
            let told = groups(&all);
            let mut names: Vec<_> = told.iter().map(|group| (&group.prefecture, &group.menu)).collect();
            names.dedup();
            prop_assert_eq!(names.len(), told.len(), "groups do not overlap");
            for group in &told {
                let own: Vec<&Counted> = all.iter().filter(|one| place(&told, one) == Some(group)).collect();
                let companies: HashSet<&str> = own.iter().map(|one| one.company.as_str()).collect();
                prop_assert!(companies.len() >= AT_LEAST);
                prop_assert_eq!(group.help_requests, own.len() / AT_LEAST * AT_LEAST);
            }
            // What is not told at all is fewer than five companies together, and no figure depends on it.
            let silent: Vec<Counted> = all.iter().filter(|one| place(&told, one).is_none()).cloned().collect();
            prop_assert!(silent.iter().map(|one| &one.company).collect::<HashSet<_>>().len() < AT_LEAST);
            let without: Vec<Counted> = all.iter().filter(|one| place(&told, one).is_some()).cloned().collect();
            prop_assert_eq!(groups(&without), told);
        }

        #[test]
        fn no_sum_and_no_difference_of_figures_is_about_fewer_than_five_companies(all in any_counted(), picked in any::<u64>(), taken in any::<u64>()) {
            let told = groups(&all);
            // One sum less another: the groups of the first that are not in the second. Nobody can get finer than a group.
            let left = told.iter().enumerate().filter(|(at, _)| (picked >> (at % 64)) & 1 == 1 && (taken >> (at % 64)) & 1 == 0);
            for (_, group) in left {
                let own = all.iter().filter(|one| place(&told, one) == Some(group)).map(|one| &one.company);
                prop_assert!(own.collect::<HashSet<_>>().len() >= AT_LEAST);
            }
        }
    }
}
