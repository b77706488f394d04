//! A support organisation opens a pool. Nobody is asked or promised anything by that.

use crate::desk::brokering::org_of;
use crate::desk::pools::keep;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::PoolId;
use crate::pools::PoolForm;
use crate::store::StoredPool;

pub async fn open_pool(desk: &Desk, role: Role, form: PoolForm) -> Result<PoolId, Refusal> {
    let org = org_of(role)?;
    let pool = form.check(desk.clock.today())?;
    let (acting, now) = (desk.clone(), desk.clock.now());
    let id = desk.ids.beside(now);
    desk.store
        .write(move |tx| {
            let stored = StoredPool { id, org, pool, version: 1, created_at: now };
            tx.add_pool(&stored)?;
            tx.note_act("pool_opened", "pool", id);
            keep(&acting, tx, now, &stored)?;
            Ok(id)
        })
        .await
}
