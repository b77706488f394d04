//! An entry for a calendar as a file to keep.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::calendar::EntryKind;

/// `file` as RFC 5545 has it. Nobody keeps it on the way: who meets whom is nobody else's business.
pub(super) fn calendar_file(kind: EntryKind, file: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", kind.file_name())))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file)
}
