//! The shells, each hanging from the member it is connected to.

use yew::prelude::*;

use crate::{
    session::view::{Client, Cluster},
    ui::{
        geometry::{
            number,
            stage::{CHIP, CHIPS_MAX, Layout, chip, chip_room},
            text::shorten,
        },
        words::Words,
    },
};

/// The shells.
pub struct Props<'a> {
    /// The cluster.
    pub view: &'a Cluster,
    /// The stage.
    pub layout: &'a Layout,
    /// The texts.
    pub words: &'static Words,
}

/// What a stack shows in one place.
enum Shown<'a> {
    /// One shell.
    Client(&'a Client),
    /// Several that don't fit.
    More(usize),
}

/// One place of a stack.
fn place(
    props: &Props<'_>,
    member: usize,
    (nth, count): (usize, usize),
    shown: &Shown<'_>,
) -> Html {
    let chip = chip(props.layout, member, nth, count);
    let name = props
        .view
        .members
        .get(member)
        .map_or("", |it| it.name.as_str());
    let (title, busy) = match shown {
        Shown::Client(client) => (props.words.shell_name(&client.title), client.busy),
        Shown::More(more) => ((props.words.stage.more_clients)(*more), true),
    };
    let middle = chip.at.moved(props.layout.chip / 2.0, CHIP / 2.0 + 4.0);
    html! {
        <g class="client" role="img" data-busy={busy.to_string()}
            aria-label={(props.words.stage.client)(&title, name)}>
            <path class="client-thread" d={chip.thread.path()} />
            <rect x={number(chip.at.x)} y={number(chip.at.y)} rx="4"
                width={number(props.layout.chip)} height={number(CHIP)} />
            <text x={number(middle.x)} y={number(middle.y)} text-anchor="middle">
                { shorten(&title, chip_room(props.layout)) }
            </text>
        </g>
    }
}

/// One member's shells.
fn of_member(props: &Props<'_>, member: usize) -> Html {
    let own: Vec<&Client> = props
        .view
        .clients
        .iter()
        .filter(|it| it.member == Some(member))
        .collect();
    let fits = own.len() <= CHIPS_MAX;
    let (shown, more) = own.split_at(if fits { own.len() } else { CHIPS_MAX - 1 });
    let mut places: Vec<Shown<'_>> = shown.iter().map(|it| Shown::Client(it)).collect();
    if !more.is_empty() {
        places.push(Shown::More(more.len()));
    }
    let count = places.len();
    let places = places
        .iter()
        .enumerate()
        .map(|(nth, it)| place(props, member, (nth, count), it));
    html! { { for places } }
}

/// All shells.
pub fn clients(props: &Props<'_>) -> Html {
    let members = 0..props.view.members.len();
    html! { <g class="clients">{ for members.map(|it| of_member(props, it)) }</g> }
}
