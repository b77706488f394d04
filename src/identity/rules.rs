//! The rules of signing in and of staying signed in.

use chrono::Duration;

use crate::clock::Moment;

/// How long a link or a code signs in (OWASP ASVS 5.0, 6.5.5).
pub const SIGN_IN_HOLDS: Duration = Duration::minutes(10);
/// How often a code may be tried.
pub const CODE_TRIES: i32 = 5;
/// How long somebody who began to register may take to come to an end of it.
pub const JOINING_HOLDS: Duration = Duration::days(7);
/// For counting how often somebody asks: the short time, and the long one.
pub const ASK_AGAIN_WITHIN: (Duration, Duration) = (Duration::hours(1), Duration::days(1));
/// How often it is noted at most that a session was used.
pub const SESSION_IS_SEEN: Duration = Duration::minutes(1);

/// Letters that one place may have sent to one address within an hour.
const FROM_ONE_PLACE: i64 = 5;
/// Letters that one address gets within a day, whoever asks. High enough that a stranger has to try from many places to keep somebody from signing
/// in, low enough that all tries of a day together are a guess of one in six thousand.
const TO_ONE_ADDRESS: i64 = 30;
/// Addresses that one place may ask for within an hour. An office behind one address is more than one person.
const OF_ONE_PLACE: i64 = 30;

/// How often it was asked lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// From this place, for this address, within the short time.
    pub here_for_address: i64,
    /// For this address within the long time.
    pub for_address: i64,
    /// From this place within the short time.
    pub here: i64,
}

/// What follows of how often it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A letter goes out, if the address is one that we know.
    Letter,
    /// The same is said, and no letter goes out: the mailbox has had enough of them.
    Silence,
    /// The place has asked for too many.
    TooMany,
}

/// Whether another letter goes out.
pub fn sign_in_limits(asked: Asked) -> Answer {
    if asked.here >= OF_ONE_PLACE {
        Answer::TooMany
    } else if asked.here_for_address >= FROM_ONE_PLACE || asked.for_address >= TO_ONE_ADDRESS {
        Answer::Silence
    } else {
        Answer::Letter
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use.
    pub idle: Duration,
    /// In all.
    pub whole: Duration,
}

impl SessionLimits {
    /// Whether a session still holds that was begun at `made` and last used at `seen`.
    pub fn hold(self, made: Moment, seen: Moment, now: Moment) -> bool {
        now < made + self.whole && now < seen + self.idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_it_is_not_used_and_in_any_case_after_its_whole_time() {
        let limits = SessionLimits { idle: Duration::hours(1), whole: Duration::hours(12) };
        let at = |minutes| Moment::default() + Duration::minutes(minutes);
        assert!(limits.hold(at(0), at(0), at(59)) && !limits.hold(at(0), at(0), at(60)));
        assert!(limits.hold(at(0), at(700), at(719)) && !limits.hold(at(0), at(719), at(720)));
    }

    #[test]
    fn who_floods_a_mailbox_is_told_nothing_and_who_tries_many_is_told_so() {
        let asked = |here_for_address, for_address, here| sign_in_limits(Asked { here_for_address, for_address, here });
        assert_eq!(asked(4, 29, 29), Answer::Letter);
        assert_eq!(asked(5, 5, 5), Answer::Silence);
        assert_eq!(asked(0, 30, 0), Answer::Silence);
        assert_eq!(asked(0, 0, 30), Answer::TooMany);
    }
}
