//! Figures and texts that are too large or too long.

use super::broken;
use crate::program::{Folder, run, run_with};

#[test]
fn figures_that_do_not_fit_are_errors_that_name_the_formula() {
    let ran = broken("100 per day", "70000000000000000000000000 per second");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("too large"), "{}", ran.stderr);
    let ran = broken(
        "memory: 512 MB }\n",
        "memory: 512 MB, invocations: 70000000000000000000000000000 per request }\n",
    );
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("invocation"), "{}", ran.stderr);
}

#[test]
fn hostile_files_are_refused_quickly() {
    let folder = Folder::new("hostile");
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for level in 0..12_u8 {
        let (name, last) = (char::from(b'b' + level), char::from(b'a' + level));
        bomb.push_str(&format!(
            "{name}: &{name} [{}]\n",
            vec![format!("*{last}"); 9].join(", ")
        ));
    }
    let deep = format!("name: {}", "[".repeat(100_000));
    let huge = "x".repeat(100 << 20);
    let binary = "\u{0}\u{1}\u{7f}";
    for (name, text) in [("bomb", &bomb), ("deep", &deep), ("huge", &huge)] {
        let ran = run(&["compare", &folder.file(name, text)]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(
            ran.stderr.len() < 5_000,
            "{name}: {} bytes of error",
            ran.stderr.len()
        );
    }
    assert_eq!(run(&["compare", &folder.file("binary", binary)]).code, 2);
    assert_eq!(run_with(&["compare", "-"], &bomb).code, 2);
    std::fs::write(folder.0.join("latin1"), [0xff, 0xfe, 0x41]).unwrap();
    let ran = run(&["compare", &folder.0.join("latin1").display().to_string()]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("not UTF-8"), "{}", ran.stderr);
}

#[test]
fn what_is_too_long_is_told_its_limit() {
    let long = "x".repeat(61);
    assert_eq!(broken("one:", &format!("{}:", &long[1..])).code, 0);
    for (from, to, problem, limit) in [
        (
            "one:",
            format!("{long}:"),
            "this name has 61 characters",
            "60 characters at most",
        ),
        (
            "name: Small",
            format!("name: {}", "x".repeat(1_001)),
            "this has 1,001 characters",
            "at most 1,000 characters",
        ),
    ] {
        let ran = broken(from, &to);
        assert_eq!(ran.code, 2);
        let message = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [problem, limit] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
}

/// The largest decimal, and two sizes that do not fit together: no figure is cut off at the limit.
#[test]
fn what_does_not_fit_is_an_error_and_not_the_largest_number() {
    let scenario = |request: &str, component: &str| {
        let text = format!(
            "name: Large\nregion: us-east-1\nrequest: {{ {request} }}\n\
             traffic: {{ t: {{ requests: 1 per month }} }}\n\
             architectures: {{ a: {{ components: [ {component} ] }} }}\n"
        );
        run_with(&["estimate", "-"], &text)
    };
    let largest = "79228162514264337593543950335";
    let queue = |receives: &str| {
        let queue = format!("sqs: {{ messages: 1 per month, receives: {receives} }}");
        scenario("response: 1 KB", &queue)
    };
    // 100,000,000,000,000,000 × 0.0000004 is 40 billion, for which there is room.
    assert_eq!(queue("100000000000000000").code, 0);
    let refused = queue(largest);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(
        refused.stderr.contains("the result is too large"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("state fewer receives"),
        "{}",
        refused.stderr
    );
    let size = "50000000000000000 TB";
    let balancer = scenario(&format!("payload: {size}, response: {size}"), "alb: {}");
    assert_eq!(balancer.code, 2, "{}", balancer.stdout);
    let message = "the bytes of a request and its response together: the result is too large";
    assert!(balancer.stderr.contains(message), "{}", balancer.stderr);
}
