//! Majorities: who must hold an entry, and who has won a vote.

use crate::units::{Index, NodeId};

/// How a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    /// Still open.
    Pending,
    /// A majority can no longer be reached.
    Lost,
    /// A majority granted.
    Won,
}

/// The highest index that a majority of `voters` holds, by `matched`; the highest possible if there
/// are no voters, so that an empty half of a joint configuration never decides.
pub(super) fn committed(voters: &[NodeId], matched: impl Fn(NodeId) -> Index) -> Index {
    if voters.is_empty() {
        return Index(u64::MAX);
    }
    // Seven members at most: insertion into a fixed array, largest first, allocates nothing.
    let mut sorted = [Index(0); MEMBERS_MAX];
    let count = voters.len().min(MEMBERS_MAX);
    for (filled, voter) in voters.iter().take(count).enumerate() {
        let index = matched(*voter);
        let mut place = filled;
        while place > 0 && sorted[place - 1] < index {
            sorted[place] = sorted[place - 1];
            place -= 1;
        }
        sorted[place] = index;
    }
    sorted[count / 2]
}

/// How a vote of `voters` stands; won if there are no voters.
pub(super) fn tally(voters: &[NodeId], vote: impl Fn(NodeId) -> Option<bool>) -> Tally {
    let needed = voters.len() / 2 + 1;
    let granted = voters.iter().filter(|id| vote(**id) == Some(true)).count();
    let missing = voters.iter().filter(|id| vote(**id).is_none()).count();
    if voters.is_empty() || granted >= needed {
        Tally::Won
    } else if granted + missing >= needed {
        Tally::Pending
    } else {
        Tally::Lost
    }
}

/// More members than any world here has.
const MEMBERS_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_index_is_the_majoritys() {
        for (held, expected) in [
            (&[3][..], 3),
            (&[3, 1], 1),
            (&[3, 1, 2], 2),
            (&[9, 9, 1], 9),
            (&[1, 2, 3, 4], 2),
            (&[5, 4, 3, 2, 1], 3),
            (&[7, 7, 7, 1, 1, 1, 1], 1),
        ] {
            let ids: Vec<NodeId> = (1..=held.len() as u64).map(NodeId).collect();
            let at = |id: NodeId| Index(held[usize::try_from(id.0).expect("small") - 1]);
            assert_eq!(committed(&ids, at), Index(expected), "{held:?}");
        }
        assert_eq!(committed(&[], |_| Index(1)), Index(u64::MAX));
    }

    #[test]
    fn a_vote_is_open_until_a_majority_decides() {
        let ids = [NodeId(1), NodeId(2), NodeId(3)];
        for (votes, expected) in [
            ([None, None, None], Tally::Pending),
            ([Some(true), None, None], Tally::Pending),
            ([Some(true), Some(true), None], Tally::Won),
            ([Some(true), Some(false), None], Tally::Pending),
            ([Some(false), Some(false), None], Tally::Lost),
        ] {
            let vote = |id: NodeId| votes[usize::try_from(id.0).expect("small") - 1];
            assert_eq!(tally(&ids, vote), expected, "{votes:?}");
        }
    }
}
