//! Reserved database instances and cache nodes.
//!
//! A reservation covers running instances of its engine and family, hour by hour, by normalized
//! units: a micro counts half a small, a Multi-AZ deployment twice a Single-AZ one; smaller
//! instances are covered first. Memcached nodes are covered only in the very size reserved.

use super::keys;
use super::plan::{Payment, Term};
use crate::catalog::{KeySpec, PriceKey};
use crate::syntax::{Check, Fields, Reader, keyword_setting, settings};
use crate::units::{Count, Measure};
use rust_decimal::Decimal;

keyword_setting! {
    /// The engine of a reservation.
    pub enum Reserved {
        /// RDS for PostgreSQL.
        Postgres "postgres" | "postgresql",
        /// RDS for MySQL.
        Mysql "mysql",
        /// RDS for MariaDB.
        Mariadb "mariadb",
        /// ElastiCache for Redis OSS.
        Redis "redis",
        /// ElastiCache for Valkey.
        Valkey "valkey",
        /// ElastiCache for Memcached.
        Memcached "memcached",
    }
}

impl Reserved {
    fn is_database(self) -> bool {
        matches!(
            self,
            Reserved::Postgres | Reserved::Mysql | Reserved::Mariadb
        )
    }

    /// The word in price keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Reserved::Postgres => "postgresql",
            other => other.word(),
        }
    }
}

settings! {
    /// Reserved instances of one class.
    pub struct Reservation {
        /// The engine.
        engine: Reserved,
        /// Instance class or node type, such as `db.t4g.medium` or `cache.m7g.large`.
        class: String,
        /// True for a Multi-AZ database.
        multi_az: bool = false,
        /// How many are reserved.
        count: Count,
        /// `1 year` or `3 years`.
        term: Term = Term::OneYear,
        /// `no upfront`, `partial upfront` or `all upfront`.
        payment: Payment = Payment::NoUpfront,
    }
}

impl Check for Reservation {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.parts().is_none() {
            let example = if self.engine.is_database() {
                "db.t4g.medium"
            } else {
                "cache.m7g.large"
            };
            let message = format!("`{}` is not a class of {}", self.class, self.engine);
            let help = Some(format!("a class looks like `{example}`"));
            reader.fault("bad-value", fields.place("class"), message, help);
        }
        if self.multi_az && !self.engine.is_database() {
            let message = "cache nodes are reserved one by one, whatever their zones".to_owned();
            reader.fault(
                "invalid-configuration",
                fields.place("multi_az"),
                message,
                None,
            );
        }
        if self.engine.is_database()
            && self.term == Term::ThreeYears
            && self.payment == Payment::NoUpfront
        {
            let message = "RDS sells three years only with a payment upfront".to_owned();
            let help = Some("`payment: partial upfront` or `all upfront`".to_owned());
            reader.fault("invalid-configuration", fields.place("term"), message, help);
        }
        let count = self.count.amount();
        let possible = count >= Decimal::ONE && count <= Decimal::from(MOST_RESERVED);
        if !possible || count.fract() != Decimal::ZERO {
            let message = format!("`{}` is not a number of instances", self.count);
            let help = Some(format!("a whole number from 1 to {MOST_RESERVED}"));
            reader.fault("bad-value", fields.place("count"), message, help);
        }
    }
}

/// Far more than an account runs of one class.
const MOST_RESERVED: u32 = 100_000;

impl Reservation {
    /// Its name for readers.
    #[must_use]
    pub fn title(&self) -> String {
        let zones = if self.multi_az { " Multi-AZ" } else { "" };
        let service = if self.engine.is_database() {
            "RDS"
        } else {
            "ElastiCache"
        };
        let (class, engine) = (&self.class, self.engine.key());
        format!(
            "{service} reserved {class} {engine}{zones}, {}, {}",
            self.term, self.payment
        )
    }

    fn parts(&self) -> Option<(&str, &str)> {
        let prefix = if self.engine.is_database() {
            "db."
        } else {
            "cache."
        };
        let (family, size) = self.class.strip_prefix(prefix)?.split_once('.')?;
        let plain = |part: &str| {
            let lower = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            !part.is_empty() && part.bytes().all(lower)
        };
        (plain(family) && plain(size) && normalized(size).is_some()).then_some((family, size))
    }

