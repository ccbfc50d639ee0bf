//! The prices of commitments, and which usage each is for.
//!
//! A plan states one rate for each product it discounts; a reservation one hourly price for each
//! class. Payments upfront are spread over the hours of the term.

use super::plan::{Payment, PlanRate, Term};
use crate::catalog::{KeySpec, Selector};
use crate::units::Unit;

/// A rate of the Compute Savings Plans; the usage type is that of the product discounted.
const fn compute(service: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("ComputeSavingsPlans")
        .usagetype(usagetype)
        .operation(service)
        .with(&[("purchaseTerm", "{term}"), ("purchaseOption", "{payment}")])
}

/// A rate of the Database Savings Plans.
const fn database(service: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("DatabaseSavingsPlans")
        .usagetype(usagetype)
        .operation(service)
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident $pattern:literal $title:literal $unit:ident $selector:expr;)*) => {
        $($(#[$doc])* pub(super) const $name: KeySpec =
            KeySpec::regional($pattern, $title, Unit::$unit, $selector);)*

        /// Every price key of a commitment.
        pub const KEYS: &[KeySpec] = &[$($name),*];
    };
}

keys! {
    FARGATE_X86_VCPU "sp.compute.fargate.x86.vcpu.{term}.{payment}"
        "Compute Savings Plan: Fargate vCPU, Linux x86" VcpuHour
        compute("AmazonECS", "Fargate-vCPU-Hours:perCPU");
    FARGATE_X86_MEMORY "sp.compute.fargate.x86.memory.{term}.{payment}"
        "Compute Savings Plan: Fargate memory, Linux x86" GbHour
        compute("AmazonECS", "Fargate-GB-Hours");
    FARGATE_ARM_VCPU "sp.compute.fargate.arm.vcpu.{term}.{payment}"
        "Compute Savings Plan: Fargate vCPU, Linux Arm" VcpuHour
        compute("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU");
    FARGATE_ARM_MEMORY "sp.compute.fargate.arm.memory.{term}.{payment}"
        "Compute Savings Plan: Fargate memory, Linux Arm" GbHour
        compute("AmazonECS", "Fargate-ARM-GB-Hours");
    FARGATE_WINDOWS_VCPU "sp.compute.fargate.windows.vcpu.{term}.{payment}"
        "Compute Savings Plan: Fargate vCPU, Windows" VcpuHour
        compute("AmazonECS", "Fargate-Windows-vCPU-Hours:perCPU");
    FARGATE_WINDOWS_MEMORY "sp.compute.fargate.windows.memory.{term}.{payment}"
        "Compute Savings Plan: Fargate memory, Windows" GbHour
        compute("AmazonECS", "Fargate-Windows-GB-Hours");
    EKS_VCPU "sp.compute.eks.fargate.vcpu.{term}.{payment}"
        "Compute Savings Plan: EKS Fargate vCPU" VcpuHour
        compute("AmazonEKS", "Fargate-vCPU-Hours:perCPU");
    EKS_MEMORY "sp.compute.eks.fargate.memory.{term}.{payment}"
        "Compute Savings Plan: EKS Fargate memory" GbHour
        compute("AmazonEKS", "Fargate-GB-Hours");
    EC2 "sp.compute.ec2.{family}.{size}.{term}.{payment}"
        "Compute Savings Plan: EC2 {family}.{size}" Hour
        compute("AmazonEC2", "BoxUsage:{family}.{size}");
    LAMBDA_X86 "sp.compute.lambda.x86.duration.{term}.{payment}"
        "Compute Savings Plan: Lambda duration, x86" GbSecond
        compute("AWSLambda", "Lambda-GB-Second");
    LAMBDA_ARM "sp.compute.lambda.arm.duration.{term}.{payment}"
        "Compute Savings Plan: Lambda duration, Arm" GbSecond
        compute("AWSLambda", "Lambda-GB-Second-ARM");
    LAMBDA_PROVISIONED "sp.compute.lambda.{platform}.pc.{term}.{payment}"
        "Compute Savings Plan: Lambda provisioned concurrency, {platform}" GbSecond
        compute("AWSLambda", "Lambda-Provisioned-Concurrency");
    LAMBDA_PROVISIONED_DURATION "sp.compute.lambda.{platform}.pc-duration.{term}.{payment}"
        "Compute Savings Plan: Lambda provisioned duration, {platform}" GbSecond
        compute("AWSLambda", "Lambda-Provisioned-GB-Second");
    DATABASE_INSTANCE "sp.database.rds.{engine}.{family}.{size}.{zones}"
        "Database Savings Plan: RDS {engine} db.{family}.{size}, {zones}" Hour
        database("AmazonRDS", "InstanceUsage:db.{family}.{size}");
    DATABASE_CACHE "sp.database.elasticache.{family}.{size}"
        "Database Savings Plan: Valkey cache.{family}.{size}" NodeHour
        database("AmazonElastiCache", "NodeUsage:cache.{family}.{size}");
    DATABASE_CACHE_DATA "sp.database.elasticache.serverless-gb"
        "Database Savings Plan: Valkey serverless data" GbHour
        database("AmazonElastiCache", "ElastiCache:ValkeyServerless:CachedData");
    DATABASE_CACHE_UNITS "sp.database.elasticache.serverless-ecpu"
        "Database Savings Plan: Valkey serverless processing" Ecpu
        database("AmazonElastiCache", "ElastiCache:ValkeyServerless:ECPUs");
    DATABASE_AURORA "sp.database.aurora.{engine}"
        "Database Savings Plan: Aurora Serverless v2 {engine}" AcuHour
        database("AmazonRDS", "Aurora:ServerlessV2Usage");
    DATABASE_AURORA_IO "sp.database.aurora-io.{engine}"
        "Database Savings Plan: Aurora Serverless v2 {engine}, I/O-Optimized" AcuHour
        database("AmazonRDS", "Aurora:ServerlessV2IOOptimizedUsage");
    DATABASE_AURORA_INSTANCE "sp.database.aurora-instance.{engine}.{family}.{size}"
        "Database Savings Plan: Aurora {engine} db.{family}.{size}" Hour
        database("AmazonRDS", "InstanceUsage:db.{family}.{size}");
    DATABASE_AURORA_INSTANCE_IO "sp.database.aurora-instance-io.{engine}.{family}.{size}"
        "Database Savings Plan: Aurora {engine} db.{family}.{size}, I/O-Optimized" Hour
        database("AmazonRDS", "InstanceUsageIOOptimized:db.{family}.{size}");
    DATABASE_READ "sp.database.dynamodb.read"
        "Database Savings Plan: DynamoDB on-demand reads" ReadRequestUnit
        database("AmazonDynamoDB", "ReadRequestUnits");
    DATABASE_WRITE "sp.database.dynamodb.write"
        "Database Savings Plan: DynamoDB on-demand writes" WriteRequestUnit
        database("AmazonDynamoDB", "WriteRequestUnits");
    DATABASE_READ_CAPACITY "sp.database.dynamodb.read-capacity"
        "Database Savings Plan: DynamoDB provisioned reads" RcuHour
        database("AmazonDynamoDB", "ReadCapacityUnit-Hrs");
    DATABASE_WRITE_CAPACITY "sp.database.dynamodb.write-capacity"
        "Database Savings Plan: DynamoDB provisioned writes" WcuHour
        database("AmazonDynamoDB", "WriteCapacityUnit-Hrs");
    /// The product of the instance itself; the price stands in its reserved terms.
    RESERVED_DATABASE "reserved.rds.{engine}.{family}.{size}.{zones}.{term}.{payment}"
        "RDS {engine} db.{family}.{size} reserved, {zones}" Hour
        Selector::of("AmazonRDS").family("Database Instance").with(&[
            ("instanceType", "db.{family}.{size}"),
            ("databaseEngine", "{engine}"),
        ]);
    RESERVED_CACHE "reserved.elasticache.{engine}.{family}.{size}.{term}.{payment}"
        "ElastiCache {engine} cache.{family}.{size} reserved" NodeHour
        Selector::of("AmazonElastiCache").family("Cache Instance").with(&[
            ("instanceType", "cache.{family}.{size}"),
            ("cacheEngine", "{engine}"),
        ]);
}

