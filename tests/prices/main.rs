//! Prices from AWS to a report and every way there can fail, through the program, against servers on
//! this machine.
#![cfg(all(unix, feature = "cli", feature = "fetch", feature = "aws-profiles"))]

mod automatic;
mod compared;
mod desk;
mod guarded;
mod interrupted;
mod pinned;
mod refused_api;
mod refused_bulk;
mod sockets;
mod trust;
mod unbelieved;
mod updated;

#[path = "../price_files/mod.rs"]
mod price_files;
#[path = "../price_server/mod.rs"]
mod price_server;
#[path = "../price_world/mod.rs"]
mod price_world;
#[path = "../program/mod.rs"]
mod program;
