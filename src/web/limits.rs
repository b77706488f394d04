//! How much one caller may ask within a minute: each key by itself, and each address that brings none. Counted by the generic cell rate algorithm
//! (crate `governor`) on the instance's own clock, by each process for itself (docs/decisions/0053-limits.md).

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, web};
use governor::clock::Clock as RateClock;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;
use crate::ids::ApiKeyId;
use crate::settings::LimitSettings;
use crate::web::State;
use crate::web::caller::{Caller, caller, source_address};
use crate::web::problem::Kind;
use crate::web::reader::refuse;

/// All limits are for so long.
const WINDOW: Duration = Duration::from_secs(60);
/// Callers that are remembered at least before those are forgotten who may ask as much as anybody again.
const REMEMBERED: usize = 10_000;

/// The instance's clock as governor reads it: time since 1970.
#[derive(Clone, Debug)]
struct Ticks(Clock);

impl RateClock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.now().signed_duration_since(crate::clock::Moment::UNIX_EPOCH).to_std().unwrap_or_default()
    }
}

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, Ticks, StateInformationMiddleware>;

/// One limit.
struct Limit<K: Hash + Eq + Clone> {
    name: &'static str,
    limiter: Limiter<K>,
    quota: u32,
    /// With how many callers it is tidied up next: twice as many as were left last time, so that tidying stays cheap.
    tidy_at: AtomicUsize,
}

/// What a limit says to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    name: &'static str,
    quota: u32,
    /// Requests that may follow at once.
    left: u32,
    /// Seconds until the next one may come; none if this one may.
    wait: Option<u64>,
}

impl Verdict {
    pub fn is_over(&self) -> bool {
        self.wait.is_some()
    }

    /// The fields of the IETF's draft on rate limits, and `Retry-After`.
    pub fn write(&self, headers: &mut HeaderMap) {
        let Self { name, quota, left, wait } = self;
        let seconds = wait.unwrap_or(WINDOW.as_secs() / u64::from(*quota).max(1)).max(1);
        let mut put = |name: HeaderName, text: String| {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(name, value);
            }
        };
        put(HeaderName::from_static("ratelimit-policy"), format!("\"{name}\";q={quota};w={}", WINDOW.as_secs()));
        put(HeaderName::from_static("ratelimit"), format!("\"{name}\";r={left};t={seconds}"));
        if wait.is_some() {
            put(RETRY_AFTER, seconds.to_string());
        }
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(name: &'static str, per_minute: Option<u32>, clock: &Clock) -> Option<Self> {
        let burst = NonZeroU32::new(per_minute?)?;
        let limiter: Limiter<K> = RateLimiter::new(Quota::per_minute(burst), HashMapStateStore::default(), Ticks(clock.clone()));
        Some(Self { name, limiter, quota: burst.get(), tidy_at: AtomicUsize::new(REMEMBERED) })
    }

    fn ask(&self, caller: &K, clock: &Clock) -> Verdict {
        if self.limiter.len() > self.tidy_at.load(Ordering::Relaxed) {
            self.limiter.retain_recent();
            self.tidy_at.store(REMEMBERED.max(self.limiter.len() * 2), Ordering::Relaxed);
        }
        let (left, wait) = match self.limiter.check_key(caller) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(Ticks(clock.clone()).now());
                (0, Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)))
            }
        };
        Verdict { name: self.name, quota: self.quota, left, wait }
    }
}

/// All limits of an instance.
pub struct Limits {
    clock: Clock,
    keys: Option<Limit<ApiKeyId>>,
    addresses: Option<Limit<IpAddr>>,
    costly: Option<Limit<IpAddr>>,
}

impl Limits {
    pub fn new(settings: LimitSettings, clock: &Clock) -> Self {
        Self {
            keys: Limit::new("key", settings.key, clock),
            addresses: Limit::new("address", settings.address, clock),
            costly: Limit::new("address-costly", settings.costly, clock),
            clock: clock.clone(),
        }
    }

    /// Counts a request; none where nothing limits it. Whoever watches the instance, and the style sheet, are not counted.
    pub fn ask(&self, request: &HttpRequest, caller: Option<&Caller>, source: Option<IpAddr>) -> Option<Verdict> {
        if matches!(request.path(), "/healthz" | "/readyz" | "/metrics" | "/assets/nakodo.css") {
            return None;
        }
        if let Some(Caller::Key(key)) = caller {
            return self.keys.as_ref().map(|limit| limit.ask(&key.id, &self.clock));
        }
        // A request without a peer comes from a test of a handler.
        let address = household(source?);
        let is_costly = request.method() == Method::POST || request.path() == "/api/v1/active-list";
        let any = self.addresses.as_ref().map(|limit| limit.ask(&address, &self.clock));
        let costly = self.costly.as_ref().filter(|_| is_costly).map(|limit| limit.ask(&address, &self.clock));
        // The one that leaves least is the one to mind.
        [any, costly].into_iter().flatten().min_by_key(|verdict| (!verdict.is_over(), verdict.left))
    }
}

/// One customer has 2^64 addresses of IPv6 at least, so the network counts.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

/// Refuses what is too much, and says in the answers of the API how much is left. Runs after it is known who calls.
pub async fn limited<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let verdict = request.app_data::<web::Data<State>>().and_then(|state| {
        let (http, found) = (request.request(), caller(request.request()).ok());
        state.limits.ask(http, found.as_ref(), source_address(state, http))
    });
    let Some(verdict) = verdict else { return Ok(next.call(request).await?.map_into_left_body()) };
    if verdict.is_over() {
        let mut answer = refuse(request.request(), Kind::TooFast).as_response_error().error_response();
        verdict.write(answer.headers_mut());
        return Ok(request.into_response(answer).map_into_right_body());
    }
    let is_for_programs = request.path().starts_with("/api/");
    let mut answer = next.call(request).await?;
    if is_for_programs {
        verdict.write(answer.headers_mut());
    }
    Ok(answer.map_into_left_body())
}
