//! The timekeeper: ends what is late, at the time that was promised, and reminds before it.

use tokio_util::sync::CancellationToken;

use crate::desk::{
    BROWSER_HOLDS, Refusal, call_next_waves, drop_unconfirmed, forget_farewells, forget_messages, forget_old_sign_ins, forget_what_is_old,
    keep_profiles_fresh, lapse_choices, lapse_silent_offers, look_again, remind_of_choices, remind_of_offers, run_out_referrals,
    seal_audit_log, tell_own_weeks, tell_weeks, wake_claims, wake_complaints, wake_courses, wake_endorsements, wake_follow_ups,
    wake_reviews, wake_seats,
};
use crate::workers::{Crew, Round, rest};

/// How long the outcome of an act is kept for repeated requests, a used value of a page, and a code: longer than either is taken.
const REMEMBER_KEYS: chrono::Duration = chrono::Duration::hours(48);

pub(super) async fn round(crew: &Crew) -> Result<Round, Refusal> {
    let lapsed = lapse_silent_offers(&crew.desk).await?;
    let reminded = remind_of_offers(&crew.desk).await?;
    let chosen = lapse_choices(&crew.desk).await? + remind_of_choices(&crew.desk).await?;
    let looked = look_again(&crew.desk).await? + call_next_waves(&crew.desk).await?;
    let dropped = drop_unconfirmed(&crew.desk).await? + run_out_referrals(&crew.desk).await?;
    let woken = wake_courses(&crew.desk).await? + wake_claims(&crew.desk).await? + wake_seats(&crew.desk).await?;
    let woken = woken + wake_complaints(&crew.desk).await? + wake_follow_ups(&crew.desk).await?;
    let woken = woken + wake_reviews(&crew.desk).await? + wake_endorsements(&crew.desk).await?;
    let checked = keep_profiles_fresh(&crew.desk).await?;
    let told = tell_weeks(&crew.desk).await? + tell_own_weeks(&crew.desk).await?;
    let forgotten = forget_what_is_old(&crew.desk).await?;
    let now = crew.desk.clock.now();
    let (before, unused) = (now - REMEMBER_KEYS, now - BROWSER_HOLDS);
    crew.desk
        .store
        .write(move |tx| Ok::<_, Refusal>((tx.forget_outcomes(before)?, tx.forget_spent_values(before)?, tx.forget_codes(before, unused)?)))
        .await?;
    forget_farewells(&crew.desk).await?;
    forget_old_sign_ins(&crew.desk).await?;
    forget_messages(&crew.desk, crew.settings.webhooks.keep).await?;
    seal_audit_log(&crew.desk).await?;
    Ok(Round { done: lapsed + reminded + chosen + looked + dropped + woken + checked + told + forgotten })
}

pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match round(&crew).await {
            Ok(Round { done }) if done > 0 => tracing::info!(done, "ended what was late"),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the timekeeper cannot reach the store"),
        }
        rest(crew.settings.periods.timekeeper, &stop).await;
    }
}
