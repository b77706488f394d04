//! Signatures, checked by a reader of RFC 6376 that shares nothing with the signer but the primitives.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use proptest::prelude::*;
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};

use crate::correspondence::{Letter, LetterKind};
use crate::language::Language;
use crate::post::tests::fixtures::{all_letters, catalogue, letter};
use crate::post::tests::office::{public_url, settings};
use crate::post::{DkimRecord, Post, PostError, dkim_record};
use crate::settings::{DkimSettings, PostSettings, TransportChoice};
use crate::values::Line;

/// A public key.
enum Key {
    Ed25519(VerifyingKey),
    Rsa(RsaPublicKey),
}

/// Spaces as RFC 6376 (3.4.2, 3.4.4) relaxes them: runs become one, none at the end.
fn relaxed(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        let c = if c == '\t' { ' ' } else { c };
        if !(c == ' ' && out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.trim_end_matches(' ').to_owned()
}

fn relaxed_header(raw: &str) -> String {
    let (name, value) = raw.split_once(':').expect("a header has a colon");
    format!("{}:{}", name.trim_end().to_ascii_lowercase(), relaxed(&value.replace("\r\n", "")).trim_start())
}

fn relaxed_body(body: &str) -> String {
    let mut lines: Vec<String> = body.split("\r\n").map(relaxed).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.into_iter().map(|line| line + "\r\n").collect()
}

/// Headers as they stand, with their folding.
fn headers(head: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in head.split("\r\n") {
        match all.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => *last += &format!("\r\n{line}"),
            _ => all.push(line.to_owned()),
        }
    }
    all
}

fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text.split_whitespace().collect::<String>()).expect("base64")
}

/// Says what is wrong with the signature of a mail; gives the names of the signed headers.
fn check(mail: &str, key: &Key) -> Result<Vec<String>, String> {
    let (head, body) = mail.split_once("\r\n\r\n").ok_or("no body")?;
    let mut left = headers(head);
    let place = left.iter().position(|header| header.to_ascii_lowercase().starts_with("dkim-signature:")).ok_or("not signed")?;
    let signature = left.remove(place);
    let tags: Vec<(String, String)> = signature
        .split_once(':')
        .ok_or("no value")?
        .1
        .split(';')
        .filter_map(|tag| {
            let (name, value) = tag.split_once('=')?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        })
        .collect();
    let tag = |name: &str| tags.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone()).ok_or(format!("no {name}="));
    assert_eq!(
        (tag("v")?.as_str(), tag("d")?.as_str(), tag("s")?.as_str(), tag("c")?.as_str()),
        ("1", "nakodo.example", "s1", "relaxed/relaxed")
    );
    if Sha256::digest(relaxed_body(body)).to_vec() != decoded(&tag("bh")?) {
        return Err("the body was changed".to_owned());
    }
    let names: Vec<String> = tag("h")?.split(':').map(|name| name.split_whitespace().collect()).collect();
    let mut signed = String::new();
    for name in &names {
        let is_it = |header: &String| header.to_ascii_lowercase().starts_with(&format!("{}:", name.to_ascii_lowercase()));
        // From below; what is not there counts as nothing.
        if let Some(place) = left.iter().rposition(is_it) {
            signed += &(relaxed_header(&left.remove(place)) + "\r\n");
        }
    }
    let own = relaxed_header(&signature);
    let at = own.rfind(" b=").ok_or("no b=")?;
    signed += &own[..at + 3];
    let hash = Sha256::digest(signed);
    let given = decoded(&tag("b")?);
    let holds = match key {
        Key::Ed25519(key) => key.verify_strict(&hash, &Signature::from_slice(&given).map_err(|error| error.to_string())?).is_ok(),
        Key::Rsa(key) => key.verify(Pkcs1v15Sign::new::<rsa::sha2::Sha256>(), &hash, &given).is_ok(),
    };
    holds.then_some(names).ok_or_else(|| format!("the headers were changed: {own}"))
}

fn signing(folder: &Path, key: &str) -> Result<Post, PostError> {
    let key_file: PathBuf = folder.join("key.pem");
    std::fs::write(&key_file, key).unwrap();
    let dkim = Some(DkimSettings { domain: "nakodo.example".into(), selector: "s1".into(), key_file });
    let settings = PostSettings { dkim, ..settings(TransportChoice::Folder(folder.join("mail"))) };
    Post::new(&settings, public_url(), std::sync::Arc::new(catalogue()))
}

fn ed25519() -> (String, Key) {
    let seed = [7_u8; 32];
    let document = [&[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20][..], &seed].concat();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(document));
    (pem, Key::Ed25519(SigningKey::from_bytes(&seed).verifying_key()))
}

