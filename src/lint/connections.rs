//! Functions and tasks, and the connections their database takes.
//!
//! Each environment of a function holds a connection of its own; as many run at once as the busiest
//! minutes take (Little's law), or as may run. A task holds as many as it says, or one for each of its
//! workers where they are known. PostgreSQL takes one connection for 9,531,392 bytes of memory and 5,000
//! at most, MySQL and MariaDB one for 12,582,880 bytes: the defaults of RDS, of which the memory AWS keeps
//! for itself takes a few. Provisioned Aurora PostgreSQL takes as many as that of RDS. Nothing is said of
//! Aurora MySQL, whose default grows with the logarithm of the memory, and of Serverless v2, whose default
//! follows the most capacity by a table that names a few capacities only. Sources: RDS user guide,
//! "Maximum number of database connections"; Aurora user guide, "Maximum connections to an Aurora
//! PostgreSQL DB instance" and "Performance and scaling for Aurora Serverless v2".

use super::{Present, names};
use crate::catalog::class;
use crate::formula::symbol;
use crate::services::aurora;
use crate::services::rds::Engine;
use crate::services::rds_proxy::{LEAST_VCPU, VCPU_HOUR};
use crate::services::{Component, OpenQuestion, Settings, Usage};
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// The share of its connections from which a database is said to be near its limit.
const NEAR: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

/// Databases without a proxy whose connections functions and tasks may use up.
pub(super) fn of_databases(present: &Present<'_>) -> Vec<OpenQuestion> {
    let users = present.components.iter().filter(|component| {
        let opened = opened(present, component);
        opened.is_none_or(|opened| !opened.is_zero())
    });
    let users: Vec<&Component> = users.copied().collect();
    let databases = present.components.iter().filter_map(|component| {
        let database = Database::of(component)?;
        (!has_proxy(present, component)).then_some(database)
    });
    databases
        .filter_map(|database| question(present, &users, &database))
        .collect()
}

/// A database whose connections can be counted.
struct Database<'a> {
    name: &'a str,
    class: &'a str,
    vcpus: Option<Decimal>,
    bytes_each: u32,
    most: Option<u32>,
}

impl<'a> Database<'a> {
    /// `None` for what is no database, or for one that has another rule.
    fn of(component: &'a Component) -> Option<Database<'a>> {
        const POSTGRES: (u32, Option<u32>) = (9_531_392, Some(5_000));
        let (class, vcpus, (bytes_each, most)) = match &component.settings {
            Settings::Rds(database) => {
                let rule = match database.engine {
                    Engine::Postgres => POSTGRES,
                    Engine::Mysql | Engine::Mariadb => (12_582_880, None),
                };
                (&database.class, database.vcpus(), rule)
            }
            Settings::Aurora(cluster) if cluster.engine == aurora::Engine::Postgres => {
                // The Data API opens no connections of its own.
                let class = cluster
                    .class
                    .as_ref()
                    .filter(|_| cluster.data_api.is_none());
                (class?, cluster.vcpus(), POSTGRES)
            }
            _ => return None,
        };
        Some(Database {
            name: &component.name,
            class,
            vcpus: vcpus.ok(),
            bytes_each,
            most,
        })
    }

    /// The connections it takes unless its parameters say otherwise; `None` for a class that is not
    /// described.
    fn most_connections(&self) -> Option<Decimal> {
        let memory = class(self.class).ok()??.memory_gib;
        let bytes = memory.checked_mul(Decimal::from(1_u64 << 30))?;
        let connections = bytes.checked_div(Decimal::from(self.bytes_each))?.floor();
        let most = self.most.map(Decimal::from);
        Some(most.map_or(connections, |most| connections.min(most)))
    }
}

/// True when a proxy stands in front of a database, or in front of one that is not named.
fn has_proxy(present: &Present<'_>, database: &Component) -> bool {
    present
        .components
        .iter()
        .any(|component| match &component.settings {
            Settings::RdsProxy(proxy) => {
                let of = proxy.for_.as_ref();
                of.is_none_or(|name| *name == database.name)
            }
            _ => false,
        })
}

fn question(
    present: &Present<'_>,
    users: &[&Component],
    database: &Database<'_>,
) -> Option<OpenQuestion> {
    let at_once = users.iter().try_fold(Decimal::ZERO, |sum, user| {
        sum.checked_add(opened(present, user)?)
    })?;
    let limit = database.most_connections()?;
    if at_once.is_zero() || at_once < limit.checked_mul(NEAR)? {
        return None;
    }
    let Database { name, class, .. } = database;
    let message = format!(
        "{} may open {} connections at once, and `{name}` ({class}) takes {limit}; the amount is for a \
         proxy",
        names(users),
        crate::units::number::grouped(at_once.ceil())
    );
    let vcpu = database.vcpus?.max(Decimal::from(LEAST_VCPU));
    let proxy = symbol(vcpu, "vCPU") * present.workload.hours();
    let settled_by = format!("`rds_proxy` or `{name}.class`");
    let code = WarningCode::ConnectionsNearLimit;
    let question = OpenQuestion::new(name, code, message, settled_by);
    Some(question.adding(vec![Usage::new(&VCPU_HOUR, &[], proxy)]))
}

/// The most connections a component opens at once; `None` when it can't be told.
fn opened(present: &Present<'_>, component: &Component) -> Option<Decimal> {
    match &component.settings {
        Settings::Lambda(function) => function.most_environments(present.workload),
        Settings::Fargate(tasks) => match tasks.connections_of_one(present.workload) {
            Some(each) => tasks.copies(present.workload)?.1.checked_mul(each),
            None => Some(Decimal::ZERO),
        },
        _ => Some(Decimal::ZERO),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Node, Reader, Setting, Source};

    /// The connections of a component as it is written in a scenario.
    fn connections(component: &str) -> Option<String> {
        let source = Source::new("t", component);
        let node = Node::parse(&source, 0).unwrap();
        let mut reader = Reader::new(vec![source]);
        let component = Component::read(&node, &mut reader);
        reader.finish().unwrap();
        let limit = Database::of(&component.unwrap())?.most_connections()?;
        Some(limit.to_string())
    }

    fn rds(engine: &str, class: &str) -> Option<String> {
        connections(&format!(
            "rds: {{ engine: {engine}, class: {class}, storage: 20 GB gp3 }}"
        ))
    }

    /// 2^30 ÷ 9,531,392 = 112.65; 2^30 ÷ 12,582,880 = 85.33; 64 GiB would be 7,209; 16 GiB are
    /// 17,179,869,184 ÷ 9,531,392 = 1,802.4.
    #[test]
    fn connections_follow_the_memory_of_the_class() {
        assert_eq!(rds("postgres", "db.t3.micro").as_deref(), Some("112"));
        assert_eq!(rds("postgres", "db.r6g.2xlarge").as_deref(), Some("5000"));
        assert_eq!(rds("mysql", "db.t3.micro").as_deref(), Some("85"));
        assert_eq!(rds("postgres", "db.x99.huge"), None);
        let aurora = |settings: &str| connections(&format!("aurora: {{ {settings} }}"));
        let large = "engine: postgres, class: db.r6g.large";
        assert_eq!(aurora(large).as_deref(), Some("1802"));
        assert_eq!(aurora("engine: mysql, class: db.r6g.large"), None);
        assert_eq!(aurora("engine: postgres, capacity: 4 ACU"), None);
        assert_eq!(aurora(&format!("{large}, data_api: 1 per request")), None);
    }
}