/// The rate of a Compute Savings Plan for usage of a key.
pub(super) fn compute_rate(usage: &str, term: Term, payment: Payment) -> PlanRate {
    let covered = |spec: &'static KeySpec, values: &[&str]| {
        let mut values = values.to_vec();
        values.extend([term.key(), payment.key()]);
        PlanRate::Covered(spec, spec.key(&values))
    };
    let parts: Vec<&str> = usage.split('.').collect();
    match parts.as_slice() {
        ["fargate", "linux", "x86", "vcpu"] => covered(&FARGATE_X86_VCPU, &[]),
        ["fargate", "linux", "x86", "memory"] => covered(&FARGATE_X86_MEMORY, &[]),
        ["fargate", "linux", "arm", "vcpu"] => covered(&FARGATE_ARM_VCPU, &[]),
        ["fargate", "linux", "arm", "memory"] => covered(&FARGATE_ARM_MEMORY, &[]),
        ["fargate", "windows", "vcpu"] => covered(&FARGATE_WINDOWS_VCPU, &[]),
        ["fargate", "windows", "memory"] => covered(&FARGATE_WINDOWS_MEMORY, &[]),
        ["eks", "fargate", "vcpu"] => covered(&EKS_VCPU, &[]),
        ["eks", "fargate", "memory"] => covered(&EKS_MEMORY, &[]),
        ["ec2", "linux", family, size] => covered(&EC2, &[family, size]),
        ["lambda", "duration", "x86"] => covered(&LAMBDA_X86, &[]),
        ["lambda", "duration", "arm"] => covered(&LAMBDA_ARM, &[]),
        ["lambda", "pc", platform] => covered(&LAMBDA_PROVISIONED, &[platform]),
        ["lambda", "pc", "duration", platform] => {
            covered(&LAMBDA_PROVISIONED_DURATION, &[platform])
        }
        ["eks", ..] => PlanRate::Excluded("the EKS control plane is never covered"),
        _ => PlanRate::Other,
    }
}

