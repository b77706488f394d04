//! What becomes of a delivery whose handling failed: it comes back after a pause that grows, or is put aside after too many.

use crate::bus::DeadNotice;
use crate::desk::Refusal;
use crate::events::Delivery;
use crate::workers::{Crew, back_off};

/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 300;

/// Notes the failure, and tells the operator if the delivery is put aside.
pub(super) async fn postpone(crew: &Crew, delivery: &Delivery, why: String) -> Result<(), Refusal> {
    let now = crew.desk.clock.now();
    let bus = crew.settings.bus.clone();
    let (group, seq) = (delivery.group, delivery.envelope.seq);
    let reason = fit_to_keep(&why);
    let noted = reason.clone();
    let (attempts, buried) = crew
        .desk
        .store
        .write(move |tx| {
            let attempts = tx.delivery_attempts(group, seq)?.saturating_add(1);
            let pause =
                chrono::Duration::from_std(back_off(bus.backoff, attempts, bus.longest_backoff)).unwrap_or(chrono::Duration::minutes(30));
            tx.postpone_delivery(group, seq, attempts, now + pause)?;
            if attempts >= bus.max_attempts {
                tx.bury_delivery(group, seq, &noted, now)?;
            }
            Ok::<_, Refusal>((attempts, attempts >= bus.max_attempts))
        })
        .await?;
    if buried {
        tracing::error!(group = group.name(), event = %delivery.envelope.id, attempts, "an event is put aside for the operator");
        let notice = DeadNotice { delivery: delivery.clone(), attempts, reason, at: now };
        if let Err(error) = crew.bus.tell_dead(&notice).await {
            tracing::warn!(%error, "tools on the bus were not told of it; `nakodo dead-letters list` knows it");
        }
    }
    Ok(())
}

/// A reason without what looks like a mail address (mail servers like to repeat it), and not longer than a person reads.
fn fit_to_keep(why: &str) -> String {
    let words = why.split_whitespace().map(|word| if word.contains('@') { "…@…" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_is_kept_holds_no_address() {
        let why = "451 4.3.0 <taro@example.jp>: come  back\nlater (taro@example.jp)";
        assert_eq!(fit_to_keep(why), "451 4.3.0 …@… come back later …@…");
        assert_eq!(fit_to_keep(&"あ".repeat(1000)).chars().count(), LONGEST_REASON);
    }
}
