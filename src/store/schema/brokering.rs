//! The tables of support organisations.

diesel::table! {
    hand_overs (id) {
        id -> Text,
        support_org_id -> Text,
        who -> Text,
        to_clerk -> Text,
        to_person_id -> Nullable<Text>,
        at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    handed_over (hand_over_id, help_request_id) {
        hand_over_id -> Text,
        help_request_id -> Text,
        from_clerk -> Nullable<Text>,
        from_person_id -> Nullable<Text>,
    }
}

diesel::table! {
    referrals (id) {
        id -> Text,
        help_request_id -> Text,
        from_org_id -> Text,
        to_org_id -> Text,
        reason -> Nullable<Text>,
        state -> Text,
        made_at -> Timestamp,
        runs_out_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    entry_links (code) {
        code -> Text,
        support_org_id -> Text,
        label -> Text,
        made_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    members (id) {
        id -> Text,
        support_org_id -> Text,
        number -> Text,
        document -> Text,
        standing -> Text,
        asked_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    member_consents (id) {
        id -> Text,
        member_id -> Text,
        given -> Bool,
        way -> Text,
        who -> Text,
        clerk -> Nullable<Text>,
        given_on -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    pools (id) {
        id -> Text,
        support_org_id -> Text,
        document -> Text,
        last_day -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    pool_seats (pool_id, specialist_id) {
        pool_id -> Text,
        specialist_id -> Text,
        weekly_hours -> Integer,
        until -> Timestamp,
    }
}

diesel::table! {
    pool_members (pool_id, member_id) {
        pool_id -> Text,
        member_id -> Text,
    }
}
