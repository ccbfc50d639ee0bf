//! Single tasks, and what observes them.

use super::{TASKS, adds, of_code, settled, warnings};

/// Another task with its address: 730 × (0.25 × 0.04048 + 0.5 × 0.004445 + 0.005). Another pod of
/// the same size has none.
#[test]
fn a_single_task_or_pod() {
    let code = "single-task";
    let tasks = |more: &str| format!("[ fargate: {{ cpu: 0.25 vCPU, memory: 512 MB{more} }} ]");
    assert_eq!(
        adds(&tasks(", public_ipv4: 1"), code, &["second task"]),
        "12.660025"
    );
    assert_eq!(
        adds(&tasks(", tasks: 1..3, public_ipv4: 0"), code, &[]),
        "9.010025"
    );
    let pods = |more: &str| format!("[ eks_fargate: {{ cpu: 0.25 vCPU, memory: 256 MB{more} }} ]");
    assert_eq!(adds(&pods(""), code, &["second pod"]), "9.010025");
    settled(
        code,
        &[
            &tasks(", tasks: 2"),
            &tasks(", running: 8 h per day"),
            &pods(", pods: 2"),
        ],
    );
}

/// 0.07 for each metric, however many there are.
#[test]
fn container_insights_may_be_on() {
    let code = "container-insights-not-stated";
    let tasks = format!("fargate: {{ {TASKS} }}");
    assert_eq!(
        adds(&format!("[ {tasks} ]"), code, &["each metric"]),
        "0.07"
    );
    let two = format!(
        "[ {tasks}, fargate: {{ name: b, {TASKS} }}, cloudwatch: {{ name: m, logs: 1 GB }} ]"
    );
    assert_eq!(adds(&two, code, &[]), "0.07");
    let open = of_code(&warnings(&two), code).unwrap();
    let settings = "`m.container_insights_metrics`";
    assert_eq!(open.settled_by.as_deref(), Some(settings));
    // EKS has another price, which is not known here.
    let pods = "eks_fargate: { cpu: 1 vCPU, memory: 1 GB }";
    for list in [format!("[ {pods} ]"), "[ eks: {} ]".to_owned()] {
        let open = of_code(&warnings(&list), code).unwrap();
        assert_eq!(open.amount, None);
        assert!(open.message.contains("observations"), "{open:?}");
    }
    let watched =
        |metrics: &str| format!("cloudwatch: {{ container_insights_metrics: {metrics} }}");
    settled(
        code,
        &[
            &format!("[ {tasks}, {} ]", watched("0")),
            &format!("[ {tasks}, {} ]", watched("40")),
            &format!("[ {pods}, {} ]", watched("0")),
            "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 0 } ]",
            "[ lambda: { memory: 512 MB } ]",
        ],
    );
}
