//! Reserved instances and nodes.

use super::{bought, of, single};
use crate::common::{dec, only, total};
use breakeven::estimate::Category;

/// A reserved db.t4g.medium (2 units) covers four micro instances' worth: here one small Multi-AZ
/// (1 × 2 units). 730 × 0.0465 = 33.945.
#[test]
fn a_reservation_covers_other_sizes_of_its_family() {
    let reserved = "{ reserved: [{ engine: postgres, class: db.t4g.medium, count: 1 }] }";
    let database = "[rds: { engine: postgres, class: db.t4g.small, deployment: multi-az, storage: 20 GB gp3 }]";
    let estimate = only(&bought(reserved, database));
    // db.t4g.small Multi-AZ at 0.065 an hour.
    assert_eq!(of(&estimate, Category::Covered), dec("-47.45"));
    assert_eq!(of(&estimate, Category::Commitment), dec("33.945"));
    assert_eq!(total(&estimate), dec("38.545")); // + 20 GB × 0.23
    assert_eq!(single(&estimate).best_per_hour, None);
}

/// Two reserved for one running: half the fee is wasted. Storage is never covered.
#[test]
fn a_reservation_nothing_runs_on_is_unused() {
    let reserved = "{ reserved: [{ engine: postgres, class: db.t4g.medium, count: 2 }] }";
    let database = "[rds: { engine: postgres, class: db.t4g.medium, storage: 20 GB gp3 }]";
    let estimate = only(&bought(reserved, database));
    assert_eq!(of(&estimate, Category::Commitment), dec("33.945"));
    assert_eq!(of(&estimate, Category::UnusedCommitment), dec("33.945"));
    assert_eq!(total(&estimate), dec("70.19")); // 67.89 + 2.30
}

/// The published effective rate of db.t3.large MySQL: 99.28 on demand, 69.861 reserved.
#[test]
fn a_published_reservation_is_reproduced() {
    let reserved = "{ reserved: [{ engine: mysql, class: db.t3.large, count: 1 }] }";
    let database = "[rds: { engine: mysql, class: db.t3.large, storage: 20 GB gp2 }]";
    let estimate = only(&bought(reserved, database));
    assert_eq!(of(&estimate, Category::Covered), dec("-99.28"));
    assert_eq!(of(&estimate, Category::Commitment), dec("69.861"));
}
