//! Points that fill a cube evenly: a Sobol' sequence, scrambled, in whole numbers.
//!
//! Four dimensions at a time have the direction numbers of Joe and Kuo, "Constructing Sobol sequences
//! with better two-dimensional projections" (2008); every further four are the same ones in another
//! order, as in Brent Burley, "Practical Hash-based Owen Scrambling" (JCGT 2020), so that there may be any
//! number of inputs and four billion points. The hash is that of Nathan Vegdahl, "Building a Better LK
//! Hash" (2021). Everything is integer arithmetic: the points are the same on every machine.

/// Dimensions with direction numbers of their own.
const OWN: usize = 4;

/// By byte of the index, what it contributes to a coordinate, its bits in reverse.
type Table = [[u32; 256]; 4];

/// A scrambled sequence; its points can be had in any order.
pub(super) struct Sequence {
    tables: [Table; OWN],
    seed: u64,
}

/// One coordinate of every point.
pub(super) struct Coordinate<'s> {
    table: &'s Table,
    /// How the order of the points is changed.
    order: Option<u32>,
    scramble: u32,
}

impl Sequence {
    pub fn new(seed: u64) -> Sequence {
        Sequence {
            tables: [table(0), table(1), table(2), table(3)],
            seed,
        }
    }

    /// The coordinate with this number, counted from zero.
    pub fn coordinate(&self, number: usize) -> Coordinate<'_> {
        let (group, own) = (number / OWN, number % OWN);
        let [first, second, third, fourth] = &self.tables;
        Coordinate {
            table: match own {
                0 => first,
                1 => second,
                2 => third,
                _ => fourth,
            },
            order: (group > 0).then(|| mixed(self.seed, (group as u64) << 1 | 1)),
            scramble: mixed(self.seed, (number as u64) << 1),
        }
    }
}

impl Coordinate<'_> {
    /// Of the point with this number: a fraction of 2³².
    #[inline]
    pub fn of(&self, point: u32) -> u32 {
        let index = match self.order {
            None => point,
            Some(seed) => scrambled(point, seed),
        };
        let bytes = index.to_le_bytes();
        let mut x = 0;
        for (part, byte) in self.table.iter().zip(bytes) {
            x ^= part.get(usize::from(byte)).copied().unwrap_or_default();
        }
        hashed(x, self.scramble).reverse_bits()
    }
}

/// Degree, coefficients and first numbers of the primitive polynomials of dimensions 2 to 4.
const POLYNOMIALS: [(usize, u32, [u32; 3]); OWN - 1] =
    [(1, 0, [1, 0, 0]), (2, 1, [1, 3, 0]), (3, 1, [1, 3, 1])];

/// The direction numbers of a dimension, for bit 0 of the index first.
fn directions(dimension: usize) -> [u32; 32] {
    let mut numbers = [0_u32; 32];
    let polynomial = dimension.checked_sub(1).and_then(|at| POLYNOMIALS.get(at));
    for bit in 0..32_usize {
        let earlier = |back: usize| {
            let at = bit.checked_sub(back);
            at.and_then(|at| numbers.get(at))
                .copied()
                .unwrap_or_default()
        };
        let own = match polynomial {
            None => 1 << (31 - bit),
            Some((degree, _, first)) if bit < *degree => {
                first.get(bit).copied().unwrap_or(1) << (31 - bit)
            }
            Some((degree, coefficients, _)) => {
                let mut number = earlier(*degree) ^ (earlier(*degree) >> degree);
                for back in 1..*degree {
                    if (coefficients >> (degree - 1 - back)) & 1 == 1 {
                        number ^= earlier(back);
                    }
                }
                number
            }
        };
        if let Some(slot) = numbers.get_mut(bit) {
            *slot = own;
        }
    }
    numbers
}

fn table(dimension: usize) -> Table {
    let numbers = directions(dimension);
    let mut table = [[0; 256]; 4];
    for (part, numbers) in table.iter_mut().zip(numbers.chunks(8)) {
        for (byte, entry) in part.iter_mut().enumerate() {
            let set = numbers
                .iter()
                .enumerate()
                .filter(|(bit, _)| byte >> bit & 1 == 1);
            *entry = set.fold(0, |x: u32, (_, number)| x ^ number.reverse_bits());
        }
    }
    table
}

/// Owen's nested scrambling of a whole number.
#[inline]
fn scrambled(x: u32, seed: u32) -> u32 {
    hashed(x.reverse_bits(), seed).reverse_bits()
}

/// A hash in which a bit depends on those below it only: on bits in reverse, it scrambles a fraction.
#[inline]
fn hashed(mut n: u32, seed: u32) -> u32 {
    n ^= n.wrapping_mul(0x3d20_adea);
    n = n.wrapping_add(seed);
    n = n.wrapping_mul((seed >> 16) | 1);
    n ^= n.wrapping_mul(0x0552_6c56);
    n ^= n.wrapping_mul(0x53a2_2864);
    n
}

/// A number for each use of a seed (the finaliser of SplitMix64).
fn mixed(seed: u64, number: u64) -> u32 {
    let mut z = seed ^ number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every one of 2ᵏ equal intervals has one of the first 2ᵏ points, whatever the seed; so has every
    /// box of 2ᵏ equal ones in the first two dimensions.
    #[test]
    fn points_are_spread_evenly() {
        for seed in [1, 2, 77] {
            let sequence = Sequence::new(seed);
            for dimension in 0..9 {
                let coordinate = sequence.coordinate(dimension);
                let mut seen = [0_u32; 256];
                (0..256).for_each(|point| seen[(coordinate.of(point) >> 24) as usize] += 1);
                assert!(seen.iter().all(|count| *count == 1), "{seed} {dimension}");
            }
            let (x, y) = (sequence.coordinate(0), sequence.coordinate(1));
            let mut seen = [[0_u32; 16]; 16];
            for point in 0..256 {
                seen[(x.of(point) >> 28) as usize][(y.of(point) >> 28) as usize] += 1;
            }
            assert!(seen.iter().flatten().all(|count| *count == 1), "{seed}");
        }
    }

    /// Joe and Kuo's table of points, before scrambling: 0.5 0.5 0.5 0.5, then 0.75 0.25 0.25 0.25.
    #[test]
    fn the_direction_numbers_are_those_published() {
        let half = 1 << 31;
        for dimension in 0..OWN {
            assert_eq!(directions(dimension)[0], half);
        }
        let second: Vec<u32> = (0..OWN).map(|d| directions(d)[1] >> 30).collect();
        assert_eq!(second, [1, 3, 3, 3]);
        let third: Vec<u32> = (1..OWN).map(|d| directions(d)[2] >> 29).collect();
        // m = 1 ^ 2·1 ^ … by hand: degree 1: 5; degree 2: 3·2 ^ 1·4 ^ 1 = 3; degree 3: given, 1.
        assert_eq!(third, [5, 3, 1]);
    }

    #[test]
    fn another_seed_gives_other_points() {
        let (one, two) = (Sequence::new(1), Sequence::new(2));
        let points = |sequence: &Sequence| -> Vec<u32> {
            let coordinate = sequence.coordinate(5);
            (0..8).map(|point| coordinate.of(point)).collect()
        };
        assert_ne!(points(&one), points(&two));
        assert_eq!(points(&one), points(&Sequence::new(1)));
    }
}
