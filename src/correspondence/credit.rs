//! What letters about credits tell.

use crate::credits::Activity;

/// What was done, without the words of its specialist: those stand on the page alone, since a letter goes to somebody who did not ask for it.
#[derive(Clone, Debug)]
pub struct CreditFacts {
    pub activity: Activity,
}

/// What an entry that was drawn came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditWord {
    Questioned,
    Struck,
}
