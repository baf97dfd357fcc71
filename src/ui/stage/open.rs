//! What is open over the stage, and what a press in it does.

use yew::prelude::*;

use crate::ui::{geometry::Point, words::Words};

/// What is open over the stage; one thing at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// The menu of the member at this place.
    Member(usize),
    /// The menu of the machine of the member at this place.
    Machine(usize),
    /// The menu of the message with this number; time stands meanwhile.
    Message(u64),
    /// The menu of one direction of a link: from, to.
    Link(usize, usize),
    /// The choice of members to cut off, a bit for each.
    Split(u32),
    /// A line is being drawn across the stage.
    Line(Point, Point),
}

impl Open {
    /// The object that a menu stands beside, as a selector inside the stage.
    #[must_use]
    pub fn object(self) -> String {
        match self {
            Self::Nothing | Self::Line(..) => String::new(),
            Self::Member(nth) | Self::Machine(nth) => format!("[data-member=\"{nth}\"]"),
            Self::Message(id) => format!("[data-testid=\"msg-{id}\"] .message-hit"),
            Self::Link(from, to) => format!("[data-link=\"{from}-{to}\"] circle"),
            Self::Split(_) => "[data-act=split]".to_owned(),
        }
    }
}

/// What a press does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Lines are typed, as menus type them; what was open is closed.
    Lines(Vec<String>),
    /// Something else is open.
    Open(Open),
    /// These elements are pressed, one after another, as soon as each is there; what was open is
    /// closed.
    Press(Vec<String>),
    /// What was open is closed.
    Close,
}

/// What every menu is made with.
pub struct Menu<'a> {
    /// What it is the menu of.
    pub open: Open,
    /// The texts.
    pub words: &'static Words,
    /// The stage.
    pub stage: &'a NodeRef,
    /// Does what is pressed.
    pub on_act: &'a Callback<Act>,
}
