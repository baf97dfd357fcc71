//! The programs say what GNU's 9.1 say, to the letter.

use super::*;

fn bytes(words: &[&str]) -> Vec<Vec<u8>> {
    words.iter().map(|word| word.as_bytes().to_vec()).collect()
}

fn tell(files: &mut Files, words: &[&str]) -> (i32, String, String) {
    let environment = [
        ("A".to_owned(), "1".to_owned()),
        ("B".to_owned(), "2".to_owned()),
    ];
    let outcome = run(files, &bytes(words), &environment);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (outcome.status, text(&outcome.out), text(&outcome.err))
}

/// Some files to begin with.
fn some() -> Files {
    let mut files = Files::default();
    files.make_folder(b"d").expect("nothing is in the way");
    for (path, text) in [("f", "hi\n"), ("g", "ho\n"), ("d/x", "x\n")] {
        files.write(path.as_bytes(), text).expect("there is room");
    }
    files
}

type Row = (&'static [&'static str], i32, &'static str, &'static str);

fn check(table: &[Row]) {
    for (words, status, out, err) in table {
        let told = tell(&mut some(), words);
        let wanted = (*status, (*out).to_owned(), (*err).to_owned());
        assert_eq!(told, wanted, "{words:?}");
    }
}

#[test]
fn programs_that_touch_no_file() {
    check(&[
        (&["true"], 0, "", ""),
        (&["false", "x"], 1, "", ""),
        (&["echo", "a", "b"], 0, "a b\n", ""),
        (&["echo", "-n", "a"], 0, "a", ""),
        (
            &["echo", "-e", "a\\tb\\n\\x41\\0101\\q"],
            0,
            "a\tb\nAA\\q\n",
            "",
        ),
        (&["echo", "-x", "a"], 0, "-x a\n", ""),
        (&["printenv", "A", "C"], 1, "1\n", ""),
        (&["printenv"], 0, "A=1\nB=2\n", ""),
        (&["sh", "-c", "exit 7"], 7, "", ""),
        (&["sh", "-c", "exit 300"], 44, "", ""),
        (&["sh", "-c", "exit"], 0, "", ""),
        (
            &["sh", "-c", "exit x"],
            2,
            "",
            "sh: 1: exit: Illegal number: x\n",
        ),
        (&["sh", "-c"], 2, "", "sh: 0: -c requires an argument\n"),
        (
            &["sh", "-c", "ls"],
            2,
            "",
            "sh: this shell knows only: exit NUMBER\n",
        ),
    ]);
    for (word, text) in [
        (
            "nosuch",
            "exec: \"nosuch\": executable file not found in $PATH",
        ),
        ("a/b", "fork/exec a/b: no such file or directory"),
        ("", "fork/exec : no such file or directory"),
    ] {
        let outcome = run(&mut Files::default(), &bytes(&[word]), &[]);
        assert_eq!((outcome.status, outcome.end), (1, Err(text.to_owned())));
    }
    let outcome = run(&mut Files::default(), &bytes(&["false"]), &[]);
    assert_eq!(outcome.end, Err("exit status 1".to_owned()));
}

#[test]
fn questions() {
    check(&[
        (&["test"], 1, "", ""),
        (&["test", "-f"], 0, "", ""),
        (&["test", ""], 1, "", ""),
        (&["test", "-f", "f"], 0, "", ""),
        (&["test", "-d", "f"], 1, "", ""),
        (&["test", "-d", "d"], 0, "", ""),
        (&["test", "-e", "nope"], 1, "", ""),
        (&["test", "-s", "f"], 0, "", ""),
        (&["test", "!", "-f", "f"], 1, "", ""),
        (&["test", "!"], 0, "", ""),
        (&["test", "a", "=", "a"], 0, "", ""),
        (&["test", "!", "a", "=", "b"], 0, "", ""),
        (&["test", "(", "a", ")"], 0, "", ""),
        (&["test", " 1", "-eq", "1"], 0, "", ""),
        (&["test", "1", "-lt", "1"], 1, "", ""),
        (&["test", "-f", "f", "-a", "-d", "d"], 0, "", ""),
        (&["test", "-f", "nope", "-o", "-d", "d"], 0, "", ""),
        (&["[", "-f", "f", "]"], 0, "", ""),
        (&["[", "-f", "f"], 2, "", "[: missing ‘]’\n"),
        (
            &["test", "1", "-eq", "x"],
            2,
            "",
            "test: invalid integer ‘x’\n",
        ),
        (
            &["test", "-f", "a", "b"],
            2,
            "",
            "test: ‘a’: binary operator expected\n",
        ),
        (
            &["test", "-q", "a"],
            2,
            "",
            "test: ‘-q’: unary operator expected\n",
        ),
        (
            &["test", "a", "b"],
            2,
            "",
            "test: missing argument after ‘b’\n",
        ),
    ]);
}

