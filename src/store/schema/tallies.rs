//! The tables of what is counted by the day.

diesel::table! {
    search_figures (day, code) {
        day -> Text,
        code -> Text,
        times -> BigInt,
    }
}

diesel::table! {
    appearances (specialist_id, day) {
        specialist_id -> Text,
        day -> Text,
        listed -> BigInt,
        viewed -> BigInt,
    }
}
