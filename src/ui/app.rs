//! The page's frame: it listens to the host and lays out the panes.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    Pane,
    banner::banner,
    bar::Bar,
    browser,
    follow::{Follow, Thing},
    host::Host,
    inspector::Inspector,
    log::Log,
    places::{Place, places},
    prefs::Prefs,
    rules::Rules,
    share::notice,
    shortcuts::use_shortcuts,
    stage::Stage,
    story::Story,
    terminal::Terminal,
    timeline::Timeline,
};
use crate::session::Part;

/// What the page is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub host: Host,
    /// The choices it opens with.
    pub prefs: Prefs,
}

/// The whole page.
#[component]
pub fn App(props: &Props) -> Html {
    let host = use_host(&props.host);
    let prefs = use_state(|| props.prefs);
    use_effect_with(*prefs, |prefs| prefs.show());
    let choose = {
        let prefs = prefs.clone();
        Callback::from(move |next: Prefs| {
            next.store();
            prefs.set(next);
        })
    };
    let follow = use_follow(&host);
    use_shortcuts(&host, &follow, !prefs.keys_off);
    let offered = host.offer().is_some();
    use_effect_with(offered, |offered| {
        if *offered {
            browser::focus_id("offer");
        }
    });
    let place = use_state_eq(Place::default);
    let words = prefs.language.words();
    let pane = Pane {
        host: host.clone(),
        words,
        follow,
    };
    html! {
        <div class="app" data-place={place.word()}>
            <Bar host={host.part(Part::Store)} {words} prefs={*prefs} {choose} />
            { notice(&host, words) }
            <Rules ..pane.part(Part::Log) />
            { banner(&host, words) }
            <main>
                <Story ..pane.clone() />
                <section class="panel cluster" aria-label={words.app.cluster}
                    data-testid="stage">
                    <Stage ..pane.clone() />
                    <Log ..pane.part(Part::Log) />
                </section>
                <Terminal key={host.visit()} ..pane.part(Part::Shells) />
                <Inspector ..pane.part(Part::Store) />
            </main>
            <Timeline {pane} />
            { places(&place, words) }
            <footer>{ words.app.footer }</footer>
        </div>
    }
}

/// The handle with the newest stamp; the component is drawn anew with each.
#[hook]
fn use_host(host: &Host) -> Host {
    let newest = use_state_eq(|| host.clone());
    {
        let newest = newest.setter();
        use_effect_with(host.clone(), move |host| {
            let host = host.clone();
            newest.set(host.fresh());
            let id = host.listen(Callback::from(move |fresh| newest.set(fresh)));
            host.wake();
            move || host.forget(id)
        });
    }
    (*newest).clone()
}

/// What is followed, and the ways to change it.
#[hook]
fn use_follow(host: &Host) -> Follow {
    let thing = use_state_eq(Thing::default);
    let member = use_state_eq(|| 0_usize);
    let choose = {
        let thing = thing.setter();
        use_callback((), move |next: Thing, ()| thing.set(next))
    };
    let look_at = {
        let member = member.setter();
        use_callback((), move |next: usize, ()| member.set(next))
    };
    let thread = Rc::new(host.read(|it| it.thread(&thing)));
    Follow {
        thing: (*thing).clone(),
        thread,
        member: *member,
        choose,
        look_at,
    }
}
