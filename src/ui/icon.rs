//! Small line drawings, 16 by 16, in the colour of their text.

use yew::prelude::*;

/// The drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// Step.
    Step,
    /// Plus.
    Plus,
    /// Minus.
    Minus,
    /// Everything from end to end.
    Fit,
    /// Cross.
    Cross,
    /// Sun: the light theme.
    Sun,
    /// Moon: the dark theme.
    Moon,
    /// An eye: a watch holds this shell.
    Eye,
    /// A leader's hexagon.
    Hexagon,
    /// A clock: a moment, an expiry.
    Clock,
    /// A branch that leaves another.
    Fork,
    /// A book: the story.
    Book,
    /// A pen: another name.
    Pen,
    /// A link goes out.
    Share,
    /// A menu.
    Menu,
    /// A check mark: a commit.
    Check,
    /// A diamond: an election.
    Diamond,
    /// A step back.
    Back,
    /// A magnifying glass.
    Find,
    /// Two sheets.
    Copy,
    /// A sheet with lines.
    Script,
    /// Two halves.
    Split,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Jump ahead.
    Ahead,
}

impl Glyph {
    /// The path, and whether it is filled instead of drawn.
    fn path(self) -> (&'static str, bool) {
        match self {
            Self::Play => ("M4.5 2.8v10.4L13 8z", true),
            Self::Pause => ("M4 3h2.8v10H4zM9.2 3H12v10H9.2z", true),
            Self::Step => ("M3.5 3v10L10 8zM11 3h2v10h-2z", true),
            Self::Plus => ("M8 3v10M3 8h10", false),
            Self::Share => ("M8 10V1.8M4.8 5L8 1.8 11.2 5M5 7.5H3v6.5h10V7.5h-2", false),
            Self::Minus => ("M3 8h10", false),
            Self::Fit => ("M1.5 8h13M4.5 5l-3 3 3 3M11.5 5l3 3-3 3", false),
            Self::Cross => ("M4 4l8 8M12 4l-8 8", false),
            Self::Sun => (
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z\
                 M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15\
                 M3.05 3.05l1.1 1.1M11.85 11.85l1.1 1.1M12.95 3.05l-1.1 1.1M4.15 11.85l-1.1 1.1",
                false,
            ),
            Self::Moon => (
                "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
                false,
            ),
            Self::Eye => (
                "M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8z\
                 M8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
                false,
            ),
            Self::Copy => ("M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3", false),
            Self::Hexagon => ("M8 1.2l6 3.4v6.8l-6 3.4-6-3.4V4.6z", true),
            Self::Clock => (
                "M8 2.6a5.9 5.9 0 1 0 0 11.8A5.9 5.9 0 0 0 8 2.6zM8 5v3.6l2.2 1.4M6.5 1h3",
                false,
            ),
            Self::Fork => (
                "M4 4.5v7M4 8.5h4.5a3 3 0 0 0 3-3v-1\
                 M4 1.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM4 11.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 \
                 0 0 0-3zM11.5 1.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
                false,
            ),
            Self::Book => (
                "M3 3.5A1.5 1.5 0 0 1 4.5 2H13v12H4.5A1.5 1.5 0 0 1 3 12.5zM3 12a1.5 1.5 0 0 1 \
                 1.5-1.5H13M6 5h4",
                false,
            ),
            Self::Pen => ("M3 13l.7-3L11 2.7l2.3 2.3L6 12.3zM9.5 4.2l2.3 2.3", false),
            Self::Menu => ("M2.5 4.5h11M2.5 8h11M2.5 11.5h11", false),
            Self::Check => ("M3 8.5l3.2 3.2L13 4.8", false),
            Self::Diamond => ("M8 2l6 6-6 6-6-6z", false),
            Self::Find => (
                "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L14 14",
                false,
            ),
            Self::Script => ("M3.5 1.5h9v13h-9zM6 5h4M6 8h4M6 11h2", false),
            Self::Split => ("M2 3h12v10H2zM8 3v10", false),
            Self::Back => ("M12.5 3v10L6 8zM3 3h2v10H3z", true),
            Self::Left => ("M10 3L5 8l5 5", false),
            Self::Right => ("M6 3l5 5-5 5", false),
            Self::Ahead => ("M2.5 3.5v9L8 8zM8.5 3.5v9L14 8z", true),
        }
    }
}

/// One drawing; its meaning stands in the name of the button around it.
pub fn icon(glyph: Glyph) -> Html {
    let (path, filled) = glyph.path();
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" data-filled={filled.to_string()}>
            <path d={path} />
        </svg>
    }
}
