//! RDS, RDS Proxy, ElastiCache, DynamoDB and S3.

use crate::{Example, PLAIN, examples};

examples! {
    /// Charged I/O requests mean magnetic storage; backups are free up to the size of the storage,
    /// and 10 GB beyond it are billed.
    rds_leyaa_mysql: Example {
        components: "[
            rds: { engine: mysql, class: db.t3.medium, storage: 100 GB magnetic, backup: 110 GB,
                   io_requests: 100000 per month },
            data_transfer: { internet_out: 10 GB }]",
        prices: &[
            ("rds.mysql.t3.medium.single", "$0.0416 per hour"),
            ("rds.storage.magnetic.single", "$0.115 per GB-month"),
            ("rds.backup", "$0.095 per GB-month"),
            ("rds.magnetic.io", "$0.20 per 1M requests"),
            ("dt.out.internet", "$0.09 per GB"),
        ],
        ..PLAIN
    };

    /// 1,000 GB of backups beyond the 30 GB that are free.
    rds_infracost_multi_az: Example {
        components: "[rds: { engine: mysql, class: db.t3.large, deployment: multi-az,
            storage: 30 GB gp2, backup: 1030 GB }]",
        prices: &[
            ("rds.mysql.t3.large.multi", "$0.272 per hour"),
            ("rds.storage.gp2.multi", "$0.23 per GB-month"),
            ("rds.backup", "$0.095 per GB-month"),
        ],
        ..PLAIN
    };

    /// Of Thailand.
    rdsproxy_repo_thailand_error: Example {
        components: "[rds_proxy: { vcpu: 2 }]",
        prices: &[("rds.proxy", "$0.015 per vCPU-hour")],
        ..PLAIN
    };

    elasticache_infracost_memcached: Example {
        components: "[elasticache: { engine: memcached, node: cache.m4.large, nodes: 2 }]",
        prices: &[("elasticache.memcached.m4.large", "$0.156 per node-hour")],
        ..PLAIN
    };

    elasticache_node_t4g_micro_use1: Example {
        components: "[elasticache: { engine: valkey, node: cache.t4g.micro }]",
        prices: &[("elasticache.valkey.t4g.micro", "$0.0128 per node-hour")],
        ..PLAIN
    };

    /// The free 25 units are 18,000 unit-hours in the 720 hours of the source.
    dynamodb_aws_provisioned: Example {
        month: "30 days",
        components: "[dynamodb: { capacity: provisioned,
            write_capacity: 114, read_capacity: 114, storage: 27 GB }]",
        prices: &[
            ("dynamodb.provisioned.write", "$0.00065 per WCU-hour"),
            ("dynamodb.provisioned.read", "$0.00013 per RCU-hour"),
            ("dynamodb.storage.standard", "$0.25 per GB-month"),
        ],
        ..PLAIN
    };

    dynamodb_infracost_provisioned: Example {
        components: "[dynamodb: {
            capacity: provisioned, write_capacity: 20, read_capacity: 30 }]",
        prices: &[
            ("dynamodb.provisioned.write", "$0.00065 per WCU-hour"),
            ("dynamodb.provisioned.read", "$0.00013 per RCU-hour"),
        ],
        ..PLAIN
    };

    /// 100 GB for 15 days and 100 TB for 16: 39,357,600 GB-hours over 744 hours.
    s3_aws_storage_2013: Example {
        month: "31 days",
        components: "[s3: { storage: 52900 GB }]",
        prices: &[(
            "s3.standard.storage",
            "[{ up_to: 1024, price: $0.095 per GB-month },
              { up_to: 51200, price: $0.08 per GB-month },
              { price: $0.07 per GB-month }]",
        )],
        ..PLAIN
    };

    /// 10,000 PUTs and 20,000 GETs a day; DELETE has no price.
    s3_aws_requests: Example {
        month: "31 days",
        components: "[s3: { puts: 10000 per day, gets: 20000 per day }]",
        prices: &[
            ("s3.standard.tier1", "$0.005 per 1k requests"),
            ("s3.standard.tier2", "$0.004 per 10k requests"),
        ],
        ..PLAIN
    };

    s3_aws_retrieval: Example {
        components: "[s3: { class: standard-ia, retrieved: 300 GB }]",
        prices: &[("s3.ia.retrieval", "$0.01 per GB")],
        ..PLAIN
    };

    s3_infracost_standard_10tb: Example {
        components: "[s3: {
            storage: 10000 GB, puts: 10000 per month, gets: 10000 per month }]",
        prices: &[
            ("s3.standard.storage", "$0.023 per GB-month"),
            ("s3.standard.tier1", "$0.005 per 1k requests"),
            ("s3.standard.tier2", "$0.0004 per 1k requests"),
        ],
        ..PLAIN
    };
}
