//! The columns of the file, and where each of them stands in a [`MemberForm`](crate::brokering::MemberForm).

use crate::active_list::cells::plain;

/// Name, the other name that a header may use, and the JSON pointer of what the column fills.
pub struct MemberColumn {
    pub name: &'static str,
    pub japanese: &'static str,
    pub pointer: &'static str,
    /// Whether a file without this column is refused.
    pub required: bool,
}

/// Every column, in the order in which nakodo writes them. A file may have them in any order.
#[rustfmt::skip]
pub const MEMBER_COLUMNS: [MemberColumn; 18] = [
    must("number", "会員番号", "/number"),
    must("name", "会社名", "/company/name"),
    may("corporate_number", "法人番号", "/company/corporate_number"),
    must("prefecture", "都道府県", "/company/prefecture"),
    must("municipality", "市区町村", "/company/municipality"),
    must("industry", "業種", "/company/industry"),
    may("industry_code", "業種細分類", "/company/industry_code"),
    must("employees", "従業員数", "/company/employees"),
    may("capital_yen", "資本金", "/company/capital_yen"),
    may("on_island", "離島", "/company/on_island"),
    must("contact_name", "担当者名", "/company/contact/name"),
    must("contact_address", "メールアドレス", "/company/contact/address"),
    may("contact_phone", "電話番号", "/company/contact/phone"),
    may("contact_language", "言語", "/company/contact/language"),
    may("group", "グループ会社", "/company/relations/group"),
    may("competitors", "競合先", "/company/relations/competitors"),
    may("vendors", "取引のあるIT業者", "/company/relations/vendors"),
    may("blocked", "依頼しない専門家", "/company/relations/blocked"),
];

const fn must(name: &'static str, japanese: &'static str, pointer: &'static str) -> MemberColumn {
    MemberColumn { name, japanese, pointer, required: true }
}

const fn may(name: &'static str, japanese: &'static str, pointer: &'static str) -> MemberColumn {
    MemberColumn { name, japanese, pointer, required: false }
}

/// The column of this name, however its width and case are typed.
pub(super) fn find(name: &str) -> Option<usize> {
    let name = plain(name).to_lowercase();
    MEMBER_COLUMNS.iter().position(|column| column.name == name || plain(column.japanese).to_lowercase() == name)
}

/// The column that fills a part of the form.
pub(super) fn at(pointer: &str) -> Option<usize> {
    let fills = |column: &MemberColumn| pointer.strip_prefix(column.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    MEMBER_COLUMNS.iter().position(fills)
}
