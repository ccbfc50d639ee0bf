//! The inputs of two architectures, each with the values it is moved through.

use super::inputs::{self, label};
use super::plausible::{
    BOUND_CPU_TIME, BURST, PEAK, PLAUSIBLE, Place, Plausible, REQUESTS, Range, SHAPE,
};
use crate::formula::Conditions;
use crate::services::{Component, Settings};
use crate::units::{Case, Measure};
use crate::vary::{Axis, Quantity, Study};
use crate::workload::{Shape, TrafficLevel};
use rust_decimal::Decimal;

/// An input and the values it is moved through.
#[derive(Debug)]
pub(super) struct Candidate {
    pub label: String,
    /// The settings that move together.
    pub paths: Vec<String>,
    /// Why it has this range; none where the scenario states it.
    pub assumed: Option<&'static str>,
    pub expected: String,
    pub axis: Axis,
}

/// Everything that may be moved: the ranges of the scenario, its traffic, and what has a plausible range.
pub(super) fn candidates(study: &Study<'_>) -> Vec<Candidate> {
    let mut all = Candidates {
        study,
        found: Vec::new(),
    };
    all.ranges();
    all.traffic();
    all.cpu_time();
    for row in PLAUSIBLE {
        match row.place {
            Place::Request => {
                let path = format!("request.{}", row.setting);
                all.plausible(row, vec![path]);
            }
            Place::Component(service) => {
                for paths in all.components(service, row.setting) {
                    all.plausible(row, paths);
                }
            }
        }
    }
    all.found
}

/// Settings that move together, because components of one name state the same.
struct Group {
    same: Option<(String, String)>,
    paths: Vec<String>,
}

struct Candidates<'s> {
    study: &'s Study<'s>,
    found: Vec<Candidate>,
}

