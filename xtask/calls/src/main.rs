//! The time of every work: many short rounds in which both sides take turns, so that whatever else the machine does
//! meets both alike.
//!
//! `calls [rounds [work [side]]]`; one work or one side alone is for profilers.

use std::time::{Duration, Instant};

use calls::{Bench, Failure, Service, Side, Work};

const WARM_UP: Duration = Duration::from_millis(500);
/// Long enough for the clocks, short enough to change sides often.
const ROUND: Duration = Duration::from_millis(20);

fn main() -> Result<(), Failure> {
    if calls::serve_if_asked()? {
        return Ok(());
    }
    let mut arguments = std::env::args().skip(1);
    let n_rounds = arguments.next().map_or(Ok(100), |it| it.parse())?;
    let (work, side) = (arguments.next(), arguments.next());
    let is_wanted = |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|it| it == name);
    let sides: Vec<Side> = Side::ALL.into_iter().filter(|it| is_wanted(&side, it.name())).collect();
    let service = Service::start()?;
    let bench = Bench::new(&service)?;
    for work in Work::ALL.into_iter().filter(|it| is_wanted(&work, it.name())) {
        measure(&bench, work, &sides, n_rounds)?;
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

fn measure(bench: &Bench, work: Work, sides: &[Side], n_rounds: usize) -> Result<(), Failure> {
    let mut series: Vec<_> =
        sides.iter().map(|side| Series { side: *side, wall: Vec::new(), cpu: Vec::new() }).collect();
    let n_times = warm_up(bench, work, sides)?;
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
fn warm_up(bench: &Bench, work: Work, sides: &[Side]) -> Result<u32, Failure> {
    let start = Instant::now();
    let mut n_times = 0;
    while start.elapsed() < WARM_UP {
        for side in sides {
            bench.perform(work, *side)?;
            n_times += 1;
        }
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
