//! The table of organisations that recommend somebody.

diesel::table! {
    endorsements (id) {
        id -> Text,
        specialist_id -> Text,
        support_org_id -> Text,
        state -> Text,
        kind -> Text,
        reason -> Text,
        until_day -> Text,
        reminded -> Bool,
        asked_at -> Timestamp,
        agreed_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        wakes_at -> Nullable<Timestamp>,
    }
}
