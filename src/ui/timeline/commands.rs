//! Commands: a triangle where each started, hollow if it made no entry.

use yew::prelude::*;

use super::{
    mark::{Mark, Sign, mark},
    picture::{Picture, lane},
};
use crate::ui::geometry::{Point, text::shorten, time::Lane};

/// The lane.
pub fn commands(it: &Picture<'_>) -> Html {
    let Some(y) = it.middle(Lane::Commands) else {
        return html! {};
    };
    let marks = it.view.commands.iter().map(|command| {
        let line = shorten(&command.text, 80);
        let name = if command.count > 1 {
            (it.words.timeline.and_more)(&line, command.count - 1)
        } else {
            format!("{line}, {}", it.words.shell_name(&command.shell))
        };
        let made = command.index.is_some().to_string();
        mark(Mark {
            kind: "command",
            at: Point::new(it.x(command.time), y),
            moment: command.time,
            name,
            sign: command.index.map_or(Sign::None, Sign::Entry),
            followed: command
                .index
                .is_some_and(|index| it.follows(index, 1, None)),
            tab_stop: false,
            glyph: html! { <path data-made={made} d="M-3-5.5L4.5 0-3 5.5z" /> },
        })
    });
    lane(it.words.timeline.commands, marks)
}
