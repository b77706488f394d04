//! Mail servers that refuse, and keys that DNS does not know.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::servers::{mail_server, name_server};
use super::{Findings, findings, silent_address};
use crate::harness::Mode;
use crate::harness::process::Place;

async fn with_mail_server(url: String) -> Findings {
    let mut place = Place::new(Mode::Embedded).await;
    place.set("NAKODO__POST__SMTP__URL", url);
    findings(&place, &[]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_refuses_is_wrong() {
    let refuses = mail_server(&[("", "554 5.7.1 not you soumu@seki-kinzoku.example.jp")]).await;
    let found = with_mail_server(format!("smtp://{refuses}")).await;
    assert_eq!((found.verdict("doctor-mail-away"), found.well), ("wrong", false), "{}", found.text);
    assert!(found.text.contains("554") && !found.text.contains("soumu"), "the codes, not the words: {}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_is_not_there_is_wrong() {
    let found = with_mail_server(format!("smtp://{}", silent_address())).await;
    assert_eq!(found.verdict("doctor-mail-away"), "wrong", "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_does_not_encrypt_where_it_must_is_wrong() {
    let plain = mail_server(&[("EHLO", "250 mail.test")]).await;
    let found = with_mail_server(format!("smtp://{plain}?tls=required")).await;
    assert_eq!(found.verdict("doctor-mail-no-tls"), "wrong", "{}", found.text);
    let refuses = mail_server(&[("EHLO", "250-mail.test\r\n250 STARTTLS"), ("STARTTLS", "454 4.7.0 not now")]).await;
    let found = with_mail_server(format!("smtp://{refuses}?tls=required")).await;
    assert_eq!(found.verdict("doctor-mail-no-tls"), "wrong", "{}", found.text);
    assert!(found.text.contains("454 4.7.0"), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_told_and_not_shown() {
    let strict = mail_server(&[("EHLO", "250-mail.test\r\n250 AUTH PLAIN"), ("AUTH", "535 5.7.8 wrong")]).await;
    let found = with_mail_server(format!("smtp://nakodo:verysecret@{strict}")).await;
    assert_eq!(found.verdict("doctor-mail-sign-in"), "wrong", "{}", found.text);
    assert!(found.text.contains("535 5.7.8") && !found.text.contains("verysecret"), "{}", found.text);
    let kind = mail_server(&[("EHLO", "250-mail.test\r\n250 AUTH PLAIN"), ("AUTH", "235 2.7.0 welcome")]).await;
    assert_eq!(with_mail_server(format!("smtp://nakodo:verysecret@{kind}")).await.verdict("doctor-mail-well"), "well");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_letter_leaves_while_the_doctor_looks() {
    let mut place = Place::new(Mode::Embedded).await;
    assert_eq!(findings(&place, &[]).await.verdict("doctor-mail-well"), "well");
    assert_eq!(place.mail.rest().len(), 0);
}

/// A place that signs with an Ed25519 key of these bytes, and the public key as DNS has it.
async fn signing(seed: [u8; 32]) -> (Place, String) {
    let mut place = Place::new(Mode::Embedded).await;
    let prefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    let body = STANDARD.encode([&prefix[..], &seed[..]].concat());
    let file = place.folder.path().join("dkim.pem");
    std::fs::write(&file, format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")).unwrap();
    for (key, value) in [("DOMAIN", "nakodo.example"), ("SELECTOR", "s1"), ("KEY_FILE", file.to_str().unwrap())] {
        place.set(&format!("NAKODO__POST__DKIM__{key}"), value);
    }
    let key = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
    (place, STANDARD.encode(key.to_bytes()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_that_signs_is_held_beside_what_dns_says() {
    let (place, key) = signing([7; 32]).await;
    let other = signing([8; 32]).await.1;
    let said = async |texts: &[String]| {
        let dns = name_server(texts.to_vec()).await.to_string();
        findings(&place, &["--dns", &dns]).await
    };
    let right = format!("v=DKIM1; k=ed25519; p={key}");
    assert_eq!(said(std::slice::from_ref(&right)).await.verdict("doctor-dkim-well"), "well");
    assert_eq!(said(&["something else".to_owned(), format!("v=DKIM1;k=ed25519;p= {key} ")]).await.verdict("doctor-dkim-well"), "well");
    let missing = said(&[]).await;
    assert_eq!((missing.verdict("doctor-dkim-missing"), missing.well), ("wrong", false), "{}", missing.text);
    assert!(missing.text.contains("s1._domainkey.nakodo.example") && missing.text.contains(&right), "{}", missing.text);
    assert_eq!(said(&[format!("v=DKIM1; k=ed25519; p={other}")]).await.verdict("doctor-dkim-other"), "wrong");
    assert_eq!(said(&["v=DKIM1; p=".to_owned()]).await.verdict("doctor-dkim-withdrawn"), "wrong");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_dns_is_silent_the_record_is_printed_for_a_person() {
    let (place, key) = signing([7; 32]).await;
    let found = findings(&place, &["--dns", &silent_address().to_string()]).await;
    assert_eq!(found.verdict("doctor-dkim-not-asked"), "warn", "{}", found.text);
    assert!(found.text.contains(&key), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_cannot_be_read_is_wrong() {
    let (place, _) = signing([7; 32]).await;
    std::fs::write(place.folder.path().join("dkim.pem"), "-----BEGIN PRIVATE KEY-----\nverysecret\n-----END PRIVATE KEY-----\n").unwrap();
    let found = findings(&place, &[]).await;
    assert_eq!(found.verdict("doctor-dkim-key"), "wrong", "{}", found.text);
    assert!(!found.text.contains("verysecret"), "{}", found.text);
    std::fs::remove_file(place.folder.path().join("dkim.pem")).unwrap();
    assert_eq!(findings(&place, &[]).await.verdict("doctor-dkim-key"), "wrong");
}
