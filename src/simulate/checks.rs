//! The order of floating point against decimals, draw by draw, on random scenarios.

use super::contender::{Contender, Exact};
use super::filter::{BLOCK, Contest, double};
use super::inputs::Inputs;
use super::sequence::Sequence;
use super::{drawable, laws};
use crate::catalog::Catalog;
use crate::estimate::{Bound, Drawable, Terms, bind};
use crate::scenario::UncertainScenario;
use crate::syntax::Source;
use crate::units::Money;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What a random scenario is made of.
#[derive(Debug, Clone)]
struct Made {
    requests: (u32, u32),
    duration: (u32, u32),
    response: (u32, u32),
    tasks: (u32, u32),
    least: u32,
    memory: usize,
    free_tier: bool,
    scaled: bool,
    distribution: usize,
}

fn made() -> impl Strategy<Value = Made> {
    let range = |most: u32| (1..most, 1..most).prop_map(|(a, b)| (a.min(b), a.max(b) + 1));
    let first = (range(3_000_000), range(2_000), range(300), range(9));
    (
        first,
        1_u32..5,
        0_usize..4,
        any::<bool>(),
        any::<bool>(),
        0_usize..3,
    )
        .prop_map(
            |(
                (requests, duration, response, tasks),
                least,
                memory,
                free_tier,
                scaled,
                distribution,
            )| Made {
                requests,
                duration,
                response,
                tasks,
                least,
                memory,
                free_tier,
                scaled,
                distribution,
            },
        )
}

fn text(made: &Made) -> String {
    let between = |(low, high): (u32, u32)| format!("{low}..{high}");
    let memory = ["128 MB", "512 MB", "1769 MB", "3008 MB"]
        .get(made.memory)
        .copied();
    let word = ["triangular", "uniform", "log-normal"]
        .get(made.distribution)
        .copied();
    let tasks = match made.scaled {
        true => {
            let cpu = between((made.duration.0, made.duration.0 + 1));
            format!(
                "scaling: {{ min: {}, max: 90, cpu_time: {cpu} ms }}",
                made.least
            )
        }
        false => format!("tasks: {}", between(made.tasks)),
    };
    format!(
        "
name: Random
region: us-east-1
free_tier: {free_tier}
request: {{ duration: {duration} ms, response: {response} KB }}
traffic: {{ t: {{ requests: 5 per day }} }}
architectures:
  ecs:
    components:
      - fargate: {{ name: api, cpu: 0.5 vCPU, memory: 1 GB, public_ipv4: 1, {tasks} }}
      - alb: {{}}
      - data_transfer: {{}}
      - cloudwatch: {{ logs: 3 KB per request }}
  rest:
    components:
      - lambda: {{ memory: {memory} }}
      - api_gateway: {{ kind: rest }}
      - sqs: {{ messages: 0.5..1.5 per request, payload: {response} KB }}
      - dynamodb: {{ reads: 2 per request, writes: 1 per request, item: 3 KB }}
      - data_transfer: {{}}
      - cloudwatch: {{ logs: 3 KB per request }}
uncertainty: [{{ input: traffic.t.requests, between: {requests} per day, distribution: {word} }}]
",
        free_tier = if made.free_tier { "always" } else { "none" },
        duration = between(made.duration),
        response = between((made.response.0.min(200), made.response.1.min(201))),
        requests = between(made.requests),
        memory = memory.unwrap_or("1 GB"),
        word = word.unwrap_or("uniform"),
    )
}

fn bound(text: &str) -> Option<(Vec<Bound>, UncertainScenario)> {
    let uncertain = UncertainScenario::parse(Source::new("random", text), &[]);
    let uncertain = uncertain.unwrap_or_else(|faults| panic!("{text}\n{faults}"));
    let catalog = Catalog::embedded("us-east-1").ok()?;
    let scenario = &uncertain.scenario;
    let terms = Terms {
        month: scenario.month,
        free_tier: scenario.free_tier,
    };
    let all = scenario.architectures.0.iter();
    let all = all.map(|(name, one)| bind(scenario, name, one, "t", &catalog, terms).unwrap());
    Some((all.collect(), uncertain))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn programs_are_within_their_bounds_of_decimals_in_every_draw(made in made()) {
        let (all, uncertain) = bound(&text(&made)).unwrap();
        let drawable = drawable(&all).unwrap();
        let used: BTreeSet<usize> = drawable.iter().flat_map(Drawable::inputs).copied().collect();
        let laws = laws(&uncertain.inputs, &used).unwrap();
        let sequence = Sequence::new(3);
        let inputs = Inputs::new(used, &laws, &sequence);
        let contenders: Vec<Contender<'_>> =
            drawable.into_iter().map(|one| Contender::new(one, &inputs, false)).collect();
        let mut drawn = inputs.room();
        inputs.fill(0, &mut drawn);
        let mut exact_costs: Vec<Vec<Money>> = Vec::new();
        let (mut blocks, mut errors) = (Vec::new(), Vec::new());
        for contender in &contenders {
            let program = contender.program.as_ref().expect("a program");
            let mut exact = Exact::new(contender, &inputs);
            let (mut costs, mut certainty) = ([0.0; BLOCK], [0.0; BLOCK]);
            program.run(&drawn.above, &mut program.work(), &mut costs, &mut certainty);
            let mut all = Vec::new();
            for lane in 0..BLOCK {
                let cost = exact.cost(|slot| drawn.step(slot, lane)).unwrap();
                let (found, certain) = (&mut costs[lane], certainty[lane]);
                if certain < 0.0 {
                    *found = double(cost.amount());
                }
                #[allow(clippy::float_arithmetic)]
                let apart = (*found - double(cost.amount())).abs();
                prop_assert!(apart <= program.error(), "{apart} > {}", program.error());
                // A bound that tells nothing would be met by anything.
                prop_assert!(program.error() < 1e-6, "{}", program.error());
                all.push(cost);
            }
            exact_costs.push(all);
            blocks.push(costs);
            errors.push(program.error());
        }
        let mut wins = vec![0; contenders.len()];
        let open = Contest::new().judge(&blocks, &errors, BLOCK, &mut wins);
        let decided: Vec<usize> = (0..BLOCK).filter(|lane| !open.contains(lane)).collect();
        let won_by = |at: usize| decided.iter().filter(|lane| {
            let least = exact_costs.iter().map(|costs| costs[**lane]).min();
            Some(exact_costs[at][**lane]) == least
        }).count() as u64;
        prop_assert_eq!(wins, vec![won_by(0), won_by(1)]);
    }
}
