//! The time of every work: many short rounds in which both sides take turns, so that whatever else the machine does
//! meets both alike.

use std::time::{Duration, Instant};

use calls::{Bench, Failure, Service, Side, Work};

const WARM_UP: Duration = Duration::from_millis(500);
/// Long enough for the clocks, short enough to change sides often.
const ROUND: Duration = Duration::from_millis(20);

fn main() -> Result<(), Failure> {
    if calls::serve_if_asked()? {
        return Ok(());
    }
    let n_rounds = match std::env::args().nth(1) {
        Some(text) => text.parse()?,
        None => 100,
    };
    let only = std::env::args().nth(2);
    let service = Service::start()?;
    let bench = Bench::new(&service)?;
    for work in Work::ALL.into_iter().filter(|it| only.as_ref().is_none_or(|only| only == it.name())) {
        measure(&bench, work, n_rounds)?;
    }
    Ok(())
}

/// What one side took, per round.
struct Series {
    side: Side,
    /// Nanoseconds per time that the work was done.
    wall: Vec<u128>,
    cpu: Vec<u128>,
}

fn measure(bench: &Bench, work: Work, n_rounds: usize) -> Result<(), Failure> {
    let mut series = [Side::Hand, Side::Printed].map(|side| Series { side, wall: Vec::new(), cpu: Vec::new() });
    let n_times = warm_up(bench, work)?;
    for _ in 0..n_rounds {
        for it in &mut series {
            let (wall, cpu) = (Instant::now(), processor_time());
            for _ in 0..n_times {
                bench.perform(work, it.side)?;
            }
            it.wall.push(wall.elapsed().as_nanos() / u128::from(n_times));
            if let (Some(before), Some(now)) = (cpu, processor_time()) {
                it.cpu.push((now - before).as_nanos() / u128::from(n_times));
            }
        }
        // Nobody is always first.
        series.reverse();
    }
    for it in &series {
        print_numbers(work, it.side, "wall", &it.wall);
        print_numbers(work, it.side, "cpu", &it.cpu);
    }
    Ok(())
}

/// Works until caches and connections are warm; how often the work is done in a round.
fn warm_up(bench: &Bench, work: Work) -> Result<u32, Failure> {
    let start = Instant::now();
    let mut n_times = 0;
    while start.elapsed() < WARM_UP {
        bench.perform(work, Side::Hand)?;
        bench.perform(work, Side::Printed)?;
        n_times += 2;
    }
    let each = start.elapsed() / n_times;
    Ok(u32::try_from(ROUND.as_nanos() / each.as_nanos().max(1))?.max(1))
}

fn print_numbers(work: Work, side: Side, quantity: &str, numbers: &[u128]) {
    print!("{} {} {quantity}", work.name(), side.name());
    for it in numbers {
        print!(" {it}");
    }
    println!();
}

/// Of all threads of this process.
#[cfg(unix)]
fn processor_time() -> Option<Duration> {
    use nix::time::{ClockId, clock_gettime};

    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).ok().map(Duration::from)
}

#[cfg(not(unix))]
fn processor_time() -> Option<Duration> {
    None
}
