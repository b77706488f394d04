//! The columns of the file, and where each of them stands in a [`SpecialistForm`](crate::active_list::SpecialistForm).

use unicode_normalization::UnicodeNormalization;

/// One column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the header, and in every report.
    pub name: &'static str,
    /// The other name that a header may use.
    pub japanese: &'static str,
    /// Whether a file without this column is refused.
    pub required: bool,
    /// What a cell holds.
    pub holds: &'static str,
    /// JSON pointer of the part of the form that this column fills.
    pointer: &'static str,
}

/// Every column, in the order in which nakodo writes them. A file may have them in any order.
#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    must("registration_number", "登録番号", "/registration/number", "six digits"),
    must("valid_until", "登録有効期限", "/registration/valid_until", "date"),
    may("status", "登録状態", "/registration/status", "registered, lapsed or revoked; registered if empty"),
    must("name", "氏名", "/name", "text"),
    may("display_name", "表示名", "/display_name", "text; the first letter of the name if empty"),
    must("contacts", "連絡先", "/contacts", "list of address|shared|ja or en"),
    may("consent", "掲載同意", "/consents", "edition of the wording that was agreed to; nothing is recorded if empty"),
    must("affiliation", "所属区分", "/affiliation", "independent, employed_side_job_ok or employed_hidden"),
    must("base_prefecture", "拠点都道府県", "/base/prefecture", "code or Japanese name of a prefecture"),
    must("base_municipality", "拠点市区町村", "/base/municipality", "text"),
    may("served_prefectures", "対応都道府県", "/served_prefectures", "list of prefectures; the base is always added"),
    may("remote", "遠隔対応", "/remote", "yes or no; no if empty"),
    may("fields", "専門分野", "/fields", "list of field codes"),
    may("menus", "支援メニュー", "/menus", "list of code:fee:unit"),
    may("qualifications", "保有資格", "/qualifications", "list of texts"),
    may("experiences", "実務経験", "/experiences", "list of industry|role|from|to|text"),
    may("availability", "対応可能時間帯", "/availability", "list of slots or days, or any"),
    must("hours_per_week", "週対応時間", "/hours_per_week", "whole number, 0 to 60"),
    may("blackouts", "対応不可期間", "/blackouts", "list of date..date"),
    must("max_engagements", "同時対応件数", "/max_engagements", "whole number, 0 to 20"),
    may("last_confirmed", "最終確認日", "/last_confirmed", "date; today if empty"),
];

const fn must(name: &'static str, japanese: &'static str, pointer: &'static str, holds: &'static str) -> Column {
    Column { name, japanese, required: true, holds, pointer }
}

const fn may(name: &'static str, japanese: &'static str, pointer: &'static str, holds: &'static str) -> Column {
    Column { name, japanese, required: false, holds, pointer }
}

impl Column {
    /// The column that a header cell names, in either language.
    pub(super) fn find(header: &str) -> Option<&'static Column> {
        let header: String = header.nfkc().collect::<String>().trim().to_lowercase();
        COLUMNS.iter().find(|column| column.name == header || column.japanese == header)
    }

    /// The column that fills the part of the form at `pointer`.
    pub(super) fn at(pointer: &str) -> Option<&'static Column> {
        COLUMNS.iter().find(|column| is_within(pointer, column.pointer))
    }

    /// The place of a column in [`COLUMNS`]; a report of one row is sorted by it.
    pub(super) fn place(name: &str) -> Option<usize> {
        COLUMNS.iter().position(|column| column.name == name)
    }
}

/// Whether `pointer` is the part of the form at `part`, or below it.
pub(super) fn is_within(pointer: &str, part: &str) -> bool {
    pointer.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
