//! How often every work asks for memory, and for how much.

use allocation_counter::AllocationInfo;
use calls::{Bench, Failure, Service, Side, Work};

const N_TIMES: u64 = 20;

fn main() -> Result<(), Failure> {
    if calls::serve_if_asked()? {
        return Ok(());
    }
    let service = Service::start()?;
    let bench = Bench::new(&service)?;
    for work in Work::ALL {
        for side in Side::ALL {
            // Connections and tables that stay are not counted.
            repeat(&bench, work, side)?;
            let mut result = Ok(());
            let AllocationInfo { count_total, bytes_total, .. } =
                allocation_counter::measure(|| result = repeat(&bench, work, side));
            result?;
            println!("{} {} allocations {}", work.name(), side.name(), count_total / N_TIMES);
            println!("{} {} octets {}", work.name(), side.name(), bytes_total / N_TIMES);
        }
    }
    Ok(())
}

fn repeat(bench: &Bench, work: Work, side: Side) -> Result<(), Failure> {
    (0..N_TIMES).try_for_each(|_| bench.perform(work, side))
}
