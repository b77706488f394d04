//! The mail server: whether a letter could leave. None is sent.

use url::Url;

use crate::doctor::{Check, Finding, is_here};
use crate::post::{Stage, greet_mail_server};
use crate::settings::{Settings, TransportChoice};

pub(super) async fn look(settings: &Settings) -> Finding {
    match greet_mail_server(&settings.post).await {
        Ok(None) => Finding::warn(Check::Mail, "doctor-mail-folder", &[]),
        Ok(Some(is_encrypted)) => match &settings.post.transport {
            TransportChoice::Smtp { url, .. } if !is_encrypted => in_clear_text(url),
            _ => Finding::well(Check::Mail, "doctor-mail-well", &[]),
        },
        Err((stage, why)) => {
            let code = match stage {
                Stage::Reach => "doctor-mail-away",
                Stage::Encrypt => "doctor-mail-no-tls",
                Stage::SignIn => "doctor-mail-sign-in",
            };
            Finding::wrong(Check::Mail, code, &[("why", &why)])
        }
    }
}

/// A server that took us without encryption. Over a network others read along, and learn the password too.
fn in_clear_text(url: &str) -> Finding {
    let url = Url::parse(url).ok();
    match url.as_ref().map(|url| (is_here(url.host_str().unwrap_or_default()), url.password().is_some())) {
        Some((true, _)) => Finding::well(Check::Mail, "doctor-mail-well", &[]),
        Some((false, true)) => Finding::wrong(Check::Mail, "doctor-mail-open-password", &[]),
        Some((false, false)) | None => Finding::warn(Check::Mail, "doctor-mail-open", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn clear_text_is_fine_on_this_machine_only() {
        let judged = |url: &str| in_clear_text(url).verdict;
        for here in ["smtp://localhost:1025", "smtp://127.0.0.1", "smtp://[::1]", "smtp://u:p@127.0.0.2"] {
            assert_eq!(judged(here), Verdict::Well, "{here}");
        }
        assert_eq!(judged("smtp://mail.example.jp"), Verdict::Warn);
        assert_eq!(judged("smtp://u:p@mail.example.jp"), Verdict::Wrong);
    }
}
