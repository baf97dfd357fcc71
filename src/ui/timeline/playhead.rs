//! The playhead: a line through the lanes with the moment on it, and a slider for those who
//! listen; and the branch's now, where that is another moment.

use yew::prelude::*;

use super::picture::Picture;
use crate::{
    session::view::Cluster,
    ui::{figures::moment, words::Words},
    units::Micros,
};

/// Half of the flag's width.
pub const FLAG: f64 = 31.0;

/// What the slider says: moment, end, and what the cluster was then.
#[must_use]
pub fn spoken(at: Micros, end: Micros, cluster: &Cluster, words: &'static Words) -> String {
    let (at, end) = (moment(at), moment(end));
    (words.timeline.value)(&at, &end, &cluster.term.0.to_string(), cluster.revision)
}

/// The playhead at the left edge; [`super::advance`] places it.
pub fn playhead(it: &Picture<'_>) -> Html {
    let now = format!("{} {}", it.words.timeline.now, moment(it.view.end));
    html! {
        <>
            if it.view.past {
                <div class="now" aria-hidden="true"><span>{ now }</span></div>
            }
            <div class="playhead" aria-hidden="true">
                <span class="flag">{ moment(it.view.at) }</span>
            </div>
        </>
    }
}
