//! What every answer tells browsers: that pages hold neither scripts nor anything of other places, are shown in no frame, and give no link away.

use actix_web::middleware::DefaultHeaders;
use url::Url;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";
/// A year, for all hosts below, too.
const HTTPS_ONLY: &str = "max-age=31536000; includeSubDomains";

/// For an instance that is reached at this address. Where that is https, browsers shall never try without.
pub(super) fn of_every_answer(public_url: &Url) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        // Links carry tokens: no other site may learn them.
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
    if public_url.scheme() == "https" { headers.add(("Strict-Transport-Security", HTTPS_ONLY)) } else { headers }
}
