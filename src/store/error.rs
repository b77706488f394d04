//! What goes wrong in the store.

/// What can go wrong below an act. None of it is the caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or is shutting down; trying again later helps.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The database refused or failed a statement.
    #[error("the database failed: {0}")]
    Query(diesel::result::Error),
    /// A stored document does not read back.
    #[error("a stored {what} cannot be read: {why}")]
    Unreadable { what: &'static str, why: String },
    /// The database could not be prepared.
    #[error("the database could not be prepared: {0}")]
    Migration(String),
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error};
        match error {
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => Self::Unavailable(info.message().to_owned()),
            // libpq reports a server that went away in the middle of a statement without a code of its own.
            Error::DatabaseError(_, ref info) if went_away(info.message()) => Self::Unavailable(info.message().to_owned()),
            Error::BrokenTransactionManager => Self::Unavailable("the connection broke inside a transaction".to_owned()),
            other => Self::Query(other),
        }
    }
}

fn went_away(message: &str) -> bool {
    const SIGNS: [&str; 6] = [
        "server closed the connection",
        "terminating connection",
        "no connection to the server",
        "could not receive data",
        "could not send data",
        "the database system is",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}
