//! The audit log as plain values: what a row says, how it is sealed to the one before, and how a broken chain is found.
//!
//! Acts write rows without a place. A worker gives them their places afterwards, so that acts never queue for the end of the chain
//! (docs/decisions/0041-audit-log.md).

use crate::clock::Moment;
use crate::ids::{AuditId, fingerprint};

/// What a row says. Ids and codes only, but for the client's address and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: Moment,
    pub who: String,
    /// Empty where somebody acted in no role.
    pub role: String,
    pub act: String,
    /// Kind and id of what it was done to.
    pub object: (String, String),
    pub source: String,
    pub request: String,
    pub reason: Option<String>,
}

/// The place of a row in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1, without gaps.
    pub seq: i64,
    /// The seal of the row before; empty for the first.
    pub prev: String,
    pub seal: String,
}

impl AuditEntry {
    /// The seal of this row at a place: SHA-256 over all that it says, as a JSON list of texts, which no two rows share.
    pub fn seal(&self, seq: i64, prev: &str) -> String {
        let (seq, at) = (seq.to_string(), self.at.timestamp_micros().to_string());
        let (id, reason) = (self.id.to_string(), self.reason.as_deref());
        let parts: [&str; 12] = [
            "nakodo audit 1",
            &seq,
            prev,
            &id,
            &at,
            &self.who,
            &self.role,
            &self.act,
            &self.object.0,
            &self.object.1,
            &self.source,
            &self.request,
        ];
        let text = serde_json::json!([parts, reason]).to_string();
        fingerprint(text.as_bytes())
    }
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// No row has this place, though later ones are there.
    Removed,
    /// The row does not follow from the one before: it was moved, or the one before was made anew.
    OutOfPlace,
    /// The row does not say what was sealed.
    Edited,
    /// The end that somebody noted elsewhere is not in the chain.
    EndMissing,
}

impl Damage {
    pub fn code(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::OutOfPlace => "out-of-place",
            Self::Edited => "edited",
            Self::EndMissing => "end-missing",
        }
    }
}

/// Follows a chain from its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Rows that were right so far, and so the last place.
    pub last: i64,
    /// The seal of the last.
    pub end: String,
}

impl Chain {
    /// Takes the next row in the order of places.
    pub fn follow(&mut self, entry: &AuditEntry, place: &Place) -> Result<(), (i64, Damage)> {
        let expected = self.last + 1;
        if place.seq != expected {
            return Err((expected, Damage::Removed));
        }
        if place.prev != self.end {
            return Err((expected, Damage::OutOfPlace));
        }
        if entry.seal(place.seq, &place.prev) != place.seal {
            return Err((expected, Damage::Edited));
        }
        self.last = expected;
        self.end.clone_from(&place.seal);
        Ok(())
    }

    /// The place that comes next, for a row that has none yet.
    pub fn append(&mut self, entry: &AuditEntry) -> Place {
        let (seq, prev) = (self.last + 1, self.end.clone());
        let seal = entry.seal(seq, &prev);
        (self.last, self.end) = (seq, seal.clone());
        Place { seq, prev, seal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;
    use proptest::prelude::*;

    fn entries(count: usize) -> Vec<AuditEntry> {
        let ids = Ids::seeded(1);
        let entry = |number: usize| AuditEntry {
            id: ids.fresh(Moment::default()),
            at: Moment::default() + chrono::Duration::seconds(i64::try_from(number).unwrap()),
            who: "terminal:root".into(),
            role: String::new(),
            act: format!("act_{number}"),
            object: ("letter".into(), number.to_string()),
            source: String::new(),
            request: String::new(),
            reason: (number % 2 == 0).then(|| "asked by telephone".to_owned()),
        };
        (0..count).map(entry).collect()
    }

    fn sealed(count: usize) -> Vec<(AuditEntry, Place)> {
        let mut chain = Chain::default();
        entries(count).into_iter().map(|entry| (entry.clone(), chain.append(&entry))).collect()
    }

    fn verdict(rows: &[(AuditEntry, Place)]) -> Result<i64, (i64, Damage)> {
        let mut chain = Chain::default();
        rows.iter().try_for_each(|(entry, place)| chain.follow(entry, place)).map(|()| chain.last)
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        assert_eq!(verdict(&sealed(9)), Ok(9));
        assert_eq!(verdict(&[]), Ok(0));
    }

    #[test]
    fn a_row_that_was_taken_out_moved_or_changed_is_named() {
        let mut rows = sealed(9);
        rows.remove(3);
        assert_eq!(verdict(&rows), Err((4, Damage::Removed)));
        for (number, row) in rows.iter_mut().enumerate() {
            row.1.seq = i64::try_from(number).unwrap() + 1;
        }
        assert_eq!(verdict(&rows), Err((4, Damage::OutOfPlace)), "also when the places are counted anew");
        let mut rows = sealed(9);
        rows[5].0.reason = Some("asked by mail".into());
        assert_eq!(verdict(&rows), Err((6, Damage::Edited)));
        let mut rows = sealed(9);
        let (one, other) = (rows[2].0.clone(), rows[6].0.clone());
        (rows[2].0, rows[6].0) = (other, one);
        assert_eq!(verdict(&rows), Err((3, Damage::Edited)));
        let mut rows = sealed(9);
        rows[7].1.seal = rows[7].0.seal(8, "made up");
        rows[7].1.prev = "made up".into();
        assert_eq!(verdict(&rows), Err((8, Damage::OutOfPlace)));
    }

    proptest! {
        #[test]
        fn no_text_stands_for_another(one in "[a-c\",\\[\\]]{0,4}", other in "[a-c\",\\[\\]]{0,4}", more in "[a-c\",\\[\\]]{0,4}", last in "[a-c\",\\[\\]]{0,4}") {
            let base = entries(1).remove(0);
            let first = AuditEntry { who: one.clone(), role: other.clone(), ..base.clone() };
            let second = AuditEntry { who: more.clone(), role: last.clone(), ..base };
            prop_assert_eq!(first.seal(1, "") == second.seal(1, ""), (one, other) == (more, last));
        }

        #[test]
        fn whatever_is_changed_is_noticed(at in 0_usize..6, what in 0_usize..8) {
            let mut rows = sealed(6);
            let entry = &mut rows[at].0;
            match what {
                0 => entry.at += chrono::Duration::microseconds(1),
                1 => entry.who.push('x'),
                2 => entry.role.push('x'),
                3 => entry.act.push('x'),
                4 => entry.object.0.push('x'),
                5 => entry.object.1.push('x'),
                6 => entry.source.push('x'),
                _ => entry.request.push('x'),
            }
            prop_assert_eq!(verdict(&rows), Err((i64::try_from(at).unwrap() + 1, Damage::Edited)));
        }
    }
}
