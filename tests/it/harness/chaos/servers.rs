//! A PostgreSQL and a Redis of this run alone, which it may kill, stop, freeze and empty.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rand::Rng;
use tempfile::TempDir;

use super::fleet::send;

/// Below the range from which the kernel hands out ports by itself, so that the port is still free after a crash.
fn free_port() -> u16 {
    loop {
        let port = rand::rng().random_range(20_000..32_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

pub struct Postgres {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Postgres {
    /// Blocking. Makes a database cluster and starts it.
    pub fn start() -> Self {
        let bin = std::env::var("NAKODO_TEST_POSTGRES_BIN").expect("no PostgreSQL to stop and start: run ./scripts/test or ./bench/chaos");
        let folder = tempfile::Builder::new().prefix("nakodo-chaos.").tempdir_in("/tmp").expect("a folder");
        if is_root() {
            let given = Command::new("chown").arg("postgres").arg(folder.path()).status();
            assert!(given.expect("chown is there").success());
        }
        let postgres = Self { bin: bin.into(), folder, port: free_port() };
        let data = postgres.data();
        postgres.run("initdb", &["-D", &data, "-A", "trust", "-U", "nakodo", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        postgres.begin();
        postgres
    }

    pub fn url(&self) -> String {
        format!("postgres://nakodo@127.0.0.1:{}/postgres", self.port)
    }

    /// `pg_ctl start`, which recovers from the log of changes after an immediate stop.
    pub fn begin(&self) {
        let folder = self.folder.path().display().to_string();
        let options = format!("-p {} -k '{folder}' -c listen_addresses=127.0.0.1 -c max_connections=300", self.port);
        self.run("pg_ctl", &["start", "-w", "-t", "60", "-D", &self.data(), "-l", &format!("{folder}/log"), "-o", &options]);
    }

    /// `pg_ctl stop -m immediate`: every process of the server ends at once, nothing is written.
    pub fn stop_at_once(&self) {
        self.run("pg_ctl", &["stop", "-w", "-m", "immediate", "-D", &self.data()]);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, tool: &str, args: &[&str]) {
        assert!(self.tool(tool, args), "{tool} failed; its log is in {}", self.folder.path().display());
    }

    fn tool(&self, tool: &str, args: &[&str]) -> bool {
        let tool = self.bin.join(tool);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&tool) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&tool);
        }
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It may not run any more.
        let _ = self.tool("pg_ctl", &["stop", "-w", "-m", "immediate", "-D", &self.data()]);
    }
}

pub struct Redis {
    binary: String,
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl Redis {
    /// Blocking. Starts a Redis that writes an append-only file each second.
    pub fn start() -> Self {
        let binary = std::env::var("NAKODO_TEST_REDIS_SERVER").expect("no redis-server: run ./scripts/test or ./bench/chaos");
        let mut redis = Self { binary, folder: TempDir::new().expect("a folder"), port: free_port(), child: None };
        redis.begin();
        redis
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    fn begin(&mut self) {
        let mut command = Command::new(&self.binary);
        command.current_dir(self.folder.path()).args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
        command.args(["--appendonly", "yes", "--appendfsync", "everysec"]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("redis-server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is ours")).lines();
        let up = lines.any(|line| line.unwrap_or_default().contains("Ready to accept connections"));
        self.child = Some(child);
        assert!(up, "redis-server ended before it was up");
        // Read on, or it would block on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
    }

    /// `kill -9` and a new start: with what the append-only file holds, or with nothing.
    pub fn crash(&mut self, keep: bool) {
        self.kill();
        if !keep {
            clear(self.folder.path());
        }
        self.begin();
    }

    pub fn signal(&self, signal: &str) {
        if let Some(child) = &self.child {
            send(signal, child.id());
        }
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

fn clear(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        let gone = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        gone.expect("the folder is ours");
    }
}
