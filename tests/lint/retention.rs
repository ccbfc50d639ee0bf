//! What is kept for ever: logs and images.

use super::{adds, settled};

/// 5 GB a month are 60 GB after twelve: 60 × 0.03.
#[test]
fn logs_without_retention() {
    let code = "log-storage-not-counted";
    assert_eq!(
        adds("[ cloudwatch: { logs: 5 GB } ]", code, &["twelfth month"]),
        "1.8"
    );
    settled(
        code,
        &[
            "[ cloudwatch: { logs: 5 GB, logs_stored: 1 GB } ]",
            "[ cloudwatch: { logs: 0 GB } ]",
        ],
    );
}

/// A quarter of 400 MB is 0.09765625 GB, at 0.10.
#[test]
fn repositories_without_a_lifecycle_rule() {
    let code = "ecr-without-lifecycle";
    let images = "images: { kept: 10, size: 400 MB, layer_change: 25% }";
    assert_eq!(
        adds(&format!("[ ecr: {{ {images} }} ]"), code, &["each push"]),
        "0.009765625"
    );
    let whole = "[ ecr: { images: { kept: 10, size: 512 MB } } ]";
    assert_eq!(adds(whole, code, &[]), "0.05");
    assert_eq!(
        adds("[ ecr: { storage: 12 GB } ]", code, &["each GB pushed"]),
        "0.1"
    );
    settled(
        code,
        &[&format!("[ ecr: {{ {images}, lifecycle: 10 images }} ]")],
    );
}
