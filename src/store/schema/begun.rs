//! The table of what somebody has begun without an account.

diesel::table! {
    unfinished (id) {
        id -> Text,
        token_hash -> Text,
        kind -> Text,
        document -> Text,
        made_at -> Timestamp,
        changed_at -> Timestamp,
    }
}
