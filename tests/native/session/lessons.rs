//! Stories: each can be read and walked; a broken one is told with its file and line; the
//! article's numbers hold in its world.

use etcdscope::{
    proof::lessons,
    session::{
        Session,
        lesson::{FILES, Story, parse, stories},
    },
    units::Micros,
};

use super::{advance, run, stdout};

fn article() -> Story<'static> {
    let (file, text) = FILES[0];
    parse(file, text).unwrap_or_else(|mistake| panic!("{mistake}"))
}

#[test]
fn every_story_can_be_read() {
    for (file, text) in FILES {
        if let Err(mistake) = parse(file, text) {
            panic!("src/session/lessons/{mistake}");
        }
    }
    assert_eq!(stories().len(), FILES.len());
}

#[test]
fn a_story_is_walked_by_its_own_lines() {
    let session = lessons::reference(&article()).unwrap_or_else(|what| panic!("{what}"));
    let again = Session::replay(session.world().config().clone(), &session.journal());
    assert_eq!(
        again.hash(),
        session.hash(),
        "the prelude is in the journal"
    );
    assert_eq!(again.progress(&article()), session.progress(&article()));
}

#[test]
fn a_story_is_walked_by_other_lines() {
    lessons::another_way(&article()).unwrap_or_else(|what| panic!("{what}"));
}

#[test]
fn a_story_is_not_walked_by_looking_on() {
    lessons::empty(&article()).unwrap_or_else(|what| panic!("{what}"));
}

#[test]
fn the_articles_numbers_hold_in_its_world() {
    let mut session = article().open().expect("its prelude runs");
    assert_eq!(session.cluster().revision, 21);
    assert_eq!(session.shells().len(), 1, "the author's shell is closed");
    assert!(session.lines("shell 1", 0).is_empty());
    assert_eq!(stdout(&mut session, "get hello --rev=20"), "hello\none\n");
    assert_eq!(stdout(&mut session, "get hello --rev=21"), "hello\ntwo\n");
    let lease = stdout(&mut session, "lease grant 200");
    assert!(lease.starts_with("lease 326978bac638"), "{lease}");
}

/// The lines of the story in their order give its first lease the very id that the article shows.
#[test]
fn the_articles_lease_comes_out_of_its_own_order() {
    let session = lessons::reference(&article()).unwrap_or_else(|what| panic!("{what}"));
    let lines = session.lines("shell 1", 0);
    let granted: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.text.strip_prefix("lease ")?.split_once(" granted"))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(granted.len(), 4, "{granted:?}");
    assert_eq!(granted[0], "326978bac638650a");
    assert!(
        granted.iter().all(|it| it.starts_with("326978bac63865")),
        "{granted:?}"
    );
}

#[test]
fn closing_a_shell_undoes_no_step() {
    let mut session = article().open().expect("its prelude runs");
    run(&mut session, "get /services/ --prefix");
    let before = session.progress(&article());
    assert!(before[0]);
    let name = "api".to_owned();
    session
        .apply(etcdscope::session::Action::CloseShell { name })
        .expect("the shell is there");
    advance(&mut session, Micros::from_ms(1));
    assert_eq!(session.progress(&article()), before);
}

/// A story that is right.
const WHOLE: &str = "world article
title en A
title zh 甲

step
title en B
title zh 乙
say en C `d`
say zh 丙
$ put a b
expect put a

another way
$ put a c
";

/// Mistakes: what to change in [`WHOLE`], and what is told.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("article", "moon", "1: no world of that name"),
    ("title zh 甲\n", "", "4: the English text above"),
    (
        "title en A\ntitle zh 甲\n",
        "",
        "3: a story needs its world",
    ),
    ("say en C `d`", "say en C `d", "8: a text must say"),
    ("say en C `d`", "say fr C", "8: no language of the page"),
    ("say en C `d`\n", "", "8: a text comes in English"),
    ("say en C `d`\nsay zh 丙\n", "", "11: the step above says"),
    ("$ put a b", "$ [shell 2 put a b", "10: the shell's name"),
    ("$ put a b", "$", "10: there is nothing to run"),
    ("$ put a b\n", "", "12: the step above has nothing"),
    ("expect put a\n", "", "12: the step above expects nothing"),
    ("expect put a", "expect put", "11: of which key?"),
    ("expect put a", "expect peace", "11: nothing that can be"),
    (
        "expect put a",
        "expect put a b",
        "11: this change takes one",
    ),
    ("expect put a", "expect put a after 3", "11: a revision is"),
    (
        "expect put a",
        "expect printed \"a",
        "11: a quote has no end",
    ),
    ("expect put a", "expects put a", "11: no keyword"),
    ("another way\n$ put a c\n", "", "13: the story has no other"),
    ("$ put a c", "step", "14: the other way comes last"),
];

#[test]
fn a_broken_story_is_told_with_file_and_line() {
    assert!(parse("it.story", WHOLE).is_ok());
    for (from, to, told) in MISTAKES {
        let broken = WHOLE.replace(from, to);
        assert_ne!(broken, WHOLE, "{from}");
        let mistake = parse("it.story", &broken).expect_err(&broken).to_string();
        let told = format!("it.story:{told}");
        assert!(mistake.starts_with(&told), "{mistake}, not {told}");
    }
}
