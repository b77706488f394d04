//! Where people are lacking, as a map of equal tiles drawn by the server, as a table, and as a file.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::catalogue::{Catalogue, Named};
use crate::desk::{GapsForm, GapsView, Refusal, look_at_gaps};
use crate::insights::{Region, Verdict};
use crate::language::Language;
use crate::web::pages::console::{mistake_at, mistakes};
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;
use crate::web::query::Query;
use crate::wording::{prefecture_name, say};

/// From tile to tile, and the side of a tile.
const STEP: usize = 76;
const SIDE: usize = 72;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MapQuery {
    menu: Option<String>,
    field: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/console_map.html")]
struct MapPage {
    t: Words,
    here: &'static str,
    typed: GapsForm,
    mistakes: Vec<(String, String)>,
    /// Codes and names.
    menus: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    verdicts: [Verdict; 4],
    view: Option<Drawn>,
}

/// The figures, and how they are drawn.
struct Drawn {
    width: usize,
    height: usize,
    tiles: Vec<TileWords>,
    /// Only where something is asked for, or somebody comes.
    rows: Vec<(String, Region)>,
    people: usize,
    from_afar: usize,
    from: chrono::NaiveDate,
}

struct TileWords {
    x: usize,
    y: usize,
    name: String,
    region: Region,
}

impl MapPage {
    fn error(&self, at: &str) -> Option<&str> {
        mistake_at(&self.mistakes, at)
    }

    /// The same choice once more, for a link.
    fn chosen(&self) -> String {
        let pairs = [("menu", &self.typed.menu), ("field", &self.typed.field)];
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

fn names<T: Named>(language: Language, all: &[T], code: impl Fn(&T) -> &str) -> Vec<(String, String)> {
    let name = |one: &T| if language == Language::Ja { one.ja().to_owned() } else { one.en().to_owned() };
    all.iter().map(|one| (code(one).to_owned(), name(one))).collect()
}

fn typed(query: MapQuery) -> GapsForm {
    GapsForm { menu: query.menu.unwrap_or_default(), field: query.field.unwrap_or_default() }
}

pub async fn show_map(AsOperator(visit): AsOperator, Query(query): Query<MapQuery>) -> Result<HttpResponse, Error> {
    let typed = typed(query);
    match look_at_gaps(visit.desk(), &typed).await {
        Ok(view) => {
            let drawn = drawn(visit.language, &visit.desk().catalogue, view);
            Ok(visit.shown(StatusCode::OK, &page(&visit, typed, Vec::new(), Some(drawn))))
        }
        Err(Refusal::Fields(errors)) => {
            let mistakes = mistakes(visit.language, &errors);
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &page(&visit, typed, mistakes, None)))
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

fn page(visit: &Visit, typed: GapsForm, mistakes: Vec<(String, String)>, view: Option<Drawn>) -> MapPage {
    let catalogue = &visit.desk().catalogue;
    MapPage {
        t: visit.words(),
        here: "map",
        typed,
        mistakes,
        menus: names(visit.language, catalogue.menus(), |menu| &menu.code),
        fields: names(visit.language, catalogue.fields(), |field| &field.code),
        verdicts: Verdict::ALL,
        view,
    }
}

fn drawn(language: Language, catalogue: &Catalogue, view: GapsView) -> Drawn {
    let name = |code: &str| prefecture_name(language, catalogue, code);
    let tile = |tile: &crate::catalogue::Tile| {
        let region = view.regions.iter().find(|region| region.prefecture == tile.prefecture)?.clone();
        let (x, y) = (usize::from(tile.column) * STEP, usize::from(tile.row) * STEP);
        Some(TileWords { x, y, name: name(&tile.prefecture), region })
    };
    let tiles: Vec<TileWords> = catalogue.tiles().iter().filter_map(tile).collect();
    let end = |of: fn(&TileWords) -> usize| tiles.iter().map(of).max().unwrap_or_default() + SIDE;
    let (width, height) = (end(|tile| tile.x), end(|tile| tile.y));
    let counts = |region: &Region| region.people + region.open + region.matched + region.unmatched > 0;
    let rows = view.regions.iter().filter(|region| counts(region)).map(|region| (name(&region.prefecture), region.clone()));
    Drawn { width, height, rows: rows.collect(), tiles, people: view.people, from_afar: view.from_afar, from: view.from }
}

/// The same figures of all prefectures, for a sheet.
pub async fn download_map(AsOperator(visit): AsOperator, Query(query): Query<MapQuery>) -> Result<HttpResponse, Error> {
    let view = look_at_gaps(visit.desk(), &typed(query)).await.map_err(|refusal| visit.refused(refusal))?;
    let language = visit.language;
    let catalogue = &visit.desk().catalogue;
    let heads = ["code", "name", "open", "matched", "unmatched", "here", "room", "gap", "verdict"];
    let heads = heads.map(|head| format!("\"{}\"", say(language, &format!("console-map-{head}")))).join(",");
    let row = |region: &Region| {
        let Region { prefecture, open, matched, unmatched, people, with_room } = region;
        let (name, verdict) = (prefecture_name(language, catalogue, prefecture), region.verdict().code());
        let gap = region.gap();
        let verdict = say(language, &format!("console-verdict-{verdict}"));
        format!("{prefecture},\"{name}\",{open},{matched},{unmatched},{people},{with_room},{gap},\"{verdict}\"\r\n")
    };
    // Spreadsheets take a file for UTF-8 that begins with this mark.
    let text = format!("\u{feff}{heads}\r\n{}", view.regions.iter().map(row).collect::<String>());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"nakodo-map.csv\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text))
}
