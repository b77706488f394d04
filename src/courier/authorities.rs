//! Certificates of authorities that only the operator knows.

use std::path::Path;

use reqwest::Certificate;

/// Reads a file of one or more certificates in PEM.
pub(super) fn read(file: &Path) -> Result<Vec<Certificate>, String> {
    let wrong = |why: String| format!("webhooks.authority_file: {} {why}", file.display());
    let text = std::fs::read(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let found = Certificate::from_pem_bundle(&text).map_err(|_| wrong("holds a certificate that cannot be read".to_owned()))?;
    // A file without any is in order to the library: it would vouch for nobody.
    if found.is_empty() { Err(wrong("holds no certificate in PEM".to_owned())) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_ends_the_start_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("authority.pem");
        assert!(read(&file).unwrap_err().contains("cannot be read"));
        std::fs::write(&file, "nothing").unwrap();
        assert!(read(&file).unwrap_err().contains("holds no certificate in PEM"));
        std::fs::write(&file, "-----BEGIN CERTIFICATE-----\nAAAA\n").unwrap();
        assert!(read(&file).is_err());
    }
}
