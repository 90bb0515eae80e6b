//! Batches: how large they may be, how long they are kept, how often they are asked for.

use super::{FileError, Item};

/// `[batch]`. What stands here is told in the state of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batches {
    /// Most rows of one batch; 0 where batches are not taken.
    pub most_items: u32,
    /// How long answers are kept.
    pub retention_hours: u32,
    /// Shortest pause between two looks at a batch that is worked on.
    pub poll_seconds: u32,
}

impl Default for Batches {
    fn default() -> Self {
        Self {
            most_items: 10_000,
            retention_hours: 72,
            poll_seconds: 5,
        }
    }
}

impl Batches {
    pub(super) fn read(item: &Item<'_>) -> Result<Self, FileError> {
        let mut table = item.table()?;
        let mut number = |key, bounds: std::ops::RangeInclusive<u32>, default| {
            let wide = u64::from(*bounds.start())..=u64::from(*bounds.end());
            table.optional(key).map_or(Ok(default), |item| {
                item.number(wide)
                    .map(|number| u32::try_from(number).unwrap_or(default))
            })
        };
        let default = Self::default();
        let batches = Self {
            most_items: number("max-items", 0..=100_000, default.most_items)?,
            retention_hours: number("retention-hours", 1..=8_760, default.retention_hours)?,
            poll_seconds: number("poll-seconds", 1..=3_600, default.poll_seconds)?,
        };
        table.finish()?;
        Ok(batches)
    }

    /// Octets that a submission may have: no good row is longer than 512.
    pub(crate) fn most_octets(&self) -> usize {
        usize::try_from(self.most_items)
            .unwrap_or(usize::MAX)
            .saturating_mul(512)
            .saturating_add(16 * 1024)
    }
}
