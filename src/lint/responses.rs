//! Responses on their way to the internet: counted nowhere, or counted twice.
//!
//! Whatever stands at the front of an architecture sends the responses, and each gigabyte of them is
//! charged: directly, or at CloudFront, to which the way is free. What is internal sends nothing.
//! Sources: aws.amazon.com/ec2/pricing/on-demand, "Data Transfer"; aws.amazon.com/cloudfront/pricing.

use super::{Present, names};
use crate::formula::Formula;
use crate::services::alb::Scheme;
use crate::services::{Component, Context, OpenQuestion, Settings, Usage, data_transfer};
use crate::units::Measure;
use crate::warning::WarningCode;

/// Responses of a known size that leave, while nothing says what their way costs.
pub(super) fn not_stated(present: &Present<'_>) -> Option<OpenQuestion> {
    let response = present.workload.request.response?;
    let is_transfer = |c: &&Component| matches!(c.settings, Settings::DataTransfer(_));
    let sends = carried(present);
    let is_stated = |(distribution, _): &(&Component, Formula)| states_out(distribution);
    if present.components.iter().any(is_transfer) || sends.iter().any(is_stated) {
        return None;
    }
    let requests = present.workload.requests_per_month().ok()?;
    if requests.high.is_zero() {
        return None;
    }
    let doors = front_doors(present);
    let first = doors.first()?;
    let verb = match doors.as_slice() {
        [_] => "sends",
        _ => "send",
    };
    let (rest, much) = match present
        .workload
        .request
        .cdn_share
        .filter(|_| !sends.is_empty())
    {
        Some(share) => {
            let all = data_transfer::all_responses(response);
            let cdn = data_transfer::share_of_responses(response, share);
            (all.above(cdn), "what the distribution does not send of")
        }
        None => (data_transfer::all_responses(response), "all of"),
    };
    let message = format!(
        "{} {verb} responses to the internet, and nothing counts them; the amount is for {much} \
         them, sent without CloudFront",
        names(&doors)
    );
    // A distribution that does not say what it sends is where to say it.
    let distribution = present.components.iter().find(|c| c.is_distribution());
    let settled_by = match distribution {
        Some(distribution) => format!("`data_transfer` or `{}.out`", distribution.name),
        None => "`data_transfer` or `cloudfront`".to_owned(),
    };
    let code = WarningCode::EgressNotStated;
    let question = OpenQuestion::new(&first.name, code, message, settled_by);
    Some(question.adding(vec![directly(rest)]))
}

/// Responses that CloudFront sends, while all of them are counted as sent directly by default.
pub(super) fn counted_twice(present: &Present<'_>) -> Option<OpenQuestion> {
    let response = present.workload.request.response?;
    let transfer = present.components.iter().find(|c| match &c.settings {
        Settings::DataTransfer(stated) => {
            stated.internet_out.is_none() && stated.through_cloudfront.is_none()
        }
        _ => false,
    })?;
    // Taken off what leaves directly where there is a distribution.
    if present.workload.request.cdn_share.is_some() {
        return None;
    }
    let (distributions, sent): (Vec<&Component>, Vec<Formula>) =
        carried(present).into_iter().unzip();
    if distributions.is_empty() {
        return None;
    }
    let name = &transfer.name;
    let verb = match distributions.as_slice() {
        [_] => "sends",
        _ => "send",
    };
    let message = format!(
        "{} {verb} data to the internet, and `{name}` counts all responses as sent directly; the \
         amount is for as much as both count",
        names(&distributions)
    );
    // The lesser of the two: a − (a − b), neither of them below nothing.
    let all = data_transfer::all_responses(response);
    let both = all.clone().above(all.above(Formula::Sum(sent)));
    let settled_by = format!("`{name}.through_cloudfront` or `{name}.internet_out`");
    let code = WarningCode::EgressCountedTwice;
    let question = OpenQuestion::new(name, code, message, settled_by);
    Some(question.included(vec![directly(both)]))
}

