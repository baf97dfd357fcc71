//! The lessor's queue against a sorted list, and what changes of office do to expiries.

use super::{Lessor, MAX_TTL, REVOKE_LIMIT, Renewal, heap::Item};
use crate::{
    etcd::api::Error,
    units::{LeaseId, Micros, Rng},
};

const SECOND: Micros = Micros::from_secs(1);

fn primary(leases: &[(i64, i64)]) -> Lessor {
    let mut lessor = Lessor::new(2);
    lessor.promote(Micros::ZERO, Micros::ZERO);
    for (id, ttl) in leases {
        lessor
            .grant(LeaseId(*id), *ttl, Micros::ZERO)
            .expect("a new lease");
    }
    lessor
}

#[test]
fn the_queue_is_a_heap_at_every_moment() {
    for seed in 0..30 {
        let mut rng = Rng::new(seed);
        let mut heap = super::Heap::default();
        let mut twin: Vec<Item> = Vec::new();
        for _ in 0..300 {
            if rng.below(4) == 0 {
                let popped = heap.pop().map(|item| item.time);
                let first = twin.iter().map(|item| item.time).min();
                assert_eq!(popped, first, "seed {seed}");
                twin.retain(|item| heap.place(item.lease).is_some());
            } else {
                let lease = LeaseId(rng.below(40).cast_signed() + 1);
                let item = Item {
                    lease,
                    time: Micros(rng.below(1_000)),
                };
                heap.register_or_update(item);
                twin.retain(|known| known.lease != item.lease);
                twin.push(item);
            }
            let items: Vec<Item> = heap.iter().collect();
            assert_eq!(items.len(), twin.len());
            for (place, item) in items.iter().enumerate() {
                assert_eq!(heap.place(item.lease), Some(place), "its index is kept");
                assert!(place == 0 || items[(place - 1) / 2].time <= item.time);
            }
        }
    }
}

#[test]
fn grants_have_etcds_limits() {
    let mut lessor = Lessor::new(2);
    for (id, ttl, expected) in [
        (1, 60, Ok(60)),
        (2, 1, Ok(2)),
        (3, 0, Ok(2)),
        (1, 60, Err(Error::LeaseExist)),
        (0, 60, Err(Error::LeaseNotFound)),
        (4, MAX_TTL, Ok(MAX_TTL)),
        (5, MAX_TTL + 1, Err(Error::LeaseTtlTooLarge)),
    ] {
        assert_eq!(
            lessor.grant(LeaseId(id), ttl, Micros::ZERO),
            expected,
            "{id} {ttl}"
        );
    }
}

#[test]
fn what_is_due_is_due_once_until_it_is_tried_again() {
    let mut lessor = primary(&[(1, 10), (2, 5), (3, 20)]);
    assert!(lessor.due(Micros::from_secs(4), REVOKE_LIMIT).is_empty());
    assert_eq!(
        lessor.due(Micros::from_secs(10), REVOKE_LIMIT),
        [LeaseId(2), LeaseId(1)]
    );
    assert!(lessor.due(Micros::from_secs(11), REVOKE_LIMIT).is_empty());
    lessor.revoke(LeaseId(2)).expect("it is there");
    assert_eq!(
        lessor.due(Micros::from_secs(13), REVOKE_LIMIT),
        [LeaseId(1)]
    );
    assert!(lessor.renew(LeaseId(1), Micros::from_secs(13)) == Renewal::Expired);
    assert_eq!(
        lessor.renew(LeaseId(3), Micros::from_secs(13)),
        Renewal::Renewed(20)
    );
    assert_eq!(lessor.expiry(LeaseId(3)), Some(Micros::from_secs(33)));
    assert_eq!(lessor.renew(LeaseId(9), SECOND), Renewal::NotFound);
}

#[test]
fn a_key_hangs_on_one_lease() {
    let mut lessor = primary(&[(1, 10), (2, 10)]);
    let before = lessor.hash();
    lessor
        .attach(LeaseId(1), &"a".into())
        .expect("the lease exists");
    lessor
        .attach(LeaseId(2), &"a".into())
        .expect("the lease exists");
    assert_eq!(lessor.lease_of(b"a"), LeaseId(2));
    assert_eq!(lessor.revoke(LeaseId(1)), Some(Vec::new()));
    lessor.detach(b"a");
    lessor
        .grant(LeaseId(1), 10, Micros::ZERO)
        .expect("it was revoked");
    assert_eq!(
        lessor.hash(),
        before,
        "what was undone leaves no trace in the hash"
    );
    assert_eq!(
        lessor.attach(LeaseId(7), &"a".into()),
        Err(Error::LeaseNotFound)
    );
}

#[test]
fn a_new_primary_gives_the_full_time_and_an_old_one_forgets() {
    let mut lessor = primary(&[(1, 10)]);
    lessor.demote();
    assert_eq!(lessor.renew(LeaseId(1), SECOND), Renewal::NotPrimary);
    assert_eq!(lessor.expiry(LeaseId(1)), None);
    lessor.promote(Micros::from_secs(8), SECOND);
    assert_eq!(lessor.expiry(LeaseId(1)), Some(Micros::from_secs(19)));
    assert_eq!(
        lessor.remaining_seconds(LeaseId(1), Micros::from_secs(9)),
        Some(10)
    );
}

#[test]
fn very_many_leases_do_not_run_out_in_one_second() {
    let leases: Vec<(i64, i64)> = (1..=3_000).map(|id| (id, 30)).collect();
    let mut lessor = primary(&leases);
    lessor.promote(Micros::ZERO, Micros::ZERO);
    let mut ends: Vec<u64> = leases
        .iter()
        .filter_map(|(id, _)| lessor.expiry(LeaseId(*id)))
        .map(|e| e.0)
        .collect();
    ends.sort_unstable();
    assert_eq!(ends.len(), 3_000);
    assert!(
        ends[2_999] - ends[0] >= 2_000_000,
        "spread over {} us",
        ends[2_999] - ends[0]
    );
}