#[test]
fn files_are_shown_and_listed() {
    check(&[
        (
            &["cat", "f", "nope", "g"],
            1,
            "hi\nho\n",
            "cat: nope: No such file or directory\n",
        ),
        (&["cat", "d"], 1, "", "cat: d: Is a directory\n"),
        (&["cat", "f/x"], 1, "", "cat: f/x: Not a directory\n"),
        (
            &["cat", "-z"],
            1,
            "",
            "cat: invalid option -- 'z'\nTry 'cat --help' for more information.\n",
        ),
        (&["ls"], 0, "d\nf\ng\n", ""),
        (&["ls", "-a"], 0, ".\n..\nd\nf\ng\n", ""),
        (&["ls", "f", "d", "g"], 0, "f\ng\n\nd:\nx\n", ""),
        (&["ls", "d/"], 0, "x\n", ""),
        (&["ls", "-d", "d"], 0, "d\n", ""),
        (&["ls", "-R"], 0, ".:\nd\nf\ng\n\n./d:\nx\n", ""),
        (
            &["ls", "d", "nope", "f"],
            2,
            "f\n\nd:\nx\n",
            "ls: cannot access 'nope': No such file or directory\n",
        ),
        (
            &["ls", "f/"],
            2,
            "",
            "ls: cannot access 'f/': Not a directory\n",
        ),
        (
            &["ls", "it's"],
            2,
            "",
            "ls: cannot access \"it's\": No such file or directory\n",
        ),
    ]);
}

#[test]
fn files_are_copied() {
    let try_help = "Try 'cp --help' for more information.\n";
    let missing = format!("cp: missing file operand\n{try_help}");
    assert_eq!(tell(&mut some(), &["cp"]), (1, String::new(), missing));
    check(&[
        (
            &["cp", "f", "f"],
            1,
            "",
            "cp: 'f' and 'f' are the same file\n",
        ),
        (
            &["cp", "d", "e"],
            1,
            "",
            "cp: -r not specified; omitting directory 'd'\n",
        ),
        (
            &["cp", "f", "g", "h"],
            1,
            "",
            "cp: target 'h': No such file or directory\n",
        ),
        (
            &["cp", "nope", "x"],
            1,
            "",
            "cp: cannot stat 'nope': No such file or directory\n",
        ),
        (
            &["cp", "f", "nod/x"],
            1,
            "",
            "cp: cannot create regular file 'nod/x': No such file or directory\n",
        ),
        (
            &["cp", "f", "nod/"],
            1,
            "",
            "cp: cannot create regular file 'nod/': Not a directory\n",
        ),
        (
            &["cp", "f", "f/x"],
            1,
            "",
            "cp: cannot stat 'f/x': Not a directory\n",
        ),
        (
            &["cp", "-r", "d", "f"],
            1,
            "",
            "cp: cannot overwrite non-directory 'f' with directory 'd'\n",
        ),
    ]);
    let mut files = some();
    for words in [
        &["cp", "f", "d"][..],
        &["cp", "-r", "d", "e"],
        &["cp", "-r", "d", "e"],
    ] {
        assert_eq!(tell(&mut files, words).0, 0, "{words:?}");
    }
    let listed = "d\ne\nf\ng\n\n./d:\nf\nx\n\n./e:\nd\nf\nx\n\n./e/d:\nf\nx\n";
    assert_eq!(tell(&mut files, &["ls", "-R"]).1, format!(".:\n{listed}"));
    assert_eq!(tell(&mut files, &["cp", "-r", "e", "e/d/z"]).0, 1);
}

#[test]
fn files_are_cut_and_patched() {
    let mut files = some();
    let size = |files: &Files| files.read(b"f").expect("it is there").len();
    for (words, wanted) in [
        (&["truncate", "-s", "10", "f"][..], 10),
        (&["truncate", "-s1K", "f"], 1_024),
        (&["truncate", "--size=-24", "f"], 1_000),
        (&["truncate", "--size", "+1", "f"], 1_001),
        (&["dd", "if=g", "of=f", "status=none"], 3),
        (
            &[
                "dd",
                "if=/dev/zero",
                "of=f",
                "bs=4",
                "count=2",
                "status=none",
            ],
            8,
        ),
        (
            &[
                "dd",
                "if=g",
                "of=f",
                "bs=1",
                "seek=2",
                "conv=notrunc",
                "status=none",
            ],
            8,
        ),
    ] {
        assert_eq!(
            tell(&mut files, words),
            (0, String::new(), String::new()),
            "{words:?}"
        );
        assert_eq!(size(&files), wanted, "{words:?}");
    }
    assert_eq!(
        files.read(b"f").expect("it is there").as_ref(),
        b"\0\0ho\n\0\0\0"
    );
}

#[test]
fn what_cannot_be_cut_is_said() {
    let mut files = some();
    let try_help = "Try 'truncate --help' for more information.\n";
    let (_, _, text) = tell(&mut files, &["truncate", "f"]);
    let wanted = "truncate: you must specify either ‘--size’ or ‘--reference’\n";
    assert_eq!(text, format!("{wanted}{try_help}"));
    check(&[
        (
            &["truncate", "-s", "x", "f"],
            1,
            "",
            "truncate: Invalid number: ‘x’\n",
        ),
        (
            &["truncate", "-s", "5", "nod/f"],
            1,
            "",
            "truncate: cannot open 'nod/f' for writing: No such file or directory\n",
        ),
        (&["truncate", "-c", "-s", "5", "zz"], 0, "", ""),
        (
            &["dd", "if=nope"],
            1,
            "",
            "dd: failed to open 'nope': No such file or directory\n",
        ),
        (&["dd", "bs=0"], 1, "", "dd: invalid number: ‘0’\n"),
        (
            &["dd", "bogus"],
            1,
            "",
            "dd: unrecognized operand ‘bogus’\nTry 'dd --help' for more information.\n",
        ),
    ]);
}
