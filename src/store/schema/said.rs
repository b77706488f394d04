//! The tables of what is said after the work.

diesel::table! {
    follow_ups (engagement_id) {
        engagement_id -> Text,
        help_request_id -> Text,
        specialist_id -> Text,
        stage -> Text,
        due_at -> Nullable<Timestamp>,
        acted -> Nullable<Text>,
        hindrance -> Nullable<Text>,
        words -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        check_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    match_reviews (engagement_id) {
        engagement_id -> Text,
        help_request_id -> Text,
        specialist_id -> Text,
        first_engagement_id -> Text,
        document -> Text,
        wakes_at -> Nullable<Timestamp>,
        objected_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_showings (specialist_id) {
        specialist_id -> Text,
        since -> Timestamp,
    }
}
