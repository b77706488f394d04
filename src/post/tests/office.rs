//! A post room, to hand letters over to.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::post::compose::Composer;
use crate::post::tests::fixtures::{address, catalogue, line};
use crate::post::{Post, PostError};
use crate::settings::{PaceSettings, PostSettings, TransportChoice};

pub fn settings(transport: TransportChoice) -> PostSettings {
    PostSettings {
        transport,
        from_name: line("nakodo 仲人"),
        from_address: address("nakodo@nakodo.example"),
        send_timeout: Duration::from_secs(5),
        pool_size: 2,
        dkim: None,
        pace: PaceSettings::default(),
        replies: None,
    }
}

pub fn public_url() -> Url {
    Url::parse("https://nakodo.example/").unwrap()
}

pub fn composer() -> Composer {
    Composer::new(&settings(TransportChoice::Folder("unused".into())), &public_url()).unwrap()
}

pub fn post(transport: TransportChoice) -> Result<Post, PostError> {
    Post::new(&settings(transport), public_url(), Arc::new(catalogue()))
}

pub fn post_into(folder: &Path) -> Post {
    post(TransportChoice::Folder(folder.to_owned())).unwrap()
}
