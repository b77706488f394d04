//! Small servers that say what a test wants: a mail server that refuses at one point, and a name server.

use std::net::SocketAddr;

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::TXT;
use hickory_resolver::proto::rr::{RData, Record};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, UdpSocket};

/// A mail server that answers each line by its first word; what is not listed gets 250. `""` stands for the greeting.
pub async fn mail_server(answers: &'static [(&'static str, &'static str)]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut word = String::new();
                loop {
                    let answer = answers.iter().find(|(of, _)| *of == word).map_or("250 yes", |(_, answer)| answer);
                    let answer = if word.is_empty() && answer == "250 yes" { "220 here" } else { answer };
                    stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
                    let mut line = String::new();
                    if stream.read_line(&mut line).await? == 0 {
                        return std::io::Result::Ok(());
                    }
                    word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
                }
            });
        }
    });
    address
}

/// A name server that has these texts at every name; none: there is no such name.
pub async fn name_server(texts: Vec<String>) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut bytes = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut bytes).await {
            let asked = Message::from_vec(&bytes[..length]).expect("a question");
            let mut answer = Message::response(asked.metadata.id, asked.metadata.op_code);
            answer.add_queries(asked.queries.clone());
            answer.metadata.recursion_available = true;
            if texts.is_empty() {
                answer.metadata.response_code = ResponseCode::NXDomain;
            }
            for text in &texts {
                // In pieces, as long keys come.
                let pieces = text.as_bytes().chunks(40).map(|piece| String::from_utf8(piece.to_vec()).unwrap()).collect();
                let name = asked.queries[0].name().clone();
                answer.add_answer(Record::from_rdata(name, 60, RData::TXT(TXT::new(pieces))));
            }
            socket.send_to(&answer.to_vec().expect("an answer"), from).await.expect("it goes out");
        }
    });
    address
}
