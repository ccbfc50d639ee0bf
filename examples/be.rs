use breakeven::catalog::Catalog;
use breakeven::compare::break_even::along_requests;
use breakeven::estimate::{Terms, bind};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = std::fs::read_to_string(&a[1]).unwrap();
    let s = Scenario::parse(Source::new("t", &t)).unwrap();
    let c = Catalog::embedded("us-east-1").unwrap();
    let terms = Terms {
        month: s.month,
        free_tier: s.free_tier,
    };
    for l in s.traffic.0.names() {
        let b: Vec<_> = s
            .architectures
            .0
            .iter()
            .map(|(n, x)| bind(&s, n, x, l, &c, terms).unwrap())
            .collect();
        let t0 = std::time::Instant::now();
        let f = along_requests(&b, 1, a[2].parse().unwrap())
            .unwrap()
            .unwrap();
        println!(
            "{l}: {:?} first {} {:?}",
            t0.elapsed(),
            f.first,
            f.crossings
                .iter()
                .map(|c| format!("{} {}", c.at, c.above))
                .collect::<Vec<_>>()
        );
    }
}
