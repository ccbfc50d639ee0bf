//! Fargate tasks: what one carries, how many there are, how busy they are.

use super::{Case, PLAIN, assert_near, assumes, quantity, warned};
use crate::common::dec;
use breakeven::estimate::Estimate;
use rust_decimal::Decimal;

const VCPU_HOURS: &str = "fargate.linux.x86.vcpu";

/// No lag and no start-up time: task counts alone.
const AT_ONCE: &str = "scale_in: 0 s, scale_out: 0 s, start_up: 0 s";

fn tasks(request: &str, traffic: &str, scaling: &str) -> Estimate {
    let components = format!(
        "fargate: {{ name: api, cpu: 0.5 vCPU, memory: 1 GB, public_ipv4: 0, subnets: shared-egress, \
         scaling: {{ {scaling} }} }}"
    );
    Case {
        request,
        traffic,
        components: &components,
        ..PLAIN
    }
    .priced()
}

fn task_hours(estimate: &Estimate) -> Decimal {
    quantity(estimate, VCPU_HOURS) / dec("0.5")
}

/// 0.5 vCPU × 1,000 ms × 70 % ÷ 100 ms = 3.5 requests/s; ÷ 145 ms = 2.4138.
#[test]
fn a_task_carries_what_its_vcpus_allow() {
    let carries = |cpu_time: &str| {
        let request = format!("duration: 500 ms, response: 1 KB, cpu_time: {cpu_time}");
        tasks(&request, PLAIN.traffic, AT_ONCE)
    };
    assert!(assumes(
        &carries("100 ms"),
        &["a task carries 3.5 requests/s at 70 %"]
    ));
    assert!(assumes(
        &carries("145 ms"),
        &["a task carries 2.41 requests/s at 70 %"]
    ));
}

/// 7 requests/s at any time want exactly two tasks of 3.5, and 7.001 want three.
#[test]
fn a_whole_number_of_tasks_is_not_rounded_up() {
    let hours = |a_second: &str| {
        let traffic = format!("requests: {a_second} per second, shape: flat, burst: 1x");
        let request = "duration: 500 ms, response: 1 KB, cpu_time: 100 ms";
        task_hours(&tasks(request, &traffic, &format!("min: 1, {AT_ONCE}")))
    };
    assert_eq!(hours("7"), dec("1460"));
    assert_eq!(hours("7.001"), dec("2190"));
    assert_eq!(hours("0.7"), dec("730"));
}

/// One task in 50 hours of the week: 50 × 730 ÷ 168 = 217.26 task-hours.
#[test]
fn a_schedule_may_leave_no_tasks() {
    let request = "duration: 500 ms, response: 1 KB, cpu_time: 100 ms";
    let traffic = "requests: 100 per day, shape: business, burst: 1x";
    let open = format!("min: 1, open: mon-fri 8-18, {AT_ONCE}");
    assert_near(task_hours(&tasks(request, traffic, &open)), "217.26");
    // Without traffic at night, and with minima by day: none at night.
    let idle = "[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]";
    let traffic = format!("requests: 100 per day, shape: {{ weights: {idle} }}, burst: 1x");
    let minima = format!("min: 0, schedule: [{{ hours: daily 8-18, min: 1 }}], {AT_ONCE}");
    // 10 of 24 hours: 304.17.
    assert_near(task_hours(&tasks(request, &traffic, &minima)), "304.17");
}

/// 1.1574 requests/s × 145 ms = 167.8 ms of eight vCPUs: 2.1 %.
#[test]
fn idle_tasks_are_warned_of() {
    let estimate = Case {
        request: "duration: 500 ms, response: 1 KB, cpu_time: 145 ms",
        components: "fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, tasks: 8, public_ipv4: 0, \
                     subnets: shared-egress }",
        ..PLAIN
    }
    .priced();
    let warning = warned(&estimate, "low-utilisation").unwrap();
    assert!(
        warning.message.contains("`api` uses 2.1 % of its vCPUs"),
        "{warning:?}"
    );
}

/// The wave of 100,000 requests a day has 3.125 requests/s at its busiest: 1.29 tasks of 2.4138. Ten
/// times as much wants 13, in the hours above 8 × 2.4138 ÷ (11.574 × 1.5) = 1.1123 times the mean: from
/// 9 h to 19 h, the weights of 1.207 and more, 11 hours of 24.
#[test]
fn hours_that_want_more_than_there_may_be_are_said() {
    let request = "duration: 500 ms, response: 1 KB, cpu_time: 145 ms";
    let limited = format!("max: 8, {AT_ONCE}");
    let one = tasks(request, "requests: 100000 per day", &limited);
    assert_eq!(warned(&one, "capacity-saturated"), None);
    let ten = tasks(request, "requests: 1M per day", &limited);
    let warning = warned(&ten, "capacity-saturated").unwrap();
    // 11 ÷ 24 × 730 = 334.6.
    assert!(
        warning.message.contains("in 335 hours of the month"),
        "{warning:?}"
    );
    assert!(
        warning.message.contains("up to 13 tasks, and there are 8"),
        "{warning:?}"
    );
}