fn directly(gigabytes: Formula) -> Usage {
    Usage::new(&data_transfer::OUT, &[], gigabytes)
}

/// True for a distribution that says itself what it sends to viewers.
fn states_out(component: &Component) -> bool {
    match &component.settings {
        Settings::CloudFront(distribution) => distribution.out.is_some(),
        Settings::CloudFrontPlan(distribution) => distribution.out.is_some(),
        _ => false,
    }
}

/// The distributions of which it is known what they send to viewers, with the gigabytes of the month.
fn carried<'a>(present: &Present<'a>) -> Vec<(&'a Component, Formula)> {
    let workload = present.workload;
    let context = Context {
        workload,
        name: "",
        peers: &present.components,
    };
    let request = &workload.request;
    let by_share = || {
        let share = request.cdn_share?;
        Some(data_transfer::share_of_responses(request.response?, share))
    };
    let components = present.components.iter().filter(|c| c.is_distribution());
    let carried = components.filter_map(|component| {
        let out = match &component.settings {
            Settings::CloudFront(distribution) => distribution.out.as_ref(),
            Settings::CloudFrontPlan(distribution) => distribution.out.as_ref(),
            _ => None,
        };
        let sent = match out {
            Some(out) => context.gigabytes(out.at(&workload.level)?),
            None => by_share()?,
        };
        Some((*component, sent))
    });
    carried.collect()
}

/// What stands towards the internet: load balancers and APIs, where there are any; otherwise what is
/// reached without them.
fn front_doors<'a>(present: &Present<'a>) -> Vec<&'a Component> {
    let doors = of(present, |settings| {
        matches!(
            settings,
            Settings::Alb(_) | Settings::Nlb(_) | Settings::ApiGateway(_)
        )
    });
    if doors.is_empty() {
        return reached_directly(present);
    }
    let is_public = |door: &&Component| match &door.settings {
        Settings::Alb(balancer) => balancer.scheme == Scheme::InternetFacing,
        Settings::Nlb(balancer) => balancer.scheme == Scheme::InternetFacing,
        _ => true,
    };
    doors.into_iter().filter(is_public).collect()
}

/// Tasks and instances with public addresses, and functions, which have URLs.
///
/// An instance beside tasks, pods or functions may be no more than their NAT instance, and functions
/// beside containers, or behind queues, topics, events or workflows, may answer nobody.
fn reached_directly<'a>(present: &Present<'a>) -> Vec<&'a Component> {
    let containers = of(present, |settings| {
        matches!(settings, Settings::Fargate(_) | Settings::EksFargate(_))
    });
    let functions = of(present, |settings| matches!(settings, Settings::Lambda(_)));
    let is_triggered = present.components.iter().any(|component| {
        matches!(
            component.settings,
            Settings::EventBridge(_)
                | Settings::Sns(_)
                | Settings::Sqs(_)
                | Settings::StepFunctions(_)
        )
    });
    if containers.is_empty() && !functions.is_empty() {
        return match is_triggered {
            true => Vec::new(),
            false => functions,
        };
    }
    let mut addressed = of(present, |settings| match settings {
        Settings::Fargate(tasks) => !tasks.addresses().amount().is_zero(),
        Settings::Ec2(instances) => instances.public_ipv4.is_some_and(|n| !n.amount().is_zero()),
        _ => false,
    });
    let runs = |component: &Component| present.copies(component).is_some_and(|n| !n.is_zero());
    let may_be_nat = |component: &Component| {
        !containers.is_empty() && matches!(component.settings, Settings::Ec2(_))
    };
    addressed.retain(|component| runs(component) && !may_be_nat(component));
    addressed
}

fn of<'a>(present: &Present<'a>, wanted: fn(&Settings) -> bool) -> Vec<&'a Component> {
    let components = present.components.iter();
    let found = components.filter(|component| wanted(&component.settings));
    found.copied().collect()
}
