//! Letters on an encrypted way, with an authority of the test's own.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};

use crate::correspondence::LetterKind;
use crate::language::Language;
use crate::post::tests::fixtures::letter;
use crate::post::tests::handing_over::{GREETING, Manner, Seen, serve};
use crate::post::tests::office::post;
use crate::post::{PostError, SendError};
use crate::settings::TransportChoice;

/// When the way is encrypted.
#[derive(Clone, Copy)]
enum Begin {
    WithTheFirstByte,
    WhenAsked,
}

/// A mail server named `localhost`, and the file with the authority that vouches for it.
struct Server {
    port: u16,
    seen: Seen,
    authority_file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn start(begin: Begin) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let authority_file = folder.path().join("authority.pem");
        std::fs::write(&authority_file, authority.pem()).unwrap();

        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let acceptor = TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Seen::default();
        let noting = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, acceptor.clone(), begin, noting.clone()));
            }
        });
        Self { port, seen, authority_file, _folder: folder }
    }

    fn at(&self, scheme: &str, host: &str, query: &str) -> String {
        format!("{scheme}://{host}:{}{query}", self.port)
    }
}

async fn talk(mut stream: TcpStream, acceptor: TlsAcceptor, begin: Begin, seen: Seen) -> std::io::Result<()> {
    if let Begin::WithTheFirstByte = begin {
        let mut stream = acceptor.accept(stream).await?;
        stream.write_all(GREETING).await?;
        return serve(stream, Manner::Kind, seen, true).await;
    }
    stream.write_all(GREETING).await?;
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        if line.starts_with("STARTTLS") {
            stream.write_all(b"220 go on\r\n").await?;
            return serve(acceptor.accept(stream).await?, Manner::Kind, seen, true).await;
        }
        assert!(line.starts_with("EHLO"), "{line:?} came in the clear");
        stream.write_all(b"250-relay.example\r\n250 STARTTLS\r\n").await?;
        line.clear();
    }
    Ok(())
}

async fn send(url: &str, authority_file: Option<PathBuf>) -> Result<(), SendError> {
    let post = post(TransportChoice::Smtp { url: url.to_owned(), authority_file }).unwrap();
    post.send(&letter(LetterKind::Offer, Language::Ja)).await.map(drop)
}

#[tokio::test]
async fn letters_leave_on_an_encrypted_way_where_the_authority_is_known() {
    let server = Server::start(Begin::WithTheFirstByte).await;
    send(&server.at("smtps", "localhost", ""), Some(server.authority_file.clone())).await.unwrap();
    assert_eq!(server.seen.taken().len(), 1);
    let server = Server::start(Begin::WhenAsked).await;
    for query in ["?tls=required", "?tls=opportunistic"] {
        send(&server.at("smtp", "localhost", query), Some(server.authority_file.clone())).await.unwrap();
    }
    assert_eq!(server.seen.taken().len(), 2);
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_no_letter() {
    let (server, other) = (Server::start(Begin::WithTheFirstByte).await, Server::start(Begin::WhenAsked).await);
    let unknown = send(&server.at("smtps", "localhost", ""), None).await;
    assert!(matches!(unknown, Err(SendError::Temporary(_))), "{unknown:?}");
    let of_another = send(&server.at("smtps", "localhost", ""), Some(other.authority_file.clone())).await;
    assert!(matches!(of_another, Err(SendError::Temporary(_))), "{of_another:?}");
    let under_another_name = send(&server.at("smtps", "127.0.0.1", ""), Some(server.authority_file.clone())).await;
    assert!(matches!(under_another_name, Err(SendError::Temporary(_))), "{under_another_name:?}");
    for query in ["?tls=required", "?tls=opportunistic"] {
        let unknown = send(&other.at("smtp", "localhost", query), None).await;
        assert!(matches!(unknown, Err(SendError::Temporary(_))), "{query}: {unknown:?}");
    }
    assert!(server.seen.taken().is_empty() && other.seen.taken().is_empty());
}

#[tokio::test]
async fn a_file_without_a_certificate_ends_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    let why = |file: &PathBuf| {
        let choice = TransportChoice::Smtp { url: "smtps://localhost".to_owned(), authority_file: Some(file.clone()) };
        match post(choice).err() {
            Some(PostError::Authority(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    assert!(why(&file).contains("cannot be read"));
    std::fs::write(&file, "no certificate\n").unwrap();
    assert!(why(&file).ends_with("holds no certificate in PEM"));
    std::fs::write(&file, "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n").unwrap();
    assert!(why(&file).ends_with("holds a certificate that cannot be read"));
}
