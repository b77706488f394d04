//! The table of complaints.

diesel::table! {
    complaints (id) {
        id -> Text,
        help_request_id -> Text,
        engagement_id -> Text,
        specialist_id -> Text,
        by_side -> Text,
        support_org_id -> Nullable<Text>,
        stage -> Text,
        document -> Text,
        due_on -> Text,
        wakes_at -> Nullable<Timestamp>,
        bars -> Bool,
        version -> Integer,
        made_at -> Timestamp,
        changed_at -> Timestamp,
        forgotten_at -> Nullable<Timestamp>,
    }
}
