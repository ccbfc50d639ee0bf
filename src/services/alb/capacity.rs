//! What connections and bytes use of a load balancer's capacity units.
//!
//! AWS takes the largest of several dimensions in each hour. Those here all follow the requests, so
//! their sum over the month does not depend on the hour they come in; they are metered by the hour, so
//! what counts is the requests in the hours billed. Bytes are counted in decimal
//! gigabytes: in AWS's own examples 300 KB a second are 1.08 GB an hour.

use crate::formula::{Formula, Label, spread};
use crate::services::{Context, Meter, MeterError};
use crate::syntax::{Fields, Reader};
use crate::units::{Count, Duration, Measure, Size, Spread, arithmetic, show_spread};
use rust_decimal::Decimal;

/// What one capacity unit carries.
#[derive(Debug, Clone, Copy)]
pub(in crate::services) struct CapacityUnit {
    /// One of it for an hour, as formulas show it: `LCU-hour`.
    pub hour: &'static str,
    /// New connections in a second.
    pub new: u32,
    /// Connections open at a time.
    pub active: u32,
    /// Bytes in an hour.
    pub bytes: u32,
}

/// How clients use connections, as far as the load balancer says.
#[derive(Debug, Clone, Copy)]
pub(in crate::services) struct Connections {
    /// Requests a client sends over one connection.
    pub requests: Option<Spread<Count>>,
    /// How long a connection stays open.
    pub open: Option<Spread<Duration>>,
}

/// Requests over a connection, and the milliseconds it stays open, where nothing says so. Both are ours.
const USUAL: (u32, u32) = (4, 60_000);

impl Connections {
    /// Refuses connections that carry nothing.
    pub fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self
            .requests
            .is_some_and(|requests| requests.low.amount() <= Decimal::ZERO)
        {
            let message = "a connection carries at least one request".to_owned();
            reader.fault(
                "bad-value",
                fields.place("requests_per_connection"),
                message,
                None,
            );
        }
    }

    /// Both, from the request profile or our defaults where the load balancer says nothing.
    fn complete(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> (Spread<Count>, Spread<Duration>) {
        let request = &context.workload.request;
        let requests = self.requests.or(request.per_connection);
        let open = self.open.or(request.connection_time);
        let missing = match (requests, open) {
            (Some(_), Some(_)) => "",
            (None, Some(_)) => " (`request.per_connection` not given)",
            (Some(_), None) => " (`request.connection_time` not given)",
            (None, None) => " (`request.per_connection` and `request.connection_time` not given)",
        };
        let usual = (
            Count::of(Decimal::from(USUAL.0)),
            Duration::of(Decimal::from(USUAL.1)),
        );
        let requests = requests.unwrap_or(Spread::exact(usual.0));
        let open = open.unwrap_or(Spread::exact(usual.1));
        meter.assume(format!(
            "`{}`: clients send {} requests over a connection and keep it open for {}{missing}.",
            context.name,
            show_spread(&requests),
            show_spread(&open),
        ));
        (requests, open)
    }
}

/// Refuses what capacity units would be worked out from, beside units that are stated.
pub(in crate::services) fn check_stated(own: &[&str], fields: &Fields<'_>, reader: &mut Reader) {
    for field in ["requests_per_connection", "connection_time"]
        .iter()
        .chain(own)
    {
        if fields.get(field).is_some() {
            let message = format!("`{field}` has no meaning beside `capacity_units`");
            let help = Some("give one or the other".to_owned());
            let place = fields.place(field);
            reader.fault("invalid-configuration", place, message, help);
        }
    }
}

impl CapacityUnit {
    /// Unit-hours of the month by dimension: new connections, open connections, bytes.
    ///
    /// # Errors
    /// When the scenario does not state the size of a response, `why` says what it is needed for, or
    /// when its bytes do not fit.
    pub fn dimensions(
        &self,
        connections: &Connections,
        context: &Context<'_>,
        meter: &mut Meter,
        why: &str,
    ) -> Result<Vec<(&'static str, Formula)>, MeterError> {
        let (requests, open) = connections.complete(context, meter);
        let response = context.response(why)?;
        let payload = context.payload(meter);
        let new = || {
            let requests = requests.map(Measure::amount);
            let all = context.workload.requests_in_billed_hours();
            all / spread(requests, symbolic("requests/connection"))
        };
        let open = open.map(Duration::seconds);
        let bytes = Spread::try_from_cases(|case| {
            arithmetic::add(payload.at(case).amount(), response.at(case).amount())
        });
        let mut bytes = bytes.map_err(|error| MeterError {
            field: None,
            message: format!("the bytes of a request and its response together: {error}"),
            help: "lower `payload` or `response` under `request`".to_owned(),
        })?;
        let bytes = match (payload.is_exact(), response.is_exact()) {
            // Two ranges are two inputs; they stay apart.
            (false, false) => {
                let each = |size: Spread<Size>| spread(size.map(Measure::amount), symbolic("B"));
                each(payload) + each(response)
            }
            (true, _) => {
                bytes.input = response.input;
                spread(bytes, symbolic("B"))
            }
            (false, true) => {
                bytes.input = payload.input;
                spread(bytes, symbolic("B"))
            }
        };
        Ok(vec![
            (
                "new",
                new() / self.holds(self.new, 3_600, "new connections"),
            ),
            (
                "active",
                new() * spread(open, symbolic("s open"))
                    / self.holds(self.active, 3_600, "open seconds"),
            ),
            (
                "bytes",
                context.workload.requests_in_billed_hours() * bytes
                    / self.holds(self.bytes, 1, "B"),
            ),
        ])
    }

    /// `90,000 new connections/LCU-hour`.
    fn holds(&self, amount: u32, seconds: u32, of: &str) -> Formula {
        let amount = Decimal::from(u64::from(amount) * u64::from(seconds));
        let label = Label::Symbol(format!("{of}/{}", self.hour).into());
        spread(Spread::exact(amount), label)
    }
}

fn symbolic(unit: &'static str) -> Label {
    Label::Symbol(unit.into())
}
