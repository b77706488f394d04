//! A Redis of one test alone, which it may empty, freeze, cut and kill.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

pub struct OwnRedis {
    child: Child,
    pub port: u16,
    folder: TempDir,
    args: Vec<String>,
}

impl OwnRedis {
    /// Without persistence.
    pub fn start() -> Self {
        Self::start_with(&["--save", "", "--appendonly", "no"])
    }

    /// With more arguments for redis-server.
    pub fn start_with(args: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let child = spawn(&folder, port, &args);
        Self { child, port, folder, args }
    }

    /// `kill -9`, then what `meanwhile` does to its folder, then a start on the same port and folder.
    pub fn restart_after(&mut self, meanwhile: impl FnOnce(PathBuf)) {
        self.kill();
        meanwhile(self.folder.path().to_owned());
        self.child = spawn(&self.folder, self.port, &self.args);
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// STOP freezes it, CONT lets it go on.
    pub fn signal(&self, name: &str) {
        let told = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status().expect("kill is there");
        assert!(told.success());
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    pub async fn connection(&self) -> redis::aio::MultiplexedConnection {
        redis::Client::open(self.url()).unwrap().get_multiplexed_async_connection().await.unwrap()
    }

    /// Runs a command of words.
    pub async fn ask<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        command.query_async(&mut self.connection().await).await.unwrap_or_else(|error| panic!("{words:?}: {error}"))
    }

    pub async fn flush(&self) {
        self.ask::<()>(&["FLUSHALL"]).await;
    }

    /// The key that ends with `end`.
    pub async fn key(&self, end: &str) -> String {
        let keys: Vec<String> = self.ask(&["KEYS", &format!("*:{end}")]).await;
        keys.into_iter().next().unwrap_or_else(|| panic!("no key ends with {end}"))
    }

    /// Waits until something has been published for the matcher: reads as a reader of its own, blocking.
    pub async fn wait_for_entry(&self) {
        let key = self.key("matcher").await;
        self.ask::<redis::Value>(&["XREAD", "BLOCK", "0", "STREAMS", &key, "0"]).await;
    }
}

fn spawn(folder: &TempDir, port: u16, args: &[String]) -> Child {
    let binary = std::env::var("NAKODO_TEST_REDIS_SERVER").expect("no redis-server to test with: run ./scripts/test");
    let mut command = Command::new(binary);
    command.current_dir(folder.path()).args(["--port", &port.to_string(), "--bind", "127.0.0.1"]).args(args);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("redis-server starts");
    let output = child.stdout.take().expect("its output is ours");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(output));
    let up = lines.any(|line| line.unwrap_or_default().contains("Ready to accept connections"));
    assert!(up, "redis-server ended before it was up");
    // Read on, or it would block on a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    child
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        // A frozen process does not die of this before it goes on, but it dies.
        self.kill();
    }
}