/// The rate of a Database Savings Plan for usage of a key.
pub(super) fn database_rate(usage: &str) -> PlanRate {
    let covered =
        |spec: &'static KeySpec, values: &[&str]| PlanRate::Covered(spec, spec.key(values));
    let parts: Vec<&str> = usage.split('.').collect();
    match parts.as_slice() {
        ["rds", "postgresql" | "mysql" | "mariadb", family, ..] if !is_seventh(family) => {
            PlanRate::Excluded("only instances of the seventh generation and newer are covered")
        }
        [
            "rds",
            engine @ ("postgresql" | "mysql" | "mariadb"),
            family,
            size,
            zones,
        ] => covered(&DATABASE_INSTANCE, &[engine, family, size, zones]),
        ["elasticache", "serverless-gb", "valkey"] => covered(&DATABASE_CACHE_DATA, &[]),
        ["elasticache", "serverless-ecpu", "valkey"] => covered(&DATABASE_CACHE_UNITS, &[]),
        ["elasticache", "valkey", family, _] if !is_seventh(family) => {
            PlanRate::Excluded("only nodes of the seventh generation and newer are covered")
        }
        ["elasticache", "valkey", family, size] => covered(&DATABASE_CACHE, &[family, size]),
        ["elasticache", "redis" | "memcached", ..]
        | ["elasticache", "serverless-gb" | "serverless-ecpu", _] => {
            PlanRate::Excluded("of ElastiCache only Valkey is covered")
        }
        ["aurora", "sv2", "acu", "io", engine] => covered(&DATABASE_AURORA_IO, &[engine]),
        ["aurora", "sv2", "acu", engine] => covered(&DATABASE_AURORA, &[engine]),
        ["aurora", "instance" | "instance-io", _, family, _] if !is_seventh(family) => {
            PlanRate::Excluded("only instances of the seventh generation and newer are covered")
        }
        ["aurora", "instance", engine, family, size] => {
            covered(&DATABASE_AURORA_INSTANCE, &[engine, family, size])
        }
        ["aurora", "instance-io", engine, family, size] => {
            covered(&DATABASE_AURORA_INSTANCE_IO, &[engine, family, size])
        }
        ["dynamodb", "ondemand", "read"] => covered(&DATABASE_READ, &[]),
        ["dynamodb", "ondemand", "write"] => covered(&DATABASE_WRITE, &[]),
        ["dynamodb", "provisioned", "read"] => covered(&DATABASE_READ_CAPACITY, &[]),
        ["dynamodb", "provisioned", "write"] => covered(&DATABASE_WRITE_CAPACITY, &[]),
        _ => PlanRate::Other,
    }
}

/// True for instance families of the seventh generation and newer: m7g, r8g, x8g.
fn is_seventh(family: &str) -> bool {
    let generation: String = family
        .chars()
        .skip_while(|c| c.is_ascii_alphabetic())
        .take_while(char::is_ascii_digit)
        .collect();
    generation
        .parse::<u32>()
        .is_ok_and(|generation| generation >= 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_cover_what_aws_says_they_do() {
        let key = |rate: PlanRate| match rate {
            PlanRate::Covered(_, key) => key.to_string(),
            PlanRate::Excluded(why) => why.to_owned(),
            PlanRate::Other => "other".to_owned(),
        };
        let compute = |usage: &str| key(compute_rate(usage, Term::ThreeYears, Payment::AllUpfront));
        assert_eq!(
            compute("fargate.linux.x86.vcpu"),
            "sp.compute.fargate.x86.vcpu.3yr.all"
        );
        assert_eq!(
            compute("lambda.pc.duration.arm"),
            "sp.compute.lambda.arm.pc-duration.3yr.all"
        );
        assert_eq!(
            compute("ec2.linux.m7g.large"),
            "sp.compute.ec2.m7g.large.3yr.all"
        );
        for other in [
            "lambda.requests.x86",
            "alb.hour",
            "nat.gb",
            "fargate.ephemeral",
        ] {
            assert_eq!(compute(other), "other");
        }
        let database = |usage: &str| key(database_rate(usage));
        assert_eq!(
            database("rds.postgresql.m7g.large.multi"),
            "sp.database.rds.postgresql.m7g.large.multi"
        );
        for old in ["t3", "t4g", "r6g", "m5"] {
            let usage = format!("rds.postgresql.{old}.large.single");
            assert!(database(&usage).contains("seventh generation"), "{usage}");
        }
        assert!(database("aurora.instance.postgresql.r6g.large").contains("seventh generation"));
        assert_eq!(
            database("aurora.instance-io.mysql.r7g.large"),
            "sp.database.aurora-instance-io.mysql.r7g.large"
        );
        assert!(database("elasticache.redis.m7g.large").contains("only Valkey"));
        assert_eq!(
            database("elasticache.valkey.r7g.large"),
            "sp.database.elasticache.r7g.large"
        );
        assert_eq!(database("rds.storage.gp3.single"), "other");
    }
}
