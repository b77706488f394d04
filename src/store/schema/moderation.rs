//! The table of what operators look at.

diesel::table! {
    reviews (specialist_id) {
        specialist_id -> Text,
        waiting_since -> Nullable<Timestamp>,
        accepted -> Nullable<Text>,
        proposal -> Nullable<Text>,
        proposed_by -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}
