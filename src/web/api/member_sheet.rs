//! `/api/v1/members.csv`: the list of members as a file, out and in.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{CellError, SheetError};
use crate::brokering::{MEMBER_COLUMNS, MemberRow, read_members, write_members};
use crate::desk::{ImportedMembers, export_members, import_members};
use crate::language::Language;
use crate::report::{Checker, FieldError};
use crate::web::State;
use crate::web::body::Sheet;
use crate::web::guards::{May, MembersRead, MembersWrite};
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::web::query::{Query, yes_or_no};
use crate::web::reader::{Reader, refuse};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImportQuery {
    dry_run: Option<String>,
}

/// What is wrong, and what was done or would be.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// Rows of the file.
    #[schema(example = 120)]
    pub rows: usize,
    #[serde(flatten)]
    pub done: ImportedMembers,
    /// A file with mistakes is not taken in at all.
    pub mistakes: Vec<ImportMistake>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportMistake {
    /// The line of the file on which the row starts, from 1.
    #[schema(example = 3)]
    pub line: u64,
    /// Name of the column; empty for the row as a whole.
    #[schema(example = "corporate_number")]
    pub column: String,
    /// What stands there: shortened, mail addresses masked.
    #[schema(example = "7000012050003")]
    pub found: String,
    #[schema(example = "check-digit")]
    pub code: &'static str,
    /// A sentence in the reader's language.
    pub detail: String,
}

impl ImportMistake {
    pub fn of(error: CellError, language: Language) -> Self {
        let CellError { line, column, found, code, args } = error;
        let detail = field_sentence(&FieldError { pointer: String::new(), code, args: args.clone() }, language);
        Self { line, column, found, code, detail }
    }
}

/// Takes rows in, if that is wanted and all of them are right.
pub async fn report(
    state: &State,
    role: crate::identity::Role,
    rows: Vec<MemberRow>,
    is_dry: bool,
    language: Language,
) -> Result<ImportReport, Problem> {
    let count = rows.len();
    let (mut members, mut mistakes) = (Vec::with_capacity(count), Vec::new());
    for MemberRow { outcome, .. } in rows {
        match outcome {
            Ok(member) => members.push(member),
            Err(errors) => mistakes.extend(errors.into_iter().map(|error| ImportMistake::of(error, language))),
        }
    }
    let dry_run = is_dry || !mistakes.is_empty();
    let done = import_members(&state.desk, role, members, dry_run).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(ImportReport { dry_run, rows: count, done, mistakes })
}

/// Why a file cannot be read at all.
pub fn unreadable(error: SheetError) -> FieldError {
    let of = |code| FieldError::new("", code);
    match error {
        SheetError::Empty => of("sheet-empty"),
        SheetError::TooLarge { max, unit } => of("sheet-too-large").with("max", max).with("unit", unit),
        SheetError::UnknownEncoding { line } => of("sheet-encoding").with("line", line),
        SheetError::BrokenQuotes { line } => of("sheet-quotes").with("line", line),
        SheetError::UnknownColumn { name, .. } => {
            let known: Vec<&str> = MEMBER_COLUMNS.iter().map(|column| column.japanese).collect();
            of("sheet-unknown-column").with("name", name).with("known", known.join(", "))
        }
        SheetError::DuplicateColumn(name) => of("sheet-column-twice").with("name", name),
        SheetError::MissingColumns(names) => of("sheet-columns-missing").with("names", names.join(", ")),
    }
}

/// Write the list of members as a CSV file, which can be read back.
#[utoipa::path(
    get, path = "/api/v1/members.csv", tag = "members", security(("key" = [])),
    responses(
        (status = 200, description = "UTF-8 with a byte order mark, Japanese header", body = String, content_type = "text/csv")
    )
)]
pub async fn get_member_sheet(state: web::Data<State>, may: May<MembersRead>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let members = export_members(&state.desk, may.role).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(sheet(&write_members(&members)))
}

/// The file as a download.
pub fn sheet(text: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"members.csv\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text.to_owned())
}

/// Read a CSV file of members: new numbers are added, known ones changed; all of it or nothing. Without `dry_run=false` nothing is changed.
#[utoipa::path(
    post, path = "/api/v1/members.csv", tag = "members", security(("key" = [])), params(
        ("dry_run" = Option<bool>, Query, description = "`false`: take the file in. Otherwise nothing is changed, and the answer says what would be done", example = true)
    ),
    request_body(content = String, content_type = "text/csv", description = "At most 4 MiB, UTF-8 or Shift_JIS"),
    responses(
        (status = 200, description = "What was done, or would be; with every mistake", body = ImportReport)
    )
)]
pub async fn post_member_sheet(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    Query(query): Query<ImportQuery>,
    body: Sheet,
) -> Result<HttpResponse, Error> {
    if actix_web::HttpMessage::content_type(&request) != "text/csv" {
        return Err(refuse(&request, Kind::WrongMediaType));
    }
    let mut checker = Checker::new();
    let is_dry = query.dry_run.as_deref().and_then(|text| checker.take("/dry_run", yes_or_no(text))).unwrap_or(true);
    let is_dry = checker.finish(Some(is_dry)).map_err(|errors| Problem::of(errors.into(), language))?;
    let unreadable = |error: SheetError| Problem { kind: Kind::InvalidFields, errors: vec![unreadable(error)], language };
    let rows = read_members(&body.0, &state.desk.catalogue).map_err(unreadable)?;
    let report = report(&state, may.role, rows, is_dry, language).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(report))
}
