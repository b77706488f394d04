//! `config/tiles`: where each prefecture stands on a map of equal tiles.

use std::collections::HashSet;

use serde::Deserialize;

use crate::catalogue::Prefecture;

/// The place of a prefecture, counted from the north-west.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// JIS X 0401 code.
    pub prefecture: String,
    pub column: u8,
    pub row: u8,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct TilesFile {
    pub tiles: Vec<Tile>,
}

/// Columns and rows at most: more could not be read on a screen.
const MOST: u8 = 16;

pub(super) fn check(tiles: &[Tile], prefectures: &[Prefecture]) -> Result<(), String> {
    let (mut places, mut named) = (HashSet::new(), HashSet::new());
    for Tile { prefecture, column, row } in tiles {
        if !prefectures.iter().any(|one| one.code == *prefecture) {
            return Err(format!("there is no prefecture {prefecture}"));
        }
        if !named.insert(prefecture) || !places.insert((column, row)) {
            return Err(format!("{prefecture} stands twice, or where another stands"));
        }
        if *column >= MOST || *row >= MOST {
            return Err(format!("{prefecture} stands outside of {MOST} columns and rows"));
        }
    }
    match prefectures.iter().find(|one| !named.contains(&one.code)) {
        Some(missing) => Err(format!("{} has no tile", missing.code)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_prefecture_has_one_tile_of_its_own() {
        let catalogue = Catalogue::embedded("2026-11-21".parse().unwrap()).unwrap();
        let with = |change: &dyn Fn(&mut Vec<Tile>)| {
            let mut tiles = catalogue.tiles().to_vec();
            change(&mut tiles);
            check(&tiles, catalogue.prefectures())
        };
        assert_eq!((catalogue.tiles().len(), with(&|_| {})), (47, Ok(())));
        assert_eq!(with(&|tiles| drop(tiles.pop())), Err("47 has no tile".to_owned()));
        assert!(with(&|tiles| tiles[1].prefecture = "01".to_owned()).unwrap_err().contains("twice"));
        assert!(with(&|tiles| tiles[1] = Tile { prefecture: "02".to_owned(), ..tiles[0].clone() }).unwrap_err().contains("twice"));
        assert!(with(&|tiles| tiles[1].row = 16).unwrap_err().contains("outside"));
        assert!(with(&|tiles| tiles[1].prefecture = "48".to_owned()).unwrap_err().contains("no prefecture"));
    }
}
