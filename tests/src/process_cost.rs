//! What running processes have cost so far, as Linux counts it.

use std::fs;
use std::io;

/// Ticks of the kernel's accounting in a second: `USER_HZ`, 100 on every Linux that Debian has
/// (proc(5), `/proc/pid/stat`).
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds of processor time that the processes have used, threads included.
///
/// # Errors
/// When one of them is not there.
pub fn processor_seconds(processes: &[u32]) -> io::Result<f64> {
    let mut ticks = 0;
    for process in processes {
        let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
        // The name in brackets may hold anything; utime and stime are fields 14 and 15, the
        // twelfth and thirteenth after it.
        let after = text.rsplit(')').next().unwrap_or_default();
        let fields = after.split_whitespace().skip(11).take(2);
        ticks += fields.filter_map(|n| n.parse::<u32>().ok()).sum::<u32>();
    }
    Ok(f64::from(ticks) / TICKS_PER_SECOND)
}

/// Most memory that any of the processes has held at once, in MiB (`VmHWM`).
///
/// # Errors
/// When one of them is not there.
pub fn peak_memory(processes: &[u32]) -> io::Result<f64> {
    let mut most = 0.0_f64;
    for process in processes {
        let text = fs::read_to_string(format!("/proc/{process}/status"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line
            .and_then(|line| line.split_whitespace().next())
            .and_then(|number| number.parse::<f64>().ok())
            .ok_or(io::ErrorKind::InvalidData)?;
        most = most.max(kib / 1024.0);
    }
    Ok(most)
}
