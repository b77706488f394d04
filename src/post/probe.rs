//! Trying what letters need, without sending any.

use crate::post::dkim::DkimRecord;
use crate::post::smtp::{Smtp, Stage};
use crate::settings::{DkimSettings, PostSettings, TransportChoice};

/// Speaks with the mail server as far as a letter would: greeting, EHLO, STARTTLS and sign-in as the settings say. Gives whether the way is
/// encrypted; none where letters go to a folder. The error says how far it came and why it ended, without anything secret.
pub async fn greet_mail_server(settings: &PostSettings) -> Result<Option<bool>, (Stage, String)> {
    let TransportChoice::Smtp { url, authority_file } = &settings.transport else { return Ok(None) };
    let smtp = Smtp::new(url, authority_file.as_deref(), 1).map_err(|error| (Stage::Reach, error.to_string()))?;
    let late = |_| (Stage::Reach, format!("not done within {} s", settings.send_timeout.as_secs()));
    tokio::time::timeout(settings.send_timeout, smtp.greet()).await.map_err(late)?.map(Some)
}

/// What has to stand in DNS for the key that signs letters; the error holds nothing of the key.
pub fn dkim_record(settings: &DkimSettings) -> Result<DkimRecord, String> {
    DkimRecord::new(settings)
}
