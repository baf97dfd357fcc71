//! A member's menu: its numbers, what can be done to it, and the way to each of its links.

use yew::prelude::*;

use super::{
    force::{both, in_force, is_cut, of_member},
    menu::{Item, facts, item, menu, row},
    open::{Act, Menu, Open},
};
use crate::{
    raft::Role,
    session::view::{Cluster, Member, Power},
    ui::words::Words,
};

/// What can be done to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// SIGKILL.
    Kill,
    /// Power failure.
    Power,
    /// The election timer runs out.
    TimeOut,
    /// Start it again on its disks.
    Restart,
    /// SIGSTOP.
    Freeze,
    /// SIGCONT.
    Thaw,
    /// Cut all its links.
    Isolate,
    /// Heal all its links.
    Heal,
}

/// The deeds in the order of the menu.
const DEEDS: [Deed; 8] = [
    Deed::Isolate,
    Deed::Heal,
    Deed::TimeOut,
    Deed::Freeze,
    Deed::Thaw,
    Deed::Kill,
    Deed::Power,
    Deed::Restart,
];

impl Deed {
    /// Its name in menu, markup and words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Power => "power",
            Self::TimeOut => "timeout",
            Self::Restart => "restart",
            Self::Freeze => "freeze",
            Self::Thaw => "thaw",
            Self::Isolate => "isolate",
            Self::Heal => "heal",
        }
    }

    /// The key that does it to the member in focus.
    fn key(self) -> &'static str {
        match self {
            Self::Kill => "K",
            Self::Freeze => "F",
            Self::Isolate => "I",
            Self::Restart | Self::Thaw | Self::Heal | Self::Power | Self::TimeOut => "",
        }
    }

    fn label(self, words: &'static Words) -> &'static str {
        match self {
            Self::Kill => words.stage.kill,
            Self::Power => words.machine.power,
            Self::TimeOut => words.machine.time_out,
            Self::Restart => words.stage.restart,
            Self::Freeze => words.stage.freeze,
            Self::Thaw => words.stage.thaw,
            Self::Isolate => words.stage.isolate,
            Self::Heal => words.stage.heal,
        }
    }

    /// The deed of a key, if that key has one.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let is_it = |it: &Self| !it.key().is_empty() && it.key().eq_ignore_ascii_case(key);
        DEEDS.into_iter().find(is_it)
    }

    /// The lines that do it.
    #[must_use]
    pub fn lines(self, view: &Cluster, nth: usize) -> Vec<String> {
        let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
        match self {
            Self::Heal => {}
            Self::Power => return vec![format!("sim kill {} --power", name(nth))],
            _ => return vec![format!("sim {} {}", self.word(), name(nth))],
        }
        let others = (0..view.members.len()).filter(|it| *it != nth && both(view, nth, *it));
        others
            .map(|other| format!("sim heal {} {}", name(nth), name(other)))
            .collect()
    }

    /// Why it can't be done now, if it can't.
    #[must_use]
    pub fn refused(self, state: Standing, words: &'static Words) -> Option<&'static str> {
        let (words, machine) = (&words.stage, &words.machine);
        let no = |refused: bool, why: &'static str| refused.then_some(why);
        match self {
            Self::Kill | Self::Power => no(state.power == Power::Down, words.not_running),
            Self::TimeOut => match state.power {
                Power::Up => no(state.leads, machine.leads),
                Power::Down => Some(words.not_running),
                Power::Frozen => Some(words.is_frozen),
            },
            Self::Restart => no(state.power != Power::Down, words.is_running),
            Self::Freeze => match state.power {
                Power::Up => None,
                Power::Down => Some(words.not_running),
                Power::Frozen => Some(words.is_frozen),
            },
            Self::Thaw => no(state.power != Power::Frozen, words.not_frozen),
            Self::Isolate => no(state.links == state.cut, words.is_isolated),
            Self::Heal => no(state.faulty == 0, words.not_cut),
        }
    }
}

/// How a member stands, as far as its menu needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it runs.
    pub power: Power,
    /// Whether it leads.
    pub leads: bool,
    /// Directions to and from it.
    pub links: usize,
    /// How many of them are cut.
    pub cut: usize,
    /// How many of them are cut, slow or lossy.
    pub faulty: usize,
}

