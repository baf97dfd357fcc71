//! Reasons in English.

use super::{Why, numbers, said::said, sentence};
use crate::{
    session::view::{Wait, Waiting},
    sim::Cause,
    units::NodeId,
};

pub(super) const EN: Why = Why {
    waiting,
    wait,
    reason,
    applied: |at| format!("Committed, and first applied at {at}."),
    decisions: "Decisions",
    none: "Nothing was decided lately.",
    all: "All decisions",
    everyone: "all members",
    whose: "Whose decisions",
    look: |at| format!("Look at {at}"),
    when_sent: |member| format!("{member} decided:"),
    when_arrived: |member| format!("When it arrives, {member} decides: "),
    takes_it: "it takes it, with nothing to decide.",
};

fn waiting(it: &Waiting) -> String {
    match it {
        Waiting::Connection { endpoints } => format!("Nobody answers at {endpoints}."),
        Waiting::Leader { member } => format!("{member} knows no leader yet."),
        Waiting::Commit(it) => {
            let index = it.index();
            format!("Proposed as {index}, {}.", wait(it))
        }
        Waiting::NextRound { member } => {
            format!("{member} asks for an earlier read first, then for this one.")
        }
        Waiting::ReadIndex { leader } => format!("The read asks {leader} what is committed."),
        Waiting::OwnTerm { leader, term } => {
            format!("The read waits until {leader} has committed an entry of its own term {term}.")
        }
        Waiting::Leadership {
            leader,
            acks,
            needed,
        } => format!("The read waits until {leader} is sure to lead: {acks} of {needed} acks."),
        Waiting::Apply {
            member,
            applied,
            index,
        } => format!("The read waits until {member} has applied {index}: it is at {applied}."),
        Waiting::Answer => "The answer is on its way.".to_owned(),
    }
}

fn wait(it: &Wait) -> String {
    match it {
        Wait::Quorum {
            acks,
            needed,
            missing,
            ..
        } => {
            let missing = missing.join(", ");
            format!("{acks} of {needed} acks, waiting for {missing}")
        }
        Wait::OwnTerm { term, own, .. } => format!(
            "a quorum holds it but it is of term {term}: only entries of the leader's own term \
             {own} count"
        ),
    }
}

fn reason(it: &Cause, name: &dyn Fn(NodeId) -> String) -> String {
    let (text, _) = sentence(it).unwrap_or_default();
    said(text, &numbers(it, name))
}
