//! Many in one go, and one by one where that fails.

use crate::desk::Refusal;
use crate::store::StoreError;
use crate::workers::consumer::Handled;

/// Acts on many in one transaction. Where that fails or panics, on each by itself, so that what is wrong with one keeps no other waiting; unless the
/// store is away, where nothing but time would help. The results come in the order of `many`.
pub(super) async fn together<T, R, F>(many: Vec<T>, act: impl Fn(Vec<T>) -> F) -> Vec<(T, Result<R, Handled>)>
where
    T: Clone,
    R: Send + 'static,
    F: Future<Output = Result<Vec<R>, Refusal>> + Send + 'static,
{
    match tokio::spawn(act(many.clone())).await {
        Ok(Ok(results)) => return many.into_iter().zip(results.into_iter().map(Ok)).collect(),
        // It comes back by itself, and no failure is counted: none could be noted.
        Ok(Err(Refusal::Store(StoreError::Unavailable(why)))) => {
            tracing::warn!(why, "the store is away");
            return many.into_iter().map(|one| (one, Err(Handled::Later))).collect();
        }
        Ok(Err(_)) | Err(_) => {}
    }
    let mut results = Vec::with_capacity(many.len());
    for one in many {
        let result = match tokio::spawn(act(vec![one.clone()])).await {
            Ok(Ok(mut results)) => results.pop().ok_or_else(|| Handled::Failed("there was no answer".to_owned())),
            Ok(Err(refusal)) => Err(refusal.into()),
            Err(error) => Err(Handled::abnormal(&error)),
        };
        results.push((one, result));
    }
    results
}
