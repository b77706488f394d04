//! The processes of nakodo, each watched by a thread that starts it again whenever it ends, as a service manager would.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a process may take until it is up, faults included.
const PATIENCE: Duration = Duration::from_secs(120);

/// What every process is started with.
#[derive(Clone)]
pub struct Setting {
    pub binary: PathBuf,
    pub environment: Vec<(String, String)>,
    pub log: PathBuf,
}

/// One place in the fleet: a process and its successors.
pub struct Slot {
    pub args: Vec<String>,
    /// Begins the line that says that the process is up; an address may follow.
    up: &'static str,
    now: Mutex<Now>,
    changed: Condvar,
}

#[derive(Default)]
struct Now {
    pid: Option<u32>,
    /// Set while the process is up; for `serve` its address.
    address: Option<String>,
    /// Whether the running process was told to end.
    told: bool,
    stopping: bool,
    starts: usize,
    /// Ends that nobody asked for, after the process was up.
    ended_alone: usize,
}

pub struct Fleet {
    pub slots: Vec<Arc<Slot>>,
    threads: Vec<JoinHandle<()>>,
}

impl Fleet {
    /// Starts a process for each `(args, line that says that it is up)`.
    pub fn start(setting: &Setting, processes: &[(&[&str], &'static str)]) -> Self {
        let slot = |(args, up): &(&[&str], &'static str)| {
            let args = args.iter().map(|arg| (*arg).to_owned()).collect();
            Arc::new(Slot { args, up, now: Mutex::default(), changed: Condvar::new() })
        };
        let slots: Vec<Arc<Slot>> = processes.iter().map(slot).collect();
        let watch = |slot: &Arc<Slot>| {
            let (slot, setting) = (slot.clone(), setting.clone());
            std::thread::spawn(move || slot.watch(&setting))
        };
        Self { threads: slots.iter().map(watch).collect(), slots }
    }

    /// Addresses of those who serve at this moment.
    pub fn addresses(&self) -> Vec<String> {
        let address = |slot: &Arc<Slot>| slot.now.lock().unwrap().address.clone();
        self.slots.iter().filter_map(address).filter(|address| address.starts_with("http")).collect()
    }

    /// Waits until everybody is up.
    pub fn wait_until_up(&self) {
        let deadline = Instant::now() + PATIENCE;
        for slot in &self.slots {
            let mut now = slot.now.lock().unwrap();
            while now.address.is_none() {
                let left = deadline.saturating_duration_since(Instant::now());
                assert!(!left.is_zero(), "nakodo {} does not come up", slot.args.join(" "));
                now = slot.changed.wait_timeout(now, left).unwrap().0;
            }
        }
    }

    /// How often processes came up, and how often one ended although nobody had asked it to.
    pub fn counts(&self) -> (usize, usize) {
        self.slots.iter().fold((0, 0), |(starts, alone), slot| {
            let now = slot.now.lock().unwrap();
            (starts + now.starts, alone + now.ended_alone)
        })
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.slots.iter().for_each(|slot| slot.stop());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Slot {
    pub fn serves(&self) -> bool {
        self.args.first().is_some_and(|arg| arg == "serve")
    }

    /// Tells the process to end and waits until its successor is up.
    pub fn roll(&self) {
        let before = self.now.lock().unwrap().starts;
        self.signal("TERM");
        let deadline = Instant::now() + PATIENCE;
        let mut now = self.now.lock().unwrap();
        while now.starts == before {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "nakodo {} does not come up again", self.args.join(" "));
            now = self.changed.wait_timeout(now, left).unwrap().0;
        }
    }

    /// Ends the process for good.
    pub fn stop(&self) {
        self.now.lock().unwrap().stopping = true;
        self.signal("KILL");
    }

    /// Sends a signal to the process; false if there is none at the moment.
    pub fn signal(&self, signal: &str) -> bool {
        let mut now = self.now.lock().unwrap();
        let Some(pid) = now.pid else { return false };
        now.told |= matches!(signal, "KILL" | "TERM");
        send(signal, pid)
    }

    fn watch(&self, setting: &Setting) {
        loop {
            let mut command = Command::new(&setting.binary);
            command.args(&self.args).envs(setting.environment.iter().map(|(key, value)| (key, value)));
            command.env_remove("NAKODO_DIE_AT").env_remove("NAKODO_CONFIG").stdout(Stdio::piped());
            let mut child = {
                let mut now = self.now.lock().unwrap();
                if now.stopping {
                    return;
                }
                let log = File::options().create(true).append(true).open(&setting.log).expect("the log can be written");
                let child = command.stderr(log).spawn().expect("the binary starts");
                (now.pid, now.told) = (Some(child.id()), false);
                child
            };
            let output = BufReader::new(child.stdout.take().expect("its output is ours"));
            // Ends with the process.
            for line in output.lines().map_while(Result::ok).filter(|line| line.starts_with(self.up)) {
                let mut now = self.now.lock().unwrap();
                now.address = Some(line.trim_start_matches("listening on ").trim().to_owned());
                now.starts += 1;
                self.changed.notify_all();
            }
            let _ = child.wait();
            let mut now = self.now.lock().unwrap();
            now.ended_alone += usize::from(now.address.is_some() && !now.told);
            (now.pid, now.address) = (None, None);
        }
    }
}

/// `kill -SIGNAL PID`; false if there is no such process any more.
pub fn send(signal: &str, pid: u32) -> bool {
    let told = Command::new("kill").args([&format!("-{signal}"), &pid.to_string()]).stderr(Stdio::null()).status();
    told.expect("kill is there").success()
}
