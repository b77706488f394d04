//! The tables of other public lists.

diesel::table! {
    listing_snapshots (kind) {
        kind -> Text,
        as_of -> Text,
        source -> Text,
        digest -> Text,
        row_count -> Integer,
        mapping -> Text,
        taken_at -> Timestamp,
    }
}

diesel::table! {
    external_listings (id) {
        id -> Text,
        kind -> Text,
        listing_key -> Text,
        document -> Text,
        haystack -> Text,
        services -> Text,
        prefectures -> Text,
        valid_until -> Nullable<Text>,
    }
}
