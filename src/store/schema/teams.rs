//! The table of who comes along to an engagement.

diesel::table! {
    team_seats (id) {
        id -> Text,
        engagement_id -> Text,
        help_request_id -> Text,
        specialist_id -> Nullable<Text>,
        state -> Text,
        document -> Text,
        asked_at -> Timestamp,
        wakes_at -> Nullable<Timestamp>,
        weekly_hours -> Integer,
        minutes -> Integer,
        ended_at -> Nullable<Timestamp>,
    }
}
