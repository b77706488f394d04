//! Certificates of authorities that only the operator knows.

use std::path::Path;

use lettre::transport::smtp::client::Certificate;

use crate::post::PostError;

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Reads a file of one or more certificates in PEM.
pub(super) fn read(file: &Path) -> Result<Certificate, PostError> {
    let wrong = |why: String| PostError::Authority(format!("{} {why}", file.display()));
    let text = std::fs::read(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    // To the mail library a file without any certificate is in order: one that vouches for nobody.
    if !text.windows(BEGIN.len()).any(|part| part == BEGIN) {
        return Err(wrong("holds no certificate in PEM".to_owned()));
    }
    Certificate::from_pem(&text).map_err(|_| wrong("holds a certificate that cannot be read".to_owned()))
}
