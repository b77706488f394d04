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
    may("field_levels", "専門分野のレベル", "/field_levels", "list of field code:level 1 to 7"),
    may("menus", "支援メニュー", "/menus", "list of code:fee:unit"),
    may("qualifications", "保有資格", "/qualifications", "list of texts"),
    may("experiences", "実務経験", "/experiences", "list of industry|role|from|to|text, or industry|role|from|to|text|size|step"),
    may("availability", "対応可能時間帯", "/availability", "list of slots or days, or any"),
    must("hours_per_week", "週対応時間", "/hours_per_week", "whole number, 0 to 60"),
    may("blackouts", "対応不可期間", "/blackouts", "list of date..date"),
    must("max_engagements", "同時対応件数", "/max_engagements", "whole number, 0 to 20"),
    may("employer", "勤務先法人番号", "/conditions/employment/employer", "corporate number"),
    may("employer_group", "勤務先グループ", "/conditions/employment/group", "list of corporate numbers"),
    may("employer_permission", "副業許可", "/conditions/employment/permission", "granted, not_needed, pending or refused"),
    may("permission_until", "副業許可期限", "/conditions/employment/permission_until", "date"),
    may("flexible", "急な対応", "/conditions/employment/flexible", "yes or no; no if empty"),
    may("most_sensitive", "機微度の上限", "/conditions/most_sensitive", "ordinary, internal or confidential; confidential if empty"),
    may("conflict_customers", "本業の顧客", "/conditions/conflicts/customers", "list of corporate numbers"),
    may("conflict_competitors", "競合先", "/conditions/conflicts/competitors", "list of corporate numbers"),
    may("conflict_blocked", "受けない相手", "/conditions/conflicts/blocked", "list of corporate numbers"),
    may("conflict_clients", "販売先", "/conditions/conflicts/clients", "list of corporate numbers"),
    may("travel_borders", "県境いくつ先まで", "/conditions/travel/borders", "whole number, 0 to 3"),
    may("islands", "離島対応", "/conditions/travel/islands", "yes or no; no if empty"),
    may("preparation_percent", "準備込みの割合", "/conditions/preparation_percent", "whole number, 100 to 400; 100 if empty"),
    may("frames", "契約の形", "/conditions/frames", "list of individual, employer, honorarium or dispatch, the one to begin with first"),
    may("teaming", "専門家どうしの同行", "/conditions/teaming", "list of comes-along or brings-along"),
    may("languages", "対応言語", "/conditions/languages", "list of ja or en; ja if empty"),
    may("sells_products", "製品販売", "/conditions/sells_products", "yes or no; not declared if empty"),
    may("wished_industries", "希望業種", "/conditions/wishes/industries", "list of industry letters"),
    may("wished_sizes", "希望規模", "/conditions/wishes/sizes", "list of up-to-5 to over-300"),
    may("quiet_hours", "連絡を控える時間", "/conditions/quiet_hours", "hour-hour as 21-8, or none; 21-8 if empty"),
    may("incident_calls_any_time", "緊急時は常時連絡可", "/conditions/incident_calls_any_time", "yes or no; no if empty"),
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

    /// JSON pointer of the part of the form that the column of this name fills.
    pub(super) fn pointer(name: &str) -> String {
        COLUMNS.iter().find(|column| column.name == name).map_or_else(String::new, |column| column.pointer.to_owned())
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
