//! `--user`: what a command does before its first call, and when its token is not known any more.

use super::Run;
use crate::ctl::job::{Effect, Event, Signal};
use crate::etcd::api::{
    self, AuthRequest, AuthResponse, AuthenticateResponse, Error, Request, Response, StreamRequest,
    StreamResponse, WatchResponse,
};
use crate::units::Micros;

fn token(token: &str) -> Result<Response, Error> {
    let answer = AuthenticateResponse {
        header: None,
        token: token.to_owned(),
    };
    Ok(Response::Auth(AuthResponse::Authenticate(answer)))
}

/// Name and password of the login that is under way.
fn login(run: &mut Run) -> (String, String) {
    match run.wanted.last() {
        Some(Effect::Call {
            request: Request::Auth(AuthRequest::Authenticate(ask)),
            token,
            ..
        }) if token.is_empty() => (ask.name.clone(), ask.password.clone()),
        other => panic!("no login: {other:?}"),
    }
}

/// The token of the call or stream that was asked for last.
fn used(run: &Run) -> &str {
    match run.wanted.last() {
        Some(Effect::Call { token, .. } | Effect::Open { token, .. }) => token,
        other => panic!("neither call nor stream: {other:?}"),
    }
}

fn own(name: &str, password: &str) -> (String, String) {
    (name.to_owned(), password.to_owned())
}

#[test]
fn a_login_comes_before_the_call_and_its_token_goes_with_it() {
    let table = [
        ("--user u:pw get a", own("u", "pw")),
        ("--user u:a:b get a", own("u", "a:b")),
        ("--user u --password pw get a", own("u", "pw")),
        ("--user u:x --password pw get a", own("u:x", "pw")),
    ];
    for (line, wanted) in table {
        let mut run = Run::new(line);
        assert_eq!(login(&mut run), wanted, "{line}");
        assert_eq!(run.wanted.len(), 1, "{line}");
        run.answer(token("abc.7"));
        assert_eq!(used(&run), "abc.7", "{line}");
    }
    for line in [
        "--user u: get a",
        "--user :pw get a",
        "--password pw get a",
        "get a",
    ] {
        assert_eq!(used(&Run::new(line)), "", "{line}");
    }
}

#[test]
fn a_failed_login_is_a_client_that_cannot_be_built() {
    let mut run = Run::new("--user u:no put a 1");
    run.answer(Err(Error::AuthFailed));
    let text = "Error: etcdserver: authentication failed, invalid user ID or password\n";
    assert_eq!(run.end(), (Some(2), "", text));
    let mut run = Run::new("--user u:no put a 1");
    run.answer(Err(Error::AuthNotEnabled));
    assert_eq!(used(&run), "");
}

#[test]
fn a_token_that_is_not_known_is_renewed_and_the_call_made_again() {
    let mut run = Run::new("--user u:pw put a 1");
    run.answer(token("abc.7"));
    run.answer(Err(Error::InvalidAuthToken));
    assert_eq!(login(&mut run), own("u", "pw"));
    run.answer(token("def.9"));
    assert_eq!(used(&run), "def.9");
    run.answer(Ok(Response::Put(api::PutResponse::default())));
    assert_eq!(run.end(), (Some(0), "OK\n", ""));

    let mut run = Run::new("--user u:pw put a 1");
    run.answer(token("abc.7"));
    run.answer(Err(Error::InvalidAuthToken));
    run.answer(Err(Error::AuthFailed));
    let text = "Error: etcdserver: authentication failed, invalid user ID or password\n";
    assert_eq!(run.end(), (Some(1), "", text));
    // Whoever gave no name cannot log in again.
    let mut run = Run::new("put a 1");
    run.answer(Err(Error::InvalidAuthToken));
    assert_eq!(run.end().0, Some(1));
}

#[test]
fn a_password_is_asked_for_and_not_shown() {
    let mut run = Run::new("--user u get a");
    assert_eq!((run.out.as_str(), run.err.as_str()), ("Password: ", ""));
    assert!(run.job.reads() && run.job.hides());
    run.wanted.clear();
    run.step(Event::Line(b"pw".to_vec()));
    assert!(!run.job.reads() && !run.job.hides());
    assert_eq!(login(&mut run), own("u", "pw"));
    assert_eq!(run.out, "Password: \n");
    let mut run = Run::new("--user u get a");
    run.step(Event::Signal(Signal::Interrupt));
    assert_eq!(run.end(), (Some(130), "Password: ", ""));
}

#[test]
fn a_new_users_password_is_typed_twice() {
    let prompts = "Password of u: \nType password of u again for confirmation: \n";
    let mut run = Run::new("user add u");
    assert!(run.job.reads() && run.job.hides());
    run.step(Event::Line(b"pw".to_vec()));
    run.wanted.clear();
    run.step(Event::Line(b"pw".to_vec()));
    assert_eq!((run.out.as_str(), run.err.as_str()), (prompts, ""));
    let (_, _, request, timeout) = run.call();
    let Request::Auth(AuthRequest::UserAdd(ask)) = request else {
        panic!("no user is added")
    };
    assert_eq!((ask.name, ask.password), own("u", "pw"));
    assert_eq!(timeout, Micros::MAX);

    let mut run = Run::new("user add u");
    run.step(Event::Line(b"pw".to_vec()));
    run.step(Event::Line(b"other".to_vec()));
    let text = "Error: given passwords are different\n";
    assert_eq!(run.end(), (Some(128), prompts, text));
}

fn heard(run: &mut Run, stream: u32, answer: WatchResponse) {
    let message = StreamResponse::Watch(answer);
    run.step(Event::Message { stream, message });
}

#[test]
fn a_watch_that_is_refused_where_it_moved_to_is_opened_again() {
    let mut run = Run::new("--user u:pw watch a");
    run.answer(token("abc.7"));
    let Some(Effect::Open { stream, .. }) = run.wanted.pop() else {
        panic!("no watch")
    };
    let header = |revision| {
        Some(api::ResponseHeader {
            revision,
            ..api::ResponseHeader::default()
        })
    };
    let created = |revision, canceled| WatchResponse {
        header: header(revision),
        created: true,
        canceled,
        cancel_reason: "refused".to_owned(),
        ..WatchResponse::default()
    };
    heard(&mut run, stream, created(5, false));
    heard(&mut run, stream, created(9, true));
    assert_eq!(login(&mut run), own("u", "pw"));
    run.answer(token("def.9"));
    let again = run.wanted.pop();
    let Some(Effect::Open {
        stream: same,
        request: StreamRequest::WatchCreate(create),
        token,
        ..
    }) = again
    else {
        panic!("no watch: {again:?}")
    };
    assert_eq!(
        (same, create.start_revision, &token[..]),
        (stream, 5, "def.9")
    );
    // A second refusal is no matter of tokens.
    heard(&mut run, stream, created(9, true));
    assert_eq!(run.exit, Some(5));
}