impl Standing {
    /// How a member stands.
    #[must_use]
    pub fn of(view: &Cluster, nth: usize) -> Self {
        let own = of_member(view, nth);
        Self {
            power: view.members.get(nth).map(|it| it.power).unwrap_or_default(),
            leads: view
                .members
                .get(nth)
                .is_some_and(|it| it.role == Role::Leader),
            links: own.len(),
            cut: own.iter().filter(|it| it.cut_since.is_some()).count(),
            faulty: own.iter().filter(|it| in_force(it)).count(),
        }
    }
}

/// The row of the link to another member.
fn link(it: &Menu<'_>, view: &Cluster, nth: usize, other: usize) -> Html {
    let words = &it.words.stage;
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let label = (words.link_to)(name(other));
    let cut = is_cut(view, nth, other) && is_cut(view, other, nth);
    let (deed, text) = if cut {
        ("heal", words.heal_link)
    } else {
        ("cut", words.cut_link)
    };
    let line = format!("sim {deed} {} {}", name(nth), name(other));
    let small = |deed, text: &str, act| {
        let small = Item {
            deed,
            label: text.to_owned(),
            name: Some(format!("{label}{}{text}", words.colon)),
            ..Item::default()
        };
        item(it, small, act)
    };
    let cut = small(deed, text, Act::Lines(vec![line]));
    let more = small("more", words.more, Act::Open(Open::Link(nth, other)));
    row(&label, vec![cut, more])
}

/// What leads to all decisions of a member: its place in narrow windows, the tab, the choice.
fn to_decisions(nth: usize) -> Vec<String> {
    vec![
        "[data-place=inspector]".to_owned(),
        "#tab-decisions".to_owned(),
        format!("[data-whose=\"{nth}\"]"),
    ]
}

/// The menu of the member at place `nth`.
///
/// `why` is what the member decided lately.
pub fn node_menu(
    it: &Menu<'_>,
    view: &Cluster,
    (nth, member): (usize, &Member),
    why: Html,
) -> Html {
    let words = &it.words.stage;
    let standing = Standing::of(view, nth);
    let deed = |deed: Deed| {
        let one = Item {
            deed: deed.word(),
            label: deed.label(it.words).to_owned(),
            key: deed.key(),
            refused: deed.refused(standing, it.words),
            ..Item::default()
        };
        item(it, one, Act::Lines(deed.lines(view, nth)))
    };
    let others = (0..view.members.len()).filter(|other| *other != nth);
    let mut numbers = vec![
        (words.fact_log, member.last_index.to_string()),
        (words.fact_commit, member.commit.to_string()),
        (words.fact_applied, member.applied.to_string()),
        (words.fact_revision, format!("r{}", member.revision)),
    ];
    if let Some(queues) = member.queues {
        let [append, apply] = it.words.machine.queues;
        numbers.push((append, queues.append.to_string()));
        numbers.push((apply, queues.apply.to_string()));
    }
    let all = Item {
        deed: "why",
        label: it.words.why.all.to_owned(),
        ..Item::default()
    };
    let machine = Item {
        deed: "machine",
        label: it.words.machine.open.to_owned(),
        ..Item::default()
    };
    let children = html! {
        <>
            <p class="menu-title">
                <strong>{ &member.name }</strong><code>{ member.id.to_string() }</code>
            </p>
            { facts(numbers, false) }
            if let Some(exit) = member.exit.filter(|it| it.is_own()) {
                <p class="menu-note menu-exit">
                    <code>{ exit.to_string() }</code>
                    { (it.words.machine.remedy)(exit) }
                </p>
            }
            { why }
            { item(it, all, Act::Press(to_decisions(nth))) }
            <hr />
            { for DEEDS.into_iter().map(deed) }
            { item(it, machine, Act::Open(Open::Machine(nth))) }
            <hr />
            { for others.map(|other| link(it, view, nth, other)) }
        </>
    };
    menu(it, (words.actions)(&member.name), children)
}