    /// The key of its hourly price, payments upfront spread over the term.
    #[must_use]
    pub fn rate(&self) -> (&'static KeySpec, PriceKey) {
        let (family, size) = self.parts().unwrap_or_default();
        let (term, payment) = (self.term.key(), self.payment.key());
        let engine = self.engine.key();
        if self.engine.is_database() {
            let zones = if self.multi_az { "multi" } else { "single" };
            let values = [engine, family, size, zones, term, payment];
            return (
                &keys::RESERVED_DATABASE,
                keys::RESERVED_DATABASE.key(&values),
            );
        }
        let values = [engine, family, size, term, payment];
        (&keys::RESERVED_CACHE, keys::RESERVED_CACHE.key(&values))
    }

    /// Normalized units all its instances bring to an hour.
    #[must_use]
    pub fn units(&self) -> Decimal {
        let (_, size) = self.parts().unwrap_or_default();
        let one = normalized(size).unwrap_or_default();
        let zones = if self.multi_az {
            Decimal::TWO
        } else {
            Decimal::ONE
        };
        self.count
            .amount()
            .saturating_mul(one)
            .saturating_mul(zones)
    }

    /// Normalized units an instance of this key needs, when the reservation can cover it.
    #[must_use]
    pub fn units_of(&self, usage: &str) -> Option<Decimal> {
        let (own_family, own_size) = self.parts()?;
        let parts: Vec<&str> = usage.split('.').collect();
        let engine = self.engine.key();
        match parts.as_slice() {
            ["rds", e, family, size, zones] if *e == engine && *family == own_family => {
                let zones = match *zones {
                    "multi" => Decimal::TWO,
                    "single" => Decimal::ONE,
                    _ => return None,
                };
                normalized(size)?.checked_mul(zones)
            }
            ["elasticache", e, family, size] if *e == engine && *family == own_family => {
                // Size flexibility is for Redis OSS and Valkey.
                let flexible = self.engine != Reserved::Memcached;
                (flexible || *size == own_size)
                    .then(|| normalized(size))
                    .flatten()
            }
            _ => None,
        }
    }
}

/// Normalized units of a size: small is one, every step up is twice the one before, and the larger
/// sizes are multiples of xlarge.
fn normalized(size: &str) -> Option<Decimal> {
    Some(match size {
        "nano" => Decimal::new(25, 2),
        "micro" => Decimal::new(5, 1),
        "small" => Decimal::ONE,
        "medium" => Decimal::TWO,
        "large" => Decimal::from(4),
        "xlarge" => Decimal::from(8),
        other => {
            let times: u16 = other.strip_suffix("xlarge")?.parse().ok()?;
            if times < 2 {
                return None;
            }
            Decimal::from(8_u32 * u32::from(times))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reservation(class: &str, engine: Reserved, multi_az: bool) -> Reservation {
        Reservation {
            engine,
            class: class.to_owned(),
            multi_az,
            count: Count::of(Decimal::ONE),
            term: Term::OneYear,
            payment: Payment::NoUpfront,
        }
    }

    #[test]
    fn a_reservation_covers_other_sizes_of_its_family() {
        let medium = reservation("db.t4g.medium", Reserved::Postgres, false);
        assert_eq!(medium.units(), Decimal::TWO);
        let units = |key: &str| medium.units_of(key);
        assert_eq!(
            units("rds.postgresql.t4g.micro.single"),
            Some(Decimal::new(5, 1))
        );
        assert_eq!(
            units("rds.postgresql.t4g.medium.multi"),
            Some(Decimal::from(4))
        );
        assert_eq!(units("rds.postgresql.t3.micro.single"), None);
        assert_eq!(units("rds.mysql.t4g.micro.single"), None);
        assert_eq!(units("rds.storage.gp3.single"), None);
        assert_eq!(units("elasticache.redis.t4g.micro"), None);
    }

    #[test]
    fn memcached_is_not_flexible() {
        let node = reservation("cache.m7g.large", Reserved::Memcached, false);
        assert_eq!(
            node.units_of("elasticache.memcached.m7g.large"),
            Some(Decimal::from(4))
        );
        assert_eq!(node.units_of("elasticache.memcached.m7g.xlarge"), None);
    }

    #[test]
    fn sizes_are_normalized_as_aws_does() {
        let units = |size: &str| normalized(size).map(|units| units.to_string());
        assert_eq!(units("micro").as_deref(), Some("0.5"));
        assert_eq!(units("2xlarge").as_deref(), Some("16"));
        assert_eq!(units("24xlarge").as_deref(), Some("192"));
        assert_eq!(units("metal"), None);
    }
}
