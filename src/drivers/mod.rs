//! Which inputs decide between two architectures.
