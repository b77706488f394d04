//! Reading a form with a file (`multipart/form-data`, RFC 7578), as far as browsers write it: each part has a name and bytes.

/// The parts of a form by name, in their order; none if it is no such form.
pub fn parts<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<(String, &'a [u8])>> {
    let boundary = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?.trim_matches('"');
    if !content_type.trim_start().starts_with("multipart/form-data") || boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let line = format!("--{boundary}").into_bytes();
    let between = [b"\r\n", line.as_slice()].concat();
    let mut rest = body.strip_prefix(line.as_slice())?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let (head, after) = cut(rest, b"\r\n\r\n")?;
        let (content, next) = cut(after, &between)?;
        if let Some(name) = name(&String::from_utf8_lossy(head)) {
            parts.push((name, content));
        }
        rest = next;
    }
}

/// What stands before and after the first `mark`.
fn cut<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

fn name(head: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let name = line.split(';').find_map(|part| part.trim().strip_prefix("name=\""))?;
    Some(name.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_form_with_a_file_is_read_as_a_browser_writes_it() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"value\"\r\n\r\nv1\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; \
                    filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n--x--\r\n";
        let read = parts("multipart/form-data; boundary=x", body.as_bytes()).unwrap();
        assert_eq!(read, [("value".to_owned(), b"v1".as_slice()), ("file".to_owned(), b"a,b\r\n1,2\r\n".as_slice())]);
        for (kind, text) in [("text/csv", body), ("multipart/form-data", body), ("multipart/form-data; boundary=x", "--x\r\n\r\n")] {
            assert_eq!(parts(kind, text.as_bytes()), None);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_in_a_file_comes_out_of_it(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            let head = b"--7d4b9c\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m.csv\"\r\n\r\n".as_slice();
            let body = [head, &content, b"\r\n--7d4b9c--\r\n"].concat();
            prop_assert_eq!(parts("multipart/form-data; boundary=7d4b9c", &body), Some(vec![("file".to_owned(), content.as_slice())]));
        }

        #[test]
        fn any_bytes_are_a_form_or_not(body in "(--x|\r\n|name=\"|content-disposition:|[a-z]|--){0,40}") {
            let _ = parts("multipart/form-data; boundary=x", body.as_bytes());
        }
    }
}
