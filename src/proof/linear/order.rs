//! The order that revisions dictate, held against the order in which things happened.

use super::history::{Explanation, History, OpId, Verdict};

/// A later revision answered before an earlier one was asked for.
pub(super) fn verdict(history: &History) -> Verdict {
    let answered = history.records.iter().enumerate();
    let answered = answered.filter_map(|(place, record)| {
        let (moment, at, answer) = record.answered.as_ref()?;
        (answer.revision > 0).then_some((OpId(place), record, *moment, *at, answer.revision))
    });
    let all: Vec<_> = answered.collect();
    for (old, before, end, at, newer) in &all {
        for (id, record, _, _, older) in &all {
            if record.asked.0 > *end && older < newer && !record.op.is_serializable() {
                let says = format!(
                    "{} of client {} was answered at revision {newer} ({} us), and {} of client \
                     {}, asked after that ({} us), at revision {older}",
                    before.op, before.client, at.0, record.op, record.client, record.asked.1.0
                );
                let ops = vec![*old, *id];
                return Verdict::Violation(Explanation { ops, says });
            }
        }
    }
    Verdict::Unknown
}
