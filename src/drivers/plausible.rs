//! How far an input that a scenario states as one number, or leaves out, may plausibly be off.
//!
//! These ranges are ours. They are wide on purpose: an input whose whole range does not change the answer
//! needs no better figure. A range the scenario states itself always goes before them.

/// Where a setting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Under `request`.
    Request,
    /// In the components of a service.
    Component(&'static str),
}

/// How far a setting may be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// So many per cent of what is stated.
    Share(u32, u32),
    /// So many percentage points less and more.
    Points(u32),
    /// From one value to another, and to what is stated where that lies outside.
    Between(&'static str, &'static str),
    /// Half as many to twice as many, in whole numbers.
    Whole,
    /// Any of some words.
    Words(&'static [&'static str]),
}

/// A setting, how far it may be off, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plausible {
    pub place: Place,
    pub setting: &'static str,
    pub range: Range,
    /// What it is where the scenario does not say; without it only what is stated is varied.
    pub default: Option<&'static str>,
    pub reason: &'static str,
}

const fn row(
    place: Place,
    setting: &'static str,
    range: Range,
    default: Option<&'static str>,
    reason: &'static str,
) -> Plausible {
    Plausible {
        place,
        setting,
        range,
        default,
        reason,
    }
}

const HALF: Range = Range::Share(50, 150);
const FARGATE: Place = Place::Component("fargate");
const LAMBDA: Place = Place::Component("lambda");
const EKS_FARGATE: Place = Place::Component("eks_fargate");

/// Of one traffic level.
pub(super) const REQUESTS: (Range, &str) = (
    Range::Share(50, 200),
    "a forecast of traffic is often off by a factor of two",
);
/// Where `peak` does not say it.
pub(super) const BURST: (Range, &str) = (
    Range::Between("1x", "3x"),
    "the busiest minutes of an hour over its mean: from even traffic to short rushes",
);
/// What the peak may grow to.
pub(super) const PEAK: (u32, &str) = (
    200,
    "from the busiest hour of the shape, without any burst, to twice what is stated",
);
/// From the flattest preset to the one with the highest hour.
pub(super) const SHAPE: (&[&str], &str) = (
    &["flat", "diurnal", "two-peak"],
    "from the same in every hour to two peaks of 2.4 times the mean",
);
/// Of the CPU time that is worked out from the duration and memory of a function.
pub(super) const BOUND_CPU_TIME: (Range, &str) = (
    Range::Share(25, 100),
    "it is worked out as the most a function of that memory can take; waiting for a database takes none",
);

pub(super) const PLAUSIBLE: &[Plausible] = &[
    row(
        Place::Request,
        "duration",
        HALF,
        None,
        "durations move with data, code and the load of the database",
    ),
    row(
        Place::Request,
        "cpu_time",
        HALF,
        None,
        "CPU time is seldom measured apart from duration",
    ),
    row(
        Place::Request,
        "memory",
        HALF,
        None,
        "a worker grows with its data and its libraries",
    ),
    row(
        Place::Request,
        "response",
        HALF,
        None,
        "the mean size of a response depends on what is asked for",
    ),
    row(
        Place::Request,
        "payload",
        Range::Between("0.5 KB", "10 KB"),
        Some("1 KB"),
        "from a plain GET with few headers to one with cookies and a small body",
    ),
    row(
        Place::Request,
        "logs",
        HALF,
        None,
        "a log level or one line more changes it at once",
    ),
    row(
        Place::Request,
        "cache_hits",
        Range::Points(20),
        None,
        "hit ratios follow what is popular",
    ),
    row(
        Place::Request,
        "cdn_share",
        Range::Points(20),
        None,
        "it depends on how much of a page is static",
    ),
    row(
        LAMBDA,
        "duration",
        HALF,
        None,
        "durations move with data, code and the load of the database",
    ),
    row(
        LAMBDA,
        "init",
        Range::Between("300 ms", "2000 ms"),
        None,
        "from a small package in a fast runtime to a framework in a slow one",
    ),
    row(
        LAMBDA,
        "cold_starts",
        Range::Between("0.1%", "5%"),
        None,
        "below 1 % of invocations under steady traffic, several per cent where it comes and goes",
    ),
    row(
        FARGATE,
        "tasks",
        Range::Whole,
        Some("1"),
        "stated, not worked out from the traffic: half as many to twice as many",
    ),
    row(
        FARGATE,
        "scaling.utilisation",
        Range::Between("50%", "85%"),
        Some("70%"),
        "from cautious targets to those above which queues grow fast",
    ),
    row(
        FARGATE,
        "scaling.min",
        Range::Between("1", "4"),
        Some("2"),
        "from one task, without redundancy, to two in each of two zones",
    ),
    row(
        FARGATE,
        "scaling.cpu_time",
        HALF,
        None,
        "CPU time is seldom measured apart from duration",
    ),
    row(
        FARGATE,
        "scaling.worker_memory",
        HALF,
        None,
        "a worker grows with its data and its libraries",
    ),
    row(
        FARGATE,
        "deployments",
        Range::Share(50, 200),
        None,
        "teams deploy more often than they plan, or less",
    ),
    row(
        EKS_FARGATE,
        "pods",
        Range::Whole,
        Some("1"),
        "stated, not worked out from the traffic: half as many to twice as many",
    ),
    row(
        Place::Component("api_gateway"),
        "kind",
        Range::Words(&["http", "rest"]),
        None,
        "an HTTP API does for most what a REST API does",
    ),
    row(
        Place::Component("cloudwatch"),
        "logs",
        HALF,
        None,
        "a log level or one line more changes it at once",
    ),
    row(
        Place::Component("cloudfront"),
        "out",
        HALF,
        None,
        "it depends on images and on what browsers cache",
    ),
    row(
        Place::Component("data_transfer"),
        "internet_out",
        HALF,
        None,
        "the mean size of a response depends on what is asked for",
    ),
    row(
        Place::Component("nat_gateway"),
        "processed",
        HALF,
        None,
        "calls to services outside are seldom counted",
    ),
    row(
        Place::Component("dynamodb"),
        "reads",
        HALF,
        None,
        "reads and writes of a request depend on what is cached",
    ),
    row(
        Place::Component("dynamodb"),
        "writes",
        HALF,
        None,
        "reads and writes of a request depend on what is cached",
    ),
];
