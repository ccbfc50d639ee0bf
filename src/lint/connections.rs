//! Functions and the connections their database takes.
//!
//! Each environment of a function holds a connection of its own. As many run at once as requests
//! come in a second times the seconds each takes (Little's law), at the stated peak. PostgreSQL takes
//! one connection for 9,531,392 bytes of memory and 5,000 at most, MySQL and MariaDB one for
//! 12,582,880 bytes: the defaults of RDS, of which the memory AWS keeps for itself takes a few.
//! Source: RDS user guide, "Maximum number of database connections".

use super::{Present, names};
use crate::catalog::class;
use crate::formula::{Conditions, symbol};
use crate::services::lambda::Lambda;
use crate::services::rds::{Engine, Rds};
use crate::services::rds_proxy::{LEAST_VCPU, VCPU_HOUR};
use crate::services::{Component, OpenQuestion, Settings, Usage};
use crate::units::{Case, Duration, Measure};
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// The share of its connections from which a database is said to be near its limit.
const NEAR: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

/// Databases without a proxy whose connections functions may use up.
pub(super) fn of_functions(present: &Present<'_>) -> Vec<OpenQuestion> {
    let functions = present
        .components
        .iter()
        .filter(|c| matches!(c.settings, Settings::Lambda(_)));
    let functions: Vec<&Component> = functions.copied().collect();
    let databases = present
        .components
        .iter()
        .filter_map(|component| match &component.settings {
            Settings::Rds(database) if !has_proxy(present, component) => {
                Some((*component, database.as_ref()))
            }
            _ => None,
        });
    databases
        .filter_map(|(component, database)| question(present, &functions, component, database))
        .collect()
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
    functions: &[&Component],
    component: &Component,
    database: &Rds,
) -> Option<OpenQuestion> {
    let at_once = functions.iter().try_fold(Decimal::ZERO, |sum, function| {
        sum.checked_add(concurrency(present, function)?)
    })?;
    let limit = most_connections(database)?;
    if at_once.is_zero() || at_once < limit.checked_mul(NEAR)? {
        return None;
    }
    let (name, class) = (&component.name, &database.class);
    let message = format!(
        "{} may run {} times at once, each with a connection, and `{name}` ({class}) takes {limit}; \
         the amount is for a proxy",
        names(functions),
        crate::units::number::grouped(at_once.ceil())
    );
    let vcpu = database.vcpus().ok()?.max(Decimal::from(LEAST_VCPU));
    let proxy = symbol(vcpu, "vCPU") * present.workload.hours();
    let settled_by = format!("`rds_proxy` or `{name}.class`");
    let code = WarningCode::ConnectionsNearLimit;
    let question = OpenQuestion::new(name, code, message, settled_by);
    Some(question.adding(vec![Usage::new(&VCPU_HOUR, &[], proxy)]))
}

/// How many invocations of a function run at once at the peak; `None` when it can't be told.
fn concurrency(present: &Present<'_>, component: &Component) -> Option<Decimal> {
    let Settings::Lambda(function) = &component.settings else {
        return Some(Decimal::ZERO);
    };
    let workload = present.workload;
    let Lambda {
        invocations,
        duration,
        ..
    } = function.as_ref();
    let seconds = duration.or(workload.request.duration)?.high;
    let invocations = invocations.per_month("invocation", workload.month);
    let requests = workload.requests_per_month().ok()?;
    let case = Case::High;
    let in_month = invocations.value(Conditions { requests, case }).ok()?;
    let month = workload
        .month
        .counted_hours()
        .checked_mul(Decimal::from(3_600))?;
    let peak = workload.peak.map_or(Decimal::ONE, Measure::amount);
    in_month
        .checked_mul(Duration::seconds(seconds))?
        .checked_mul(peak)?
        .checked_div(month)
}

/// The connections a database takes unless its parameters say otherwise; `None` for a class that is
/// not described.
fn most_connections(database: &Rds) -> Option<Decimal> {
    let memory = class(&database.class).ok()??.memory_gib;
    let bytes = memory.checked_mul(Decimal::from(1_u64 << 30))?;
    let (bytes_each, most) = match database.engine {
        Engine::Postgres => (9_531_392, Some(Decimal::from(5_000))),
        Engine::Mysql | Engine::Mariadb => (12_582_880, None),
    };
    let connections = bytes.checked_div(Decimal::from(bytes_each))?.floor();
    Some(most.map_or(connections, |most| connections.min(most)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::rds::{Deployment, Storage};
    use crate::workload::Uptime;

    fn connections(engine: Engine, class: &str) -> Option<String> {
        let database = Rds {
            engine,
            class: class.to_owned(),
            storage: Storage::parse("20 GB gp3").unwrap(),
            deployment: Deployment::Single,
            iops: None,
            throughput: None,
            io_requests: None,
            backup: None,
            running: Uptime::Always,
            version: None,
            vcpu: None,
            surplus_credits: None,
        };
        most_connections(&database).map(|limit| limit.to_string())
    }

    /// 2^30 ÷ 9,531,392 = 112.65; 2^30 ÷ 12,582,880 = 85.33; 64 GiB would be 7,209.
    #[test]
    fn connections_follow_the_memory_of_the_class() {
        let postgres = |class| connections(Engine::Postgres, class);
        assert_eq!(postgres("db.t3.micro").as_deref(), Some("112"));
        assert_eq!(postgres("db.r6g.2xlarge").as_deref(), Some("5000"));
        let mysql = |class| connections(Engine::Mysql, class);
        assert_eq!(mysql("db.t3.micro").as_deref(), Some("85"));
        assert_eq!(postgres("db.x99.huge"), None);
    }
}
