//! Commits: a tick per entry, tall where it made a revision; a bar where they crowd.

use yew::prelude::*;

use super::{
    mark::{Mark, Sign, mark},
    picture::{Picture, lane},
};
use crate::{
    session::view::CommitMark,
    ui::{
        geometry::{
            Point, number,
            time::{Lane, labelled},
        },
        log::kind::kind,
    },
};

/// Entries in a column that give the highest bar, as a power of two.
const FULL: f64 = 7.0;

/// What an entry is.
fn name(it: &Picture<'_>, commit: &CommitMark) -> String {
    let index = commit.index.to_string();
    if commit.count > 1 {
        return (it.words.timeline.commits_up_to)(commit.count, &index);
    }
    let what = kind(commit.kind, &it.words.log);
    match commit.revision {
        Some(revision) => format!("{index}, {what}, r{revision}"),
        None => format!("{index}, {what}"),
    }
}

/// The tick of an entry or the bar of several.
fn glyph(commit: &CommitMark, label: Option<String>) -> Html {
    let (top, wide) = match (commit.count, commit.revision) {
        (0 | 1, Some(_)) => (-7.0, 2.0),
        (0 | 1, None) => (2.0, 1.5),
        (count, _) => (
            8.0 - 15.0 * (f64::from(count).log2() / FULL).clamp(0.6, 1.0),
            4.0,
        ),
    };
    html! {
        <>
            <rect class="tick" data-made={commit.revision.is_some().to_string()}
                x={number(-wide / 2.0)} y={number(top)} width={number(wide)}
                height={number(8.0 - top)} />
            if let Some(label) = label {
                <text x="4.5" y="4">{ label }</text>
            }
        </>
    }
}

/// The lane.
pub fn commits(it: &Picture<'_>) -> Html {
    let Some(y) = it.middle(Lane::Commits) else {
        return html! {};
    };
    let commits = &it.view.commits;
    let places: Vec<f64> = commits.iter().map(|commit| it.x(commit.time)).collect();
    let labels: Vec<String> = commits
        .iter()
        .map(|commit| match commit.revision {
            Some(revision) => format!("r{revision}"),
            None => String::new(),
        })
        .collect();
    let room = labelled(&places, &labels, 11.0, it.x(it.view.end));
    let marks = commits.iter().enumerate().map(|(nth, commit)| {
        mark(Mark {
            kind: "commit",
            at: Point::new(places[nth], y),
            moment: commit.time,
            name: name(it, commit),
            sign: Sign::Entry(commit.index),
            followed: it.follows(commit.index, commit.count, commit.revision),
            tab_stop: nth + 1 == commits.len(),
            glyph: glyph(commit, room[nth].then(|| labels[nth].clone())),
        })
    });
    lane(it.words.timeline.commits, marks)
}
