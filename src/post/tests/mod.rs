//! The post room as its readers and the mail servers meet it.

pub(in crate::post) mod fixtures;
mod handing_over;
mod mails;
mod promises;
mod snapshots;
