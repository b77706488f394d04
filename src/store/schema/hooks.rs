//! The tables of webhooks.

diesel::table! {
    webhooks (id) {
        id -> Text,
        support_org_id -> Nullable<Text>,
        document -> Text,
        state -> Text,
        version -> Integer,
        made_at -> Timestamp,
        failing_since -> Nullable<Timestamp>,
        off_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    webhook_messages (id) {
        id -> Text,
        webhook_id -> Text,
        event_seq -> Nullable<BigInt>,
        kind -> Text,
        body -> Text,
        state -> Text,
        made_at -> Timestamp,
        due_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        tries -> Integer,
        tried_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
        trace -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(webhooks, webhook_messages);
