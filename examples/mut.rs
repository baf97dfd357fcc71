use etcdscope::{proof::fuzz::*, raft::Rules};
fn main() {
    let all = Rules::default();
    for (name, rules) in [
        (
            "own",
            Rules {
                commit_own_term_only: false,
                ..all
            },
        ),
        (
            "vote",
            Rules {
                vote_is_durable: false,
                ..all
            },
        ),
        (
            "ack",
            Rules {
                acknowledge_after_sync: false,
                ..all
            },
        ),
        (
            "match",
            Rules {
                check_log_match: false,
                ..all
            },
        ),
    ] {
        let mut n = 0;
        for seed in 0..300 {
            match std::panic::catch_unwind(|| run(&plan(seed, rules))) {
                Ok(Ok(_)) => {}
                Ok(Err(f)) => {
                    n += 1;
                    if n < 6 {
                        println!("{name} {seed} {}", f.violation);
                    }
                }
                Err(_) => {
                    n += 1;
                    println!("{name} {seed} panic");
                }
            }
        }
        println!("{name}: {n} of 300");
    }
}