impl Candidates<'_> {
    /// The ranges of the scenario that may matter to the two architectures at this level.
    fn ranges(&mut self) {
        for range in self.study.template().ranges() {
            let paths = range.iter().map(|stated| stated.path.clone());
            let paths: Vec<String> = paths.filter(|path| self.matters(path)).collect();
            let text = range.first().map(|stated| stated.text.as_str());
            let values = text.and_then(Quantity::range);
            if let (Some(path), Some([low, expected, high])) = (paths.first(), values) {
                let path = path.clone();
                self.add(paths, None, expected.to_string(), || {
                    inputs::stated(&path, &low, &high)
                });
            }
        }
    }

    /// True unless a path is about another architecture, another traffic level, or no usage at all.
    fn matters(&self, path: &str) -> bool {
        let mut parts = path.split('.');
        let group = parts.next().unwrap_or_default();
        let second = parts.next().unwrap_or_default();
        let here = match group {
            "architectures" => self.study.architectures().iter().any(|name| name == second),
            "traffic" => second == self.study.traffic(),
            "budgets" | "published" | "projection" | "tags" => false,
            _ => true,
        };
        let last = path.rsplit('.').next().unwrap_or_default();
        let mut levels = self.study.template().scenario().traffic.0.names();
        here && !levels.any(|level| level == last && level != self.study.traffic())
    }

    fn traffic(&mut self) {
        let name = self.study.traffic().to_owned();
        let scenario = self.study.template().scenario();
        let Some(level) = scenario.traffic.0.get(&name) else {
            return;
        };
        let path = |setting: &str| format!("traffic.{name}.{setting}");
        let (range, reason) = REQUESTS;
        self.in_range(vec![path("requests")], None, range, reason);
        match level.peak {
            Some(peak) => {
                let highest = level.shape.as_ref().unwrap_or(&Shape::DEFAULT);
                let highest = highest.profile().highest();
                let (percent, reason) = PEAK;
                let most = inputs::share(peak.amount(), percent);
                let text = peak.to_string();
                let own = path("peak");
                self.add(vec![own.clone()], Some(reason), text.clone(), || {
                    let stated = Quantity::parse(&text).ok()?;
                    let tenth = Decimal::new(1, 1);
                    let low = inputs::up(highest, tenth)?;
                    Axis::between(&own, &stated.with(low), inputs::up(most?, tenth)?, tenth).ok()
                });
            }
            None => {
                let (range, reason) = BURST;
                let shape = level.shape.as_ref().unwrap_or(&Shape::DEFAULT);
                let usual = format!("{}x", shape.usual_burst().normalize());
                self.in_range(vec![path("burst")], Some(&usual), range, reason);
            }
        }
        self.shape(level, path("shape"));
    }

    /// The presets, where the shape is one.
    fn shape(&mut self, level: &TrafficLevel, path: String) {
        let (words, reason) = SHAPE;
        let stated = match &level.shape {
            None => Shape::DEFAULT.name().to_owned(),
            Some(preset @ Shape::Preset(_)) => preset.name().to_owned(),
            Some(_) => return,
        };
        self.words(vec![path], stated, words, reason);
    }

    /// What a request takes of a vCPU, where it follows from a function.
    fn cpu_time(&mut self) {
        let (scenario, level) = (self.study.template().scenario(), self.study.traffic());
        let own = |component: &Component| match &component.settings {
            Settings::Fargate(tasks) => {
                let scaling = tasks.scaling.as_ref();
                tasks.tasks.is_some() || scaling.is_none_or(|own| own.cpu_time.is_some())
            }
            _ => true,
        };
        let architectures = self.study.architectures().iter();
        let mut components = architectures
            .filter_map(|name| scenario.architectures.0.get(name))
            .flat_map(|architecture| &architecture.components);
        if scenario.request.cpu_time.is_some() || components.all(own) {
            return;
        }
        let bound = scenario.workload(level).and_then(|workload| {
            let bound = workload.cpu_time()?;
            bound
                .value(Conditions::at(Decimal::ZERO, Case::Expected))
                .ok()
        });
        if let Some(bound) = bound {
            let (range, reason) = BOUND_CPU_TIME;
            let text = format!("{} ms", bound.round_dp(3).normalize());
            let path = "request.cpu_time".to_owned();
            self.in_range(vec![path], Some(&text), range, reason);
        }
    }

    /// The paths of a setting in the components of a service at this level. What several components
    /// state in the same words is one input; what they leave out is each its own.
    fn components(&self, service: &str, setting: &str) -> Vec<Vec<String>> {
        let scenario = self.study.template().scenario();
        let mut groups: Vec<Group> = Vec::new();
        for architecture in self.study.architectures() {
            let Some(known) = scenario.architectures.0.get(architecture) else {
                continue;
            };
            for (at, component) in known.components.iter().enumerate() {
                if component.service() != service || !component.exists_at(self.study.traffic()) {
                    continue;
                }
                let same_name = |other: &Component| other.name == component.name;
                let place = match known.components.iter().position(same_name) {
                    Some(first) if first == at => component.name.clone(),
                    _ => at.to_string(),
                };
                let path = format!("architectures.{architecture}.components.{place}.{setting}");
                let path = self.study.at_level(&path);
                let text = self.study.template().value(&path);
                let same = text.map(|text| (component.name.clone(), text));
                let known = groups
                    .iter_mut()
                    .find(|group| same.is_some() && group.same == same);
                match known {
                    Some(group) => group.paths.push(path),
                    None => groups.push(Group {
                        same,
                        paths: vec![path],
                    }),
                }
            }
        }
        groups.into_iter().map(|group| group.paths).collect()
    }

    fn plausible(&mut self, row: &Plausible, paths: Vec<String>) {
        // Where a group is left out, nothing in it has a default: `scaling.min` without `scaling`.
        let group = row.setting.split_once('.').map(|(group, _)| group);
        let open = |path: &String| {
            let above = path.rfind(row.setting).and_then(|at| path.get(..at));
            group
                .zip(above)
                .is_none_or(|(group, above)| self.study.template().has(&format!("{above}{group}")))
        };
        if !paths.iter().all(open) {
            return;
        }
        // Tasks that follow the traffic, or a number that is stated, but never both.
        let counted = |path: &String| {
            let beside = match row.setting {
                "tasks" => path
                    .strip_suffix("tasks")
                    .map(|above| format!("{above}scaling")),
                setting => path
                    .find("scaling.")
                    .filter(|_| setting.starts_with("scaling."))
                    .and_then(|at| path.get(..at))
                    .map(|above| format!("{above}tasks")),
            };
            beside.is_some_and(|beside| self.study.template().has(&beside))
        };
        let stated = paths.iter().any(|path| self.study.template().has(path));
        let default = row.default.filter(|_| !paths.iter().any(counted));
        if !stated && default.is_none() {
            return;
        }
        match row.range {
            Range::Words(words) => {
                let text = paths
                    .first()
                    .and_then(|path| self.study.template().value(path));
                // `websocket` is no word among these.
                if let Some(text) = text.filter(|text| words.contains(&text.as_str())) {
                    self.words(paths, text, words, row.reason);
                }
            }
            range => self.in_range(paths, default, range, row.reason),
        }
    }

    fn words(
        &mut self,
        paths: Vec<String>,
        expected: String,
        words: &[&str],
        reason: &'static str,
    ) {
        let mut texts: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        if !texts.contains(&expected) {
            texts.push(expected.clone());
        }
        let path = paths.first().cloned().unwrap_or_default();
        self.add(paths, Some(reason), expected, || {
            Axis::of_texts(&path, texts).ok()
        });
    }

    /// A number that is stated, or its default, moved through a range.
    fn in_range(
        &mut self,
        paths: Vec<String>,
        default: Option<&str>,
        range: Range,
        reason: &'static str,
    ) {
        let path = paths.first().cloned().unwrap_or_default();
        let stated = self.study.template().value(&path);
        let Some(text) = stated.or_else(|| default.map(str::to_owned)) else {
            return;
        };
        // A range was taken as it is stated; words such as `from requests` have no number.
        let Ok(expected) = Quantity::parse(&text) else {
            return;
        };
        self.add(paths, Some(reason), text, || {
            inputs::axis(&path, &expected, range)
        });
    }

    /// Adds an input unless a range of the scenario has it already.
    fn add(
        &mut self,
        paths: Vec<String>,
        assumed: Option<&'static str>,
        expected: String,
        axis: impl FnOnce() -> Option<Axis>,
    ) {
        let known = |path: &String| self.found.iter().any(|found| found.paths.contains(path));
        let paths: Vec<String> = paths.into_iter().filter(|path| !known(path)).collect();
        let Some(axis) = (if paths.is_empty() { None } else { axis() }) else {
            return;
        };
        self.found.push(Candidate {
            label: label(&paths, self.study.traffic()),
            paths,
            assumed,
            expected,
            axis,
        });
    }
}
