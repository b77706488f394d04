//! The table of who acts behind accounts that several people share.

diesel::table! {
    people (id) {
        id -> Text,
        account_id -> Text,
        name -> Text,
        named_at -> Timestamp,
    }
}
