//! What tasks have to spare when the traffic is highest.

use super::Fargate;
use super::capacity::Tasks;
use crate::formula::symbol;
use crate::services::Context;
use crate::units::Measure;
use crate::workload::Workload;
use rust_decimal::Decimal;

impl Fargate {
    /// The part of their capacity that tasks have to spare in the tightest hour; below zero where they
    /// can't carry it, and `None` where it is not known what a request takes.
    pub(crate) fn headroom(&self, workload: &Workload) -> Option<Decimal> {
        let context = Context {
            workload,
            name: "",
            peers: &[],
        };
        match self.counted() {
            Tasks::Scaled(scaling) => {
                let sum = self.sum(scaling, &context).ok()?;
                let load = context.expected(&sum.load)?;
                let busy = scaling.utilisation.expected.amount();
                let mut least: Option<Decimal> = None;
                for slice in &sum.slices {
                    let tasks = sum.each.of(load, slice).ok()?;
                    if tasks.is_zero() {
                        continue; // closed: nothing is carried, and nothing is said to be
                    }
                    let wanted = load.checked_mul(slice.weight)?.checked_mul(busy)?;
                    let spare = Decimal::ONE.checked_sub(wanted.checked_div(tasks)?)?;
                    least = Some(least.map_or(spare, |least| least.min(spare)));
                }
                least
            }
            Tasks::Stated(tasks) => {
                // A bound from the memory of some function says what they may lack, not what they have.
                workload.request.cpu_time?;
                let tasks = tasks.at(&workload.level)?.low.amount();
                let vcpu = self.cpu.at(&workload.level)?.amount();
                let has = tasks.checked_mul(vcpu)?;
                let busiest =
                    self.peak_rate(workload) * workload.cpu_time()? / symbol(1_000, "ms/s");
                let wanted = context.expected(&busiest)?;
                Decimal::ONE.checked_sub(wanted.checked_div(has)?)
            }
        }
    }
}
