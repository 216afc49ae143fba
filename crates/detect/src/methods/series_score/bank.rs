//! A bounded, evenly thinned bank of vectors, asked for those nearest to a new one.

/// Vectors of the past, column by column: the distance to all of them is a few loops over plain arrays.
#[derive(Debug, Clone)]
pub(super) struct Bank {
    columns: Vec<Vec<f32>>,
    /// At which push each vector came.
    born: Vec<u64>,
    distances: Vec<f32>,
    capacity: usize,
    step: u64,
    pushes: u64,
    rest: u64,
}

/// Vectors that must be there before a distance is told.
const ENOUGH: usize = 20;

impl Bank {
    /// Of vectors with `dimensions`; those of the last `rest` pushes are not compared with, because they overlap.
    pub(super) fn new(dimensions: usize, capacity: usize, rest: u64) -> Self {
        Self {
            columns: vec![Vec::with_capacity(capacity); dimensions],
            born: Vec::with_capacity(capacity),
            distances: Vec::with_capacity(capacity),
            capacity,
            step: 1,
            pushes: 0,
            rest,
        }
    }

    /// The distance (per dimension, root of the mean square) to the `NEIGHBOURS`-th nearest vector of the past, which
    /// then knows this one; 0 while too few are known.
    pub(super) fn push<const NEIGHBOURS: usize>(&mut self, vector: &[f64]) -> f64 {
        self.pushes += 1;
        let known = self.born.partition_point(|born| born + self.rest <= self.pushes);
        let distance = if known < ENOUGH { 0.0 } else { self.distance::<NEIGHBOURS>(vector, known) };
        if self.pushes.is_multiple_of(self.step) {
            self.keep(vector);
        }
        distance
    }

    fn distance<const NEIGHBOURS: usize>(&mut self, vector: &[f64], known: usize) -> f64 {
        self.distances.clear();
        self.distances.resize(known, 0.0);
        for (column, figure) in self.columns.iter().zip(vector) {
            let figure = *figure as f32;
            for (distance, other) in self.distances.iter_mut().zip(column) {
                let difference = other - figure;
                *distance += difference * difference;
            }
        }
        let mut nearest = [f32::INFINITY; NEIGHBOURS];
        for distance in &self.distances {
            let mut next = *distance;
            for place in &mut nearest {
                if next < *place {
                    std::mem::swap(place, &mut next);
                }
            }
        }
        let furthest = nearest.last().copied().unwrap_or(0.0);
        (f64::from(furthest) / vector.len() as f64).sqrt()
    }

    fn keep(&mut self, vector: &[f64]) {
        for (column, figure) in self.columns.iter_mut().zip(vector) {
            column.push(*figure as f32);
        }
        self.born.push(self.pushes);
        if self.born.len() < self.capacity {
            return;
        }
        for column in &mut self.columns {
            every_second(column);
        }
        every_second(&mut self.born);
        self.step *= 2;
    }
}

fn every_second<T: Copy>(list: &mut Vec<T>) {
    let mut is_kept = false;
    list.retain(|_| {
        is_kept = !is_kept;
        is_kept
    });
}