/// 20 requests/s of 500 ms keep 10 workers busy: at 70 % two workers carry 2.8 a second, so 8 tasks; for
/// their vCPUs alone (20 ms each, 17.5 a second) 2 would do. Four threads each: 11.2, 2 tasks.
#[test]
fn workers_limit_what_a_task_carries() {
    let request = "duration: 500 ms, response: 1 KB, cpu_time: 20 ms";
    let traffic = "requests: 20 per second, shape: flat, burst: 1x";
    let hours =
        |scaling: &str| task_hours(&tasks(request, traffic, &format!("{scaling}{AT_ONCE}")));
    assert_eq!(hours(""), dec("1460"));
    assert_eq!(hours("workers: 2, "), dec("5840"));
    assert_eq!(hours("workers: 2, threads: 4, "), dec("1460"));
    // (1,024 − 224) MB ÷ 300 MB are two workers, whatever is stated: the same 8 tasks.
    let memory = "workers: 16, worker_memory: 300 MB, base_memory: 224 MB, ";
    assert_eq!(hours(memory), dec("5840"));
    assert_eq!(
        hours("worker_memory: 300 MB, base_memory: 224 MB, "),
        dec("5840")
    );
}

/// Business hours want 3 tasks and the others the minimum of 2. Five rises a week: new tasks are there
/// 386 s before, old ones 900 s longer, and each start is paid for 45 s.
#[test]
fn lags_and_start_up_are_paid_for() {
    let request = "duration: 500 ms, response: 1 KB, cpu_time: 100 ms";
    // 3.242 × 2.5 = 8.105 requests/s want 3 tasks.
    let traffic = "requests: 2.5 per second, shape: business, burst: 1x";
    let hours = |scaling: &str| task_hours(&tasks(request, traffic, scaling));
    // (168 × 2 + 50) × 730 ÷ 168.
    assert_near(hours(AT_ONCE), "1677.26");
    // 5 × 1,286 s and 5 × 45 s more: 1.78611 h and 0.0625 h a week.
    assert_near(hours("start_up: 0 s"), "1685.02");
    assert_near(hours("min: 2"), "1685.29");
}

/// 10 requests/s of 100 ms of a vCPU keep 1 vCPU busy, which at 50 % takes 2 tasks, and with bursts of 1.5
/// times as much 3: 1,460 or 2,190 vCPU-hours.
#[test]
fn a_queue_levels_the_minutes_of_an_hour() {
    let priced = |burst: &str, scaling: &str, settings: &str| {
        let traffic = format!("requests: 10/s, shape: flat{burst}");
        let components = format!(
            "sqs: {{ messages: 1 per request }}, fargate: {{ name: w, cpu: 1 vCPU, memory: 2 GB, subnets: \
             public{settings}, scaling: {{ min: 1, cpu_time: 100 ms, utilisation: 50%{scaling} }} }}"
        );
        Case {
            traffic: &traffic,
            components: &components,
            ..PLAIN
        }
        .priced()
    };
    let hours = |estimate: &Estimate| quantity(estimate, "fargate.linux.x86.vcpu");
    let direct = priced("", "", "");
    assert_eq!(hours(&direct), dec("2190"));
    assert!(assumes(
        &direct,
        &["`w` is called directly", "`from_queue` not given"]
    ));
    let queued = priced("", ", external_metric: true", "");
    assert_eq!(hours(&queued), dec("1460"));
    assert!(assumes(
        &queued,
        &["`w` takes its work from a queue (`scaling.external_metric`)"]
    ));
    assert!(!assumes(&queued, &["busiest minutes of an hour"]));
    assert_eq!(hours(&priced("", "", ", from_queue: true")), dec("1460"));
    let called = priced("", ", external_metric: true", ", from_queue: false");
    assert_eq!(hours(&called), dec("2190"));
    // What the traffic states holds for a queue too.
    let stated = priced(", burst: 1.5x", "", ", from_queue: true");
    assert_eq!(hours(&stated), dec("2190"));
    let peak = priced(", peak: 1.5x", "", ", from_queue: true");
    assert_eq!(hours(&peak), dec("2190"));
}

/// One task of 1 vCPU carries the mean of 10 requests/s of 100 ms, and not one and a half times as much.
#[test]
fn stated_tasks_of_a_queue_carry_the_mean_of_the_hour() {
    let priced = |settings: &str| {
        let components = format!("fargate: {{ cpu: 1 vCPU, memory: 2 GB, tasks: 1{settings} }}");
        Case {
            request: "duration: 500 ms, cpu_time: 100 ms",
            traffic: "requests: 10/s, shape: flat",
            components: &components,
            ..PLAIN
        }
        .priced()
    };
    assert!(warned(&priced(""), "capacity-saturated").is_some());
    assert!(warned(&priced(", from_queue: true"), "capacity-saturated").is_none());
}
