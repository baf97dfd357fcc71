use etcdscope::{proof::fuzz::*, raft::Rules, sim::*, units::Micros};
fn main() {
    let seed: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let p = plan(seed, Rules::default());
    let mut w = World::new(p.config.clone());
    let show = |w: &World| {
        for n in w.nodes() {
            match n.server() {
                Some(s) => {
                    let r = s.raft();
                    println!(
                        "{} {:?} {:?} t{} lead {} last {} com {} app {} first {} ee {}/{} progress {:?} disk {:?} {:?} awaits {}",
                        n.identity().name,
                        n.power(),
                        r.role(),
                        r.term().0,
                        r.leader(),
                        r.log().last_index(),
                        r.log().committed(),
                        s.state().consistent_index(),
                        r.log().first_index(),
                        r.election_elapsed(),
                        r.election_timeout(),
                        w.nodes()
                            .map(|m| r.progress(m.identity().id).cloned())
                            .collect::<Vec<_>>()
                            .iter()
                            .map(|p| p.as_ref().map(|p| format!("{:?}", p)))
                            .collect::<Vec<_>>(),
                        n.disk().hard_state(),
                        n.disk().synced_index(),
                        r.awaits_disk()
                    )
                }
                None => println!("{} down", n.identity().name),
            }
        }
    };
    let _ = show;
    let r = ((), world_at(&p, Micros(45_000_000)));
    println!("{:?}", r.0);
    show(&r.1);
    for l in r.1.links() {
        println!("{l:?}");
    }
    for d in r.1.decisions().rev().take(12) {
        println!("{d:?}");
    }
    for d in r.1.packets() {
        println!(
            "{} {}->{} {:?} {:?}",
            d.id, d.from, d.to, d.arrives, d.payload
        );
    }
    let _ = &mut w;
}
