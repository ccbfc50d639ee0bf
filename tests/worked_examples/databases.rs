//! Databases and caches without servers: Aurora Serverless v2 and ElastiCache Serverless.

use crate::{Example, PLAIN, examples};

examples! {
    aurora_infracost_sv2_5acu: Example {
        components: "[aurora: { engine: postgres, capacity: 0.5..16 ACU, average: 5 ACU }]",
        prices: &[("aurora.sv2.acu.postgresql", "$0.12 per ACU-hour")],
        ..PLAIN
    };

    aurora_half_acu_floor: Example {
        components: "[aurora: { engine: mysql, capacity: 0.5..4 ACU, average: 0.5 ACU }]",
        prices: &[("aurora.sv2.acu.mysql", "$0.12 per ACU-hour")],
        ..PLAIN
    };

    /// 100 MB are a little less than the 0.1 GB billed.
    elasticache_serverless_min_use1: Example {
        components: "[elasticache_serverless: { engine: valkey, data: 100 MB }]",
        prices: &[("elasticache.serverless-gb.valkey", "$0.084 per GB-hour")],
        ..PLAIN
    };
}
