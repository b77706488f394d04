//! The tables of the official register.

diesel::table! {
    register_snapshots (id) {
        id -> Text,
        as_of -> Text,
        digest -> Text,
        row_count -> Integer,
        mapping -> Text,
        taken_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    register_findings (id) {
        id -> Text,
        specialist_id -> Text,
        finding -> Text,
        as_of -> Nullable<Text>,
        suspended -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    register_cases (id) {
        id -> Text,
        specialist_id -> Text,
        finding -> Text,
        as_of -> Text,
        opened_at -> Timestamp,
        proposal -> Nullable<Text>,
        proposed_by -> Nullable<Text>,
        proposed_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
        decided_by -> Nullable<Text>,
    }
}
