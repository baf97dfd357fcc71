//! What the leader believes of a member: Match, Next and how it sends.

use yew::prelude::*;

use crate::{
    raft::ProgressState,
    session::view::Progress,
    ui::geometry::{
        number,
        strips::{Columns, ROW},
    },
};

/// etcd's word.
fn state(state: ProgressState) -> &'static str {
    match state {
        ProgressState::Probe => "StateProbe",
        ProgressState::Replicate => "StateReplicate",
        ProgressState::Snapshot => "StateSnapshot",
    }
}

/// The marks below a row.
pub fn marks(progress: Progress, columns: Columns) -> Html {
    let line = ROW - 4.0;
    let matched = columns.x(progress.matched.0.max(columns.first)) + columns.width / 2.0;
    let next = columns.x(progress.next.0.max(columns.first)) + columns.width / 2.0;
    // A Match before the window has nothing to point at.
    let in_sight = progress.matched.0 >= columns.first && progress.matched.0 <= columns.last;
    html! {
        <g class="progress">
            <text class="progress-state" x="26" y={number(line)}
                data-state={state(progress.state)}>{ state(progress.state) }</text>
            if in_sight {
                <path class="match" d="M0-4l4.5 8h-9z"
                    transform={format!("translate({} {})", number(matched), number(line - 4.0))} />
                <text x={number(matched - 8.0)} y={number(line)} text-anchor="end">
                    { format!("Match {}", progress.matched) }
                </text>
            }
            if progress.next.0 >= columns.first && progress.next.0 <= columns.last + 1 {
                <path class="next" d="M-4-4.5l8 4.5-8 4.5z"
                    transform={format!("translate({} {})", number(next), number(line - 4.0))} />
                <text x={number(next + 7.0)} y={number(line)}>
                    { format!("Next {}", progress.next) }
                </text>
            }
        </g>
    }
}
