//! The tables of the ledger of credits.

diesel::table! {
    credit_claims (id) {
        id -> Text,
        specialist_id -> Text,
        engagement_id -> Nullable<Text>,
        pool_month -> Nullable<Text>,
        state -> Text,
        document -> Text,
        made_at -> Timestamp,
        wakes_at -> Nullable<Timestamp>,
        reminded -> Bool,
        decided_at -> Nullable<Timestamp>,
        seq -> Nullable<BigInt>,
        published -> Bool,
        draw -> Nullable<Text>,
        question -> Nullable<Text>,
    }
}

diesel::table! {
    credit_rows (specialist_id, seq) {
        specialist_id -> Text,
        seq -> BigInt,
        seal -> Text,
        content -> Text,
    }
}

diesel::table! {
    credit_cycles (specialist_id) {
        specialist_id -> Text,
        begun -> Text,
    }
}

diesel::table! {
    credit_titles (specialist_id) {
        specialist_id -> Text,
        held -> Text,
    }
}
