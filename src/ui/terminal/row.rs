//! One line of a transcript, with what it did in the gutter at the right.

use yew::prelude::*;

use crate::{
    session::view::{Line, LineKind},
    ui::{follow::Thing, words::Words},
    units::Micros,
};

/// Characters of a line drawn at first: a value may have megabytes.
const DRAWN_MAX: usize = 1_000;

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The line.
    pub line: Line,
    /// The shell, and what is followed.
    pub shell: AttrValue,
    /// Whether the shell's lines are Go.
    pub go: bool,
    /// Follows it.
    pub choose: Callback<Thing>,
    /// Whether it is part of what is followed.
    pub followed: bool,
    /// Whether Tab comes to its tag.
    pub tab_stop: bool,
    /// What is searched for, in small letters; empty where nothing is.
    pub find: AttrValue,
    /// Whether the search stands here.
    pub found: bool,
    /// The texts.
    pub words: &'static Words,
}

/// One line.
#[component]
pub(super) fn Row(props: &Props) -> Html {
    let all = use_state(|| false);
    let line = &props.line;
    let told = line.happening.as_ref().map(props.words.terminal.happening);
    let told = told.or_else(|| Some((props.words.terminal.note)(line.note?).to_owned()));
    let (head, rest) = cut(told.as_ref().unwrap_or(&line.text), *all);
    let show = Callback::from(move |_: MouseEvent| all.set(true));
    html! {
        <div class="row" data-kind={kind_word(line.kind)}
            data-found={props.found.then_some("here")}
            data-followed={props.followed.then_some("true")}>
            <span class="text">
                if line.kind == LineKind::World {
                    <time>{ clock(line.time) }</time>{ " " }
                }
                { text(props, head) }
                if rest > 0 {
                    <button class="button" data-kind="small" onclick={show}>
                        { (props.words.terminal.rest)(rest) }
                    </button>
                }
            </span>
            if line.kind == LineKind::Command || line.did.is_some() {
                { gutter(props) }
            }
        </div>
    }
}

/// Seconds and milliseconds.
fn clock(time: Micros) -> String {
    format!("{}.{:03}", time.as_secs(), time.as_ms() % 1_000)
}

/// The part drawn, and how many characters are left out.
fn cut(text: &str, all: bool) -> (&str, usize) {
    if all || text.len() <= DRAWN_MAX {
        return (text, 0);
    }
    match text.char_indices().nth(DRAWN_MAX) {
        Some((at, _)) => (&text[..at], text[at..].chars().count()),
        None => (text, 0),
    }
}

/// The word of a kind in the style sheet.
fn kind_word(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Command => "command",
        LineKind::Out => "out",
        LineKind::Err => "err",
        LineKind::Input => "input",
        LineKind::Interrupt => "interrupt",
        LineKind::World => "world",
        LineKind::Note => "note",
    }
}

/// The text; a command's words are told apart.
fn text(props: &Props, text: &str) -> Html {
    let find = &props.find;
    if props.line.kind != LineKind::Command {
        return marked(text, find);
    }
    if props.go {
        return html! { <><i class="prompt-sign">{ "go> " }</i>{ marked(text, find) }</> };
    }
    html! {
        <>
            <i class="prompt-sign">{ "$ " }</i>
            { for words_of(text).into_iter().map(|(class, word)| html! {
                <span class={class}>{ marked(word, find) }</span>
            }) }
        </>
    }
}

/// A text in which what is searched for is marked.
fn marked(text: &str, find: &str) -> Html {
    if find.is_empty() {
        return html! { text };
    }
    let small = text.to_ascii_lowercase();
    let mut parts: Vec<Html> = Vec::new();
    let mut from = 0;
    while let Some(at) = small[from..].find(find) {
        let (start, end) = (from + at, from + at + find.len());
        parts.push(html! { <>{ &text[from..start] }<mark>{ &text[start..end] }</mark></> });
        from = end;
    }
    parts.push(html! { &text[from..] });
    parts.into_iter().collect()
}

/// Cuts a command into its program, its verb and runs of the rest; joined they are the command.
fn words_of(text: &str) -> Vec<(&'static str, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    for class in ["program", "verb"] {
        let start = rest.len() - rest.trim_start().len();
        let end = rest[start..]
            .find(char::is_whitespace)
            .map_or(rest.len(), |it| start + it);
        let word = &rest[start..end];
        if class == "program" && !matches!(word, "etcdctl" | "sim" | "goreman") {
            continue;
        }
        if word.is_empty() || word.starts_with('-') {
            break;
        }
        parts.push(("space", &rest[..start]));
        parts.push((class, word));
        rest = &rest[end..];
    }
    parts.push(("words", rest));
    parts.retain(|(_, it)| !it.is_empty());
    parts
}

/// The entry or revision a command made, and when it was typed.
fn gutter(props: &Props) -> Html {
    let (line, words) = (&props.line, &props.words.terminal);
    let did = line.did.unwrap_or_default();
    let tag = match (did.revision, did.index) {
        (Some(revision), _) if line.kind != LineKind::Command => {
            Some((format!("r{revision}"), words.tells_revision))
        }
        (Some(revision), _) => Some((format!("r{revision}"), words.made_revision)),
        (None, Some(index)) => Some((index.to_string(), words.made_entry)),
        (None, None) => None,
    };
    let thing = if props.followed {
        Thing::Nothing
    } else {
        let shell = props.shell.to_string();
        Thing::Line {
            shell,
            line: line.id,
        }
    };
    let follow = props.choose.reform(move |_: MouseEvent| thing.clone());
    html! {
        <span class="gutter">
            if let Some((tag, title)) = tag {
                <button type="button" class="tag" title={title(&tag)} onclick={follow}
                    aria-current={props.followed.then_some("true")}
                    tabindex={if props.tab_stop { "0" } else { "-1" }}
                    data-line={format!("{}/{}", props.shell, line.id)}>{ &tag }</button>
            }
            <time>{ clock(line.time) }</time>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commands_parts_joined_are_the_command() {
        for line in [
            "etcdctl put hello world",
            "  put  k v ",
            "etcdctl --endpoints=x get k",
            "",
            "   ",
            "sim kill infra1",
            "你好 世界",
        ] {
            let joined: String = words_of(line).into_iter().map(|(_, it)| it).collect();
            assert_eq!(joined, line);
        }
        assert_eq!(words_of("etcdctl put k")[2], ("verb", "put"));
        assert_eq!(words_of("get k")[0], ("verb", "get"));
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let long = "好".repeat(DRAWN_MAX + 7);
        let (head, rest) = cut(&long, false);
        assert_eq!((head.chars().count(), rest), (DRAWN_MAX, 7));
        assert_eq!(cut(&long, true).1, 0);
    }
}
