//! Reading a form with a file (`multipart/form-data`, RFC 7578).

use actix_multipart::Multipart;
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use futures::{TryStreamExt, stream};

/// The parts of a form by name, in their order; none if it is no such form.
pub async fn parts(headers: &HeaderMap, body: Vec<u8>) -> Option<Vec<(String, Bytes)>> {
    let whole = body.len();
    let mut form = Multipart::new(headers, stream::iter([Ok::<_, PayloadError>(Bytes::from(body))]));
    let mut parts = Vec::new();
    while let Some(mut field) = form.try_next().await.ok()? {
        let name = field.name()?.to_owned();
        parts.push((name, field.bytes(whole).await.ok()?.ok()?));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
    use futures::executor::block_on;
    use proptest::prelude::*;

    fn read(kind: &str, body: &[u8]) -> Option<Vec<(String, Bytes)>> {
        let headers = [(CONTENT_TYPE, HeaderValue::from_str(kind).unwrap())].into_iter().collect();
        block_on(parts(&headers, body.to_vec()))
    }

    #[test]
    fn a_form_with_a_file_is_read_as_a_browser_writes_it() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"value\"\r\n\r\nv1\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; \
                    filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n--x--\r\n";
        let form = read("multipart/form-data; boundary=x", body.as_bytes()).unwrap();
        assert_eq!(form, [("value".to_owned(), Bytes::from("v1")), ("file".to_owned(), Bytes::from("a,b\r\n1,2\r\n"))]);
        for (kind, text) in [("text/csv", body), ("multipart/form-data", body), ("multipart/form-data; boundary=x", "--x\r\n\r\n")] {
            assert_eq!(read(kind, text.as_bytes()), None);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_in_a_file_comes_out_of_it(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            let head = b"--7d4b9c\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m.csv\"\r\n\r\n".as_slice();
            let body = [head, &content, b"\r\n--7d4b9c--\r\n"].concat();
            prop_assert_eq!(read("multipart/form-data; boundary=7d4b9c", &body), Some(vec![("file".to_owned(), Bytes::from(content))]));
        }

        #[test]
        fn any_bytes_are_a_form_or_not(body in "(--x|\r\n|name=\"|content-disposition:|[a-z]|--){0,40}") {
            let _ = read("multipart/form-data; boundary=x", body.as_bytes());
        }
    }
}