/// For many letters: making one reads the whole catalogue.
static SIGNING: LazyLock<(Post, Key)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let (pem, key) = ed25519();
    (signing(folder.path(), &pem).unwrap(), key)
});

fn mail(post: &Post, letter: &Letter) -> String {
    String::from_utf8(post.compose(letter).unwrap().1).unwrap()
}

#[test]
fn every_letter_is_signed_with_everything_that_a_reader_sees() {
    let folder = tempfile::tempdir().unwrap();
    let (pem, key) = ed25519();
    let post = signing(folder.path(), &pem).unwrap();
    for letter in all_letters() {
        let names = check(&mail(&post, &letter), &key).unwrap_or_else(|why| panic!("{:?}: {why}", letter.kind));
        for name in ["from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"] {
            assert!(names.iter().any(|one| one.eq_ignore_ascii_case(name)), "{name} is not signed");
        }
    }
}

#[test]
fn an_rsa_key_signs_too() {
    let folder = tempfile::tempdir().unwrap();
    let private = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1024).unwrap();
    let post = signing(folder.path(), &private.to_pkcs1_pem(LineEnding::LF).unwrap()).unwrap();
    let key = Key::Rsa(private.to_public_key());
    check(&mail(&post, &letter(LetterKind::Offer, Language::Ja)), &key).unwrap();
}

#[test]
fn a_letter_that_was_changed_on_the_way_does_not_pass() {
    let folder = tempfile::tempdir().unwrap();
    let (pem, key) = ed25519();
    let post = signing(folder.path(), &pem).unwrap();
    let mail = mail(&post, &letter(LetterKind::OfferDigest, Language::En));
    assert!(check(&mail, &key).is_ok());
    let changed = [
        mail.replacen("Subject: ", "Subject: x", 1),
        mail.replacen("nakodo.example/offers/", "evil.example/offers/", 1),
        mail.replacen("List-Unsubscribe: <https://nakodo.example", "List-Unsubscribe: <https://evil.example", 1),
        format!("Reply-To: evil@evil.example\r\n{mail}"),
    ];
    for changed in changed {
        assert_ne!(changed, mail);
        assert!(check(&changed, &key).is_err());
    }
}

#[test]
fn a_key_file_that_cannot_be_used_ends_the_start_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let rsa_pkcs8 = "-----BEGIN PRIVATE KEY-----\nMIICdgIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n";
    let damaged = "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n";
    for (key, says) in [("", "neither"), ("secret", "neither"), (rsa_pkcs8, "-traditional"), (damaged, "damaged")] {
        let error = signing(folder.path(), key).err().expect("this key is of no use").to_string();
        assert!(error.starts_with("post.dkim: the key file ") && error.contains(says) && !error.contains("secret"), "{error}");
    }
    std::fs::remove_file(folder.path().join("key.pem")).unwrap();
    let dkim = Some(DkimSettings { domain: "nakodo.example".into(), selector: "s1".into(), key_file: folder.path().join("key.pem") });
    let settings = PostSettings { dkim, ..settings(TransportChoice::Folder(folder.path().join("mail"))) };
    let error = Post::new(&settings, public_url(), std::sync::Arc::new(catalogue())).err().expect("there is no key").to_string();
    assert!(error.contains("cannot be read"), "{error}");
}

#[test]
fn the_record_for_dns_is_worked_out_from_the_private_key() {
    let folder = tempfile::tempdir().unwrap();
    let dkim = DkimSettings { domain: "nakodo.example".into(), selector: "s1".into(), key_file: folder.path().join("key.pem") };
    let private = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1024).unwrap();
    std::fs::write(&dkim.key_file, private.to_pkcs1_pem(LineEnding::LF).unwrap().as_str()).unwrap();
    let record = dkim_record(&dkim).unwrap();
    assert_eq!((record.name.as_str(), record.rsa_bits), ("s1._domainkey.nakodo.example", Some(1024)));
    // What stands in DNS is the key that checks our signatures.
    let published = decoded(&DkimRecord::key_in(&record.text).unwrap());
    assert_eq!(RsaPublicKey::from_public_key_der(&published).unwrap(), private.to_public_key());
    assert!(record.text.starts_with("v=DKIM1; k=rsa; p="));
    assert_eq!(DkimRecord::key_in("v=spf1 -all"), None);
    assert_eq!(DkimRecord::key_in("v=DKIM1; p="), Some(String::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_reader_is_called_the_signature_holds(text in any::<String>()) {
        let Ok(name) = Line::parse(&text, 120) else { return Ok(()) };
        let letter = Letter { to_name: name, ..letter(LetterKind::OfferFilled, Language::Ja) };
        prop_assert!(check(&mail(&SIGNING.0, &letter), &SIGNING.1).is_ok(), "{:?}", text);
    }
}
