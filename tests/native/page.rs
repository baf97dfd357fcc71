//! The page's components, rendered to text without a browser, for fixed sessions.
//!
//! English accessible names and test ids are an interface: browser tests and embedders use them.

use etcdscope::{
    session::{Action, Session},
    sim,
    ui::{
        app::{App, Props},
        host::Host,
        prefs::{Prefs, Theme},
        words::Language,
    },
    units::Micros,
};

/// The page of a session in a language.
fn page(session: Session, language: Language) -> String {
    let prefs = Prefs {
        language,
        theme: Theme::Dark,
        keys_off: false,
    };
    let props = Props {
        host: Host::new(session),
        prefs,
    };
    let renderer = yew::LocalServerRenderer::<App>::with_props(props).hydratable(false);
    futures::executor::block_on(renderer.render())
}

/// A new cluster in which some lines have run to their ends.
fn session(lines: &[&str]) -> Session {
    let mut session = Session::ready(sim::Config::tutorial());
    for line in lines {
        let shell = "shell 1".to_owned();
        let submit = Action::Submit {
            shell,
            line: (*line).to_owned(),
        };
        session.apply(submit).expect("shell 1 takes lines");
        session
            .apply(Action::Advance(Micros::from_ms(500)))
            .expect("time passes");
    }
    session
}

/// Fails with the page's text if one of the parts is missing.
fn holds(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
}

#[test]
fn the_first_screen_names_its_regions_and_controls() {
    let page = page(session(&[]), Language::En);
    holds(
        &page,
        &[
            r#"aria-label="Cluster health""#,
            r#"aria-label="Virtual time""#,
            r#"aria-label="Virtual clock""#,
            r#"aria-label="Pause""#,
            r#"aria-label="Step""#,
            r#"aria-label="Speed""#,
            r#"aria-valuetext="1×""#,
            r#"aria-label="Language, EN/中文""#,
            r#"aria-label="Theme""#,
            r#"aria-label="Cluster""#,
            r#"aria-label="Terminal""#,
            r#"aria-label="Shells""#,
            r#"aria-label="New shell""#,
            r#"aria-label="Endpoint""#,
            r#"aria-label="shell 1 output""#,
            r#"aria-label="Command""#,
            r#"aria-label="Inspector""#,
            r#"aria-label="Instruments""#,
            r#"aria-label="Run etcdctl put hello world""#,
        ],
    );
    for id in [
        "health-leader",
        "health-term",
        "health-revision",
        "health-quorum",
        "shell-shell 1",
    ] {
        holds(&page, &[&format!(r#"data-testid="{id}""#)]);
    }
}

#[test]
fn in_chinese_names_change_and_test_ids_do_not() {
    let page = page(session(&["etcdctl put hello world"]), Language::Zh);
    holds(
        &page,
        &[
            r#"aria-label="集群状态""#,
            r#"aria-label="虚拟时钟""#,
            r#"aria-label="终端 1 输出""#,
            r#"aria-label="命令""#,
            r#"data-testid="health-leader""#,
            r#"data-testid="shell-shell 1""#,
        ],
    );
    assert!(
        !page.contains("Cluster health"),
        "English is left in\n{page}"
    );
}

#[test]
fn a_put_leaves_its_line_its_answer_and_its_revision() {
    let page = page(
        session(&["etcdctl put hello world", "etcdctl get hello"]),
        Language::En,
    );
    holds(
        &page,
        &[
            r#"<span class="program">etcdctl</span>"#,
            r#"<span class="verb">put</span>"#,
            r#"<span class="text">OK</span>"#,
            r#"title="made revision r2""#,
            r#">r2</button>"#,
            r#"<span class="text">world</span>"#,
        ],
    );
    assert!(
        !page.contains("Run etcdctl put"),
        "the first line is offered once"
    );
}

#[test]
fn what_a_visitor_types_is_text_and_never_markup() {
    let page = page(session(&["put <b>x</b> \"&amp;\""]), Language::En);
    assert!(!page.contains("<b>x</b>"));
    holds(&page, &["&lt;b&gt;x&lt;/b&gt;"]);
}

#[test]
fn a_watch_holds_its_shell_and_names_its_tab() {
    let page = page(session(&["etcdctl watch hello"]), Language::En);
    holds(
        &page,
        &[
            r#"data-state="holding""#,
            "watch hello",
            r#"aria-label="Ctrl-C: interrupt""#,
        ],
    );
}

#[test]
fn two_members_down_show_in_the_quorum_and_a_put_says_what_it_waits_for() {
    let page = page(
        session(&["sim kill infra2", "sim kill infra3", "etcdctl put k v"]),
        Language::En,
    );
    holds(&page, &["1/3", "stops waiting", "Jump to the"]);
}

#[test]
fn a_learner_is_no_part_of_the_quorum() {
    // Members are added once all have been connected for five seconds.
    let mut lines = ["etcdctl get k"; 12].to_vec();
    lines.push("etcdctl member add infra4 --learner --peer-urls=http://127.0.0.1:42380");
    let page = page(session(&lines), Language::En);
    holds(&page, &["added to cluster", ">3/3<"]);
}

#[test]
fn a_world_that_forgot_a_rule_says_so_over_everything() {
    let lines = ["sim rule check-log-match off"];
    let shown = self::page(session(&lines), Language::En);
    let said = "Not etcd: this world forgot check-log-match.";
    holds(
        &shown,
        &[
            said,
            r#"role="switch" aria-checked="false" aria-label="check-log-match""#,
            r#"role="switch" aria-checked="true" aria-label="confirm-reads""#,
            r#"popover="auto" role="dialog" aria-label="Rules""#,
            "not etcd any more: check-log-match off",
        ],
    );
    let chinese = self::page(session(&lines), Language::Zh);
    holds(&chinese, &["不是 etcd：这个世界忘了 check-log-match。"]);
    let all = self::page(session(&[]), Language::En);
    assert!(!all.contains("Not etcd"));
}
