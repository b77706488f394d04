//! The post room as its readers and the mail servers meet it.

mod complaints;
mod courses;
mod credits;
mod encryption;
mod endorsements;
pub(in crate::post) mod fixtures;
mod folding;
mod handing_over;
mod mails;
mod office;
mod pools;
mod promises;
mod replies;
mod reviews;
mod signing;
mod snapshots;
mod teams;
