//! The table of the register of corporations.

diesel::table! {
    corporations (number) {
        number -> Text,
        name -> Text,
        prefecture -> Text,
        municipality -> Text,
        as_of -> Text,
    }
}
