//! The tables as Diesel knows them; `migrations/` is what makes them.

mod begun;
mod brokering;
mod complaint;
mod corporate;
mod credits;
mod endorsing;
mod hooks;
mod listings;
mod moderation;
mod registry;
mod said;
mod sharing;
mod tallies;
mod teams;

pub use begun::unfinished;
pub use brokering::{entry_links, hand_overs, handed_over, member_consents, members, pool_members, pool_seats, pools, referrals};
pub use complaint::complaints;
pub use corporate::corporations;
pub use credits::{credit_claims, credit_cycles, credit_rows, credit_titles};
pub use endorsing::endorsements;
pub use hooks::{webhook_messages, webhooks};
pub use listings::{external_listings, listing_snapshots};
pub use moderation::reviews;
pub use registry::{register_cases, register_findings, register_snapshots};
pub use said::{follow_ups, match_reviews, review_showings};
pub use sharing::people;
pub use tallies::{appearances, search_figures};
pub use teams::team_seats;

diesel::table! {
    specialists (id) {
        id -> Text,
        registration_number -> Text,
        consented -> Bool,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        public_listing -> Bool,
        pauses -> Nullable<Text>,
        reachable -> Bool,
        check_at -> Nullable<Timestamp>,
        check_step -> Integer,
        forgotten_at -> Nullable<Timestamp>,
        register_finding -> Nullable<Text>,
        register_as_of -> Nullable<Text>,
        register_grounds -> Nullable<Text>,
        suspended_at -> Nullable<Timestamp>,
        hidden_at -> Nullable<Timestamp>,
        week_ends_at -> Nullable<Timestamp>,
        held_at -> Nullable<Timestamp>,
        barred_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    consents (id) {
        id -> Text,
        specialist_id -> Text,
        scope -> Text,
        version -> Text,
        given -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    support_orgs (id) {
        id -> Text,
        name -> Text,
        profile -> Text,
        created_at -> Timestamp,
        week_ends_at -> Nullable<Timestamp>,
        takes_referrals -> Bool,
    }
}

diesel::table! {
    help_requests (id) {
        id -> Text,
        state -> Text,
        support_org_id -> Nullable<Text>,
        document -> Text,
        waves -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        confirm_by -> Nullable<Timestamp>,
        policy -> Nullable<Text>,
        waiting_since -> Nullable<Timestamp>,
        waiting_until -> Nullable<Timestamp>,
        look_again_at -> Nullable<Timestamp>,
        next_wave_at -> Nullable<Timestamp>,
        forgotten_at -> Nullable<Timestamp>,
        twin_key -> Nullable<Text>,
        member_id -> Nullable<Text>,
        clerk_id -> Nullable<Text>,
        clerk_person_id -> Nullable<Text>,
        entry_code -> Nullable<Text>,
    }
}

diesel::table! {
    offers (id) {
        id -> Text,
        help_request_id -> Text,
        specialist_id -> Text,
        wave -> Integer,
        state -> Text,
        explanation -> Text,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
        decline_reason -> Nullable<Text>,
        decline_text -> Nullable<Text>,
        weekly_hours -> Integer,
        begins_at -> Nullable<Timestamp>,
        remind_at -> Nullable<Timestamp>,
        terms -> Nullable<Text>,
        acting_person -> Nullable<Text>,
        choose_by -> Nullable<Timestamp>,
        ended_why -> Nullable<Text>,
    }
}

diesel::table! {
    engagements (id) {
        id -> Text,
        help_request_id -> Text,
        offer_id -> Text,
        specialist_id -> Text,
        state -> Text,
        opened_at -> Timestamp,
        weekly_hours -> Integer,
        terms -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        ended_reason -> Nullable<Text>,
        acting_person -> Nullable<Text>,
        course -> Nullable<Text>,
        wakes_at -> Nullable<Timestamp>,
        minutes -> Integer,
        sector -> Nullable<Text>,
        deciding_since -> Nullable<Timestamp>,
        decided -> Bool,
    }
}

diesel::table! {
    letters (id) {
        id -> Text,
        kind -> Text,
        party -> Text,
        cause -> Text,
        help_request_id -> Nullable<Text>,
        offer_id -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        leased_until -> Nullable<Timestamp>,
        queued_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        edition -> Integer,
        trace -> Nullable<Text>,
    }
}

diesel::table! {
    letter_journal (letter_id, attempt, step) {
        letter_id -> Text,
        attempt -> Integer,
        step -> Text,
        at -> Timestamp,
        answer -> Text,
    }
}

diesel::table! {
    farewells (letter_id) {
        letter_id -> Text,
        reader -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    suppressions (subject, kind) {
        subject -> Text,
        kind -> Text,
        why -> Text,
        answer -> Text,
        at -> Timestamp,
        mailbox -> Nullable<Text>,
    }
}

diesel::table! {
    links (token_hash) {
        token_hash -> Text,
        purpose -> Text,
        subject -> Text,
        expires_at -> Timestamp,
        created_at -> Timestamp,
    }
}

diesel::table! {
    events (seq) {
        seq -> BigInt,
        id -> Text,
        version -> Integer,
        at -> Timestamp,
        event -> Text,
        trace -> Nullable<Text>,
    }
}

diesel::table! {
    deliveries (event_seq, group_name) {
        event_seq -> BigInt,
        group_name -> Text,
        due_at -> Timestamp,
        attempts -> Integer,
        done_at -> Nullable<Timestamp>,
        dead_reason -> Nullable<Text>,
        dead_at -> Nullable<Timestamp>,
        not_before -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Text,
        token_hash -> Text,
        role -> Text,
        label -> Text,
        support_org_id -> Nullable<Text>,
        specialist_id -> Nullable<Text>,
        created_at -> Timestamp,
        scopes -> Nullable<Text>,
        expires_at -> Nullable<Timestamp>,
        last_used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency_keys (owner, key_hash) {
        owner -> Text,
        key_hash -> Text,
        fingerprint -> Text,
        outcome -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    instance_secrets (name) {
        name -> Text,
        secret -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    spent_values (value_hash) {
        value_hash -> Text,
        spent_at -> Timestamp,
    }
}

diesel::table! {
    acceptance_codes (id) {
        id -> Text,
        specialist_id -> Text,
        offer_id -> Text,
        tries -> Integer,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        draft -> Nullable<Text>,
    }
}

diesel::table! {
    known_browsers (token_hash, specialist_id) {
        token_hash -> Text,
        specialist_id -> Text,
        acting_person -> Nullable<Text>,
        known_since -> Timestamp,
        last_used_at -> Timestamp,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text,
        mail_key -> Text,
        address -> Text,
        language -> Text,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        is_shared -> Bool,
        joining_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_roles (account_id, role) {
        account_id -> Text,
        role -> Text,
        granted_at -> Timestamp,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> Text,
        account_id -> Text,
        address_hash -> Text,
        browser_hash -> Text,
        source -> Text,
        tries -> Integer,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Text,
        account_id -> Text,
        role -> Nullable<Text>,
        browser -> Text,
        made_at -> Timestamp,
        seen_at -> Timestamp,
        proved_at -> Nullable<Timestamp>,
        person_id -> Nullable<Text>,
    }
}

diesel::table! {
    audit_log (id) {
        id -> Text,
        at -> Timestamp,
        who -> Text,
        role -> Text,
        act -> Text,
        object_kind -> Text,
        object_id -> Text,
        source -> Text,
        request -> Text,
        reason -> Nullable<Text>,
        seq -> Nullable<BigInt>,
        prev -> Nullable<Text>,
        seal -> Nullable<Text>,
    }
}

diesel::table! {
    second_factors (account_id) {
        account_id -> Text,
        nonce -> Text,
        made_at -> Timestamp,
        last_step -> BigInt,
        tries -> Integer,
        tries_since -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (code_hash) {
        code_hash -> Text,
        account_id -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

// Only what is joined: a list of all tables would be compiled pair by pair.
diesel::allow_tables_to_appear_in_same_query!(engagements, help_requests);
diesel::allow_tables_to_appear_in_same_query!(events, deliveries);
diesel::allow_tables_to_appear_in_same_query!(accounts, account_roles);
diesel::allow_tables_to_appear_in_same_query!(specialists, pool_seats);
diesel::allow_tables_to_appear_in_same_query!(specialists, team_seats);
diesel::allow_tables_to_appear_in_same_query!(letters, offers, engagements, specialists, farewells);
