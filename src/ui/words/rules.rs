//! The words of the rules that can be forgotten, of judges, of settings and of the search.

use super::properties;

/// Texts of the dialog about rules.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The button, the dialog, and its first tab.
    pub title: &'static str,
    /// The tabs.
    pub tabs: &'static str,
    /// The tab of settings.
    pub settings: &'static str,
    /// The tab of the search.
    pub find: &'static str,
    /// What switching a rule off means.
    pub intro: &'static str,
    /// What a rule protects, by its name; empty if there is none of that name.
    pub protects: fn(&str) -> &'static str,
    /// What a property says, by its name.
    pub property: fn(&str) -> &'static str,
    /// A world that follows not all rules; which it forgot.
    pub not_etcd: fn(&str) -> String,
    /// The judge is at work.
    pub judging: &'static str,
    /// Nothing was broken until then.
    pub kept: fn(&str) -> String,
    /// A property was broken then.
    pub broken: fn(&str, &str) -> String,
    /// Looks at that moment.
    pub look: &'static str,
    /// Judges the visit.
    pub judge: &'static str,
    /// What the judge does.
    pub judge_intro: &'static str,
    /// The visit's beginning is forgotten.
    pub forgotten: &'static str,
    /// What settings are.
    pub settings_intro: &'static str,
    /// A setting, by its word; and whether etcd 3.5 has it.
    pub setting: fn(&str) -> &'static str,
    /// A setting that etcd 3.5 does not have.
    pub newer: &'static str,
    /// Opens a cluster with these settings.
    pub open_new: &'static str,
    /// A cluster with chosen settings is shown.
    pub made: &'static str,
    /// Back to the visit that was made or found.
    pub other: &'static str,
    /// A story that was found is shown.
    pub opened: &'static str,
    /// What a search does.
    pub find_intro: &'static str,
    /// The choice of the rule to forget.
    pub forget: &'static str,
    /// None.
    pub no_rule: &'static str,
    /// The choice of members.
    pub members: &'static str,
    /// The choice of faults.
    pub faults: &'static str,
    /// All faults.
    pub all_faults: &'static str,
    /// No faults.
    pub no_faults: &'static str,
    /// Starts the search.
    pub start: &'static str,
    /// Stops it.
    pub stop: &'static str,
    /// So many worlds and events, so many events a second.
    pub progress: fn(u64, u64, u64) -> String,
    /// So many lines are left of a story that is shortened.
    pub shortening: fn(u64) -> String,
    /// Nothing was found.
    pub nothing: &'static str,
    /// A story was found: its seed and lines.
    pub found: fn(u64, u64) -> String,
    /// Opens it.
    pub open: &'static str,
    /// The story's lines.
    pub story: &'static str,
    /// There is no worker, and why.
    pub failed: fn(&str) -> String,
}

/// English.
pub const EN: Rules = Rules {
    title: "Rules",
    tabs: "Parts of this dialog",
    settings: "Settings",
    find: "Find a story",
    intro: "What if etcd forgot this rule? All members forget it at once. The world is not etcd \
            any more, and says so, until every rule is on again.",
    protects: |name| row(name).map_or("", |it| it.2),
    property: |name| properties::property(name).map_or("", |it| it.0),
    not_etcd: |rules| format!("Not etcd: this world forgot {rules}."),
    judging: "Judging…",
    kept: |at| format!("Nothing broken up to {at}."),
    broken: |property, at| format!("Broken at {at}: {property}."),
    look: "Look at it",
    judge: "Judge this visit",
    judge_intro: "It is played again beside the page, and every property is checked after every \
                  event.",
    forgotten: "The beginning of this visit is forgotten, so it cannot be judged.",
    settings_intro: "A cluster has its settings from the start, as processes have their flags. A \
                     new one opens beside this visit, which stays as it is.",
    setting: |name| setting(name).map_or("", |it| it.0),
    newer: "newer than 3.5",
    open_new: "Open a cluster with these settings",
    made: "A new cluster with the settings you chose. Your own visit is untouched.",
    other: "Back to the other visit",
    opened: "A story that the search found. Your own visit is untouched.",
    find_intro: "Random worlds with random faults, judged after every event, until one breaks a \
                 property; then the shortest story that breaks it. With all rules on, none is \
                 expected.",
    forget: "Forget",
    no_rule: "nothing: etcd as it is",
    members: "Members",
    faults: "Faults",
    all_faults: "all",
    no_faults: "none",
    start: "Search",
    stop: "Stop",
    progress: |seeds, events, rate| format!("{seeds} worlds, {events} events, {rate} a second"),
    shortening: |left| format!("One broke a property. Shortening its story: {left} lines left."),
    nothing: "No world broke a property.",
    found: |seed, lines| format!("World {seed} breaks a property. Its story has {lines} lines."),
    open: "Open it",
    story: "The story",
    failed: |why| format!("The browser lets this page have no worker. {why}"),
};

/// Chinese.
pub const ZH: Rules = Rules {
    title: "规则",
    tabs: "对话框的各部分",
    settings: "设置",
    find: "找一个故事",
    intro: "如果 etcd 忘了这条规则会怎样？所有成员立即忘记它。这个世界不再是 etcd，并会一直标明，\
            直到所有规则重新生效。",
    protects: |name| row(name).map_or("", |it| it.3),
    property: |name| properties::property(name).map_or("", |it| it.1),
    not_etcd: |rules| format!("不是 etcd：这个世界忘了 {rules}。"),
    judging: "正在评判……",
    kept: |at| format!("到 {at} 为止没有违反任何性质。"),
    broken: |property, at| format!("在 {at} 违反：{property}。"),
    look: "查看那一刻",
    judge: "评判这次操作",
    judge_intro: "在页面旁边重放一遍，每个事件之后检查每条性质。",
    forgotten: "这次操作的开头已被遗忘，无法评判。",
    settings_intro: "集群的设置从一开始就定下，正如进程的启动参数。新集群在旁边打开，这次操作保持原样。",
    setting: |name| setting(name).map_or("", |it| it.1),
    newer: "3.5 之后才有",
    open_new: "用这些设置打开集群",
    made: "这是按所选设置新建的集群。您自己的操作未受影响。",
    other: "回到另一个操作",
    opened: "这是搜索找到的故事。您自己的操作未受影响。",
    find_intro: "随机的世界和随机的故障，每个事件之后都评判，直到有一个违反性质；然后给出违反它的\
                 最短故事。规则全开时不应找到。",
    forget: "忘记",
    no_rule: "不忘记：原样的 etcd",
    members: "成员数",
    faults: "故障",
    all_faults: "全部",
    no_faults: "无",
    start: "开始搜索",
    stop: "停止",
    progress: |seeds, events, rate| format!("{seeds} 个世界，{events} 个事件，每秒 {rate} 个"),
    shortening: |left| format!("有一个违反了性质。正在缩短它的故事：还剩 {left} 行。"),
    nothing: "没有世界违反性质。",
    found: |seed, lines| format!("世界 {seed} 违反了性质，它的故事有 {lines} 行。"),
    open: "打开它",
    story: "故事",
    failed: |why| format!("浏览器不允许本页使用 worker。{why}"),
};

/// A rule: name, where it is written down, what it protects in English and Chinese.
type Row = (&'static str, &'static str, &'static str, &'static str);

fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|it| it.0 == name)
}

/// Where a rule is written down: paper or thesis, and etcd's file and function.
#[must_use]
pub fn source(name: &str) -> &'static str {
    row(name).map_or("", |it| it.1)
}

const ROWS: &[Row] = &[
    (
        "commit-own-term-only",
        "Raft §5.4.2 · log.go maybeCommit",
        "A leader counts copies only of entries of its own term. Without it, a committed entry can \
         still be overwritten (figure 8).",
        "Leader 只为自己任期的条目计数。没有它，已提交的条目仍可能被覆盖（图 8）。",
    ),
    (
        "vote-is-durable",
        "Raft §5.2 · raft.go hardState",
        "A vote is on disk before it is given. Without it, a member that restarts votes twice in \
         one term, and two leaders can win it.",
        "投票先写入磁盘再给出。没有它，重启的成员会在同一任期投两次，可能选出两个 Leader。",
    ),
    (
        "acknowledge-after-sync",
        "Raft figure 2 · etcdserver/raft.go start",
        "A member acknowledges only what its disk has synced. Without it, a crash loses writes \
         that clients were told are done.",
        "成员只确认已同步到磁盘的内容。没有它，崩溃会丢失已告知客户端成功的写入。",
    ),
    (
        "check-log-match",
        "Raft §5.3 · raft.go handleAppendEntries",
        "Entries are taken only if the one before them matches. Without it, logs have gaps and \
         differ below the commit index.",
        "只有前一条吻合才接收条目。没有它，日志会有缺口，在提交索引以下也不一致。",
    ),
    (
        "votes-count-in-their-term",
        "Raft §5.2 · raft.go Step",
        "A vote counts only in the term it was given for. Without it, a late answer to an old \
         campaign can make a second leader.",
        "投票只在所投的任期内算数。没有它，旧竞选迟到的应答可能造出第二个 Leader。",
    ),
    (
        "one-change-at-a-time",
        "Ongaro's thesis §4.1 · raft.go stepLeader",
        "A member change waits until the one before is applied. Without it, two majorities need \
         not share a member.",
        "成员变更要等前一个应用之后。没有它，两个多数派可能没有共同成员。",
    ),
    (
        "change-after-own-commit",
        "raft-dev, 2015 · raft.go becomeLeader",
        "A new leader changes members only once an entry of its own term is committed. Without it, \
         two leaders' changes can part the majorities: the bug of 2015.",
        "新 Leader 先提交一个自己任期的条目，才变更成员。没有它，两个 Leader 的变更会使多数派\
         分离：2015 年发现的错误。",
    ),
    (
        "changes-wait-for-commit",
        "raft.go switchToConfig",
        "A member change takes effect when it is applied. Without it, it counts as soon as it is \
         in the log, even if its entry is overwritten.",
        "成员变更在应用时生效。没有它，一进日志就算数，即使那个条目后来被覆盖。",
    ),
    (
        "refuse-old-snapshots",
        "Raft §7 · raft.go restore",
        "A snapshot older than the commit index is not taken. Without it, a member's state moves \
         back.",
        "不接收早于提交索引的快照。没有它，成员的状态会倒退。",
    ),
    (
        "confirm-reads",
        "Ongaro's thesis §6.4 · read_only.go",
        "A read waits until a quorum confirms the leader. Without it, a leader that was deposed \
         answers with old values.",
        "读取要等多数派确认 Leader。没有它，已被取代的 Leader 会用旧值回答。",
    ),
    (
        "leader-expires-leases",
        "lease/lessor.go Promote, revokeExpiredLeases",
        "Only the leader lets leases run out, after it has extended them. Without it, a follower \
         deletes keys that are kept alive.",
        "只有 Leader 让租约到期，且先延长它们。没有它，Follower 会删除仍在续租的 key。",
    ),
];

/// A setting: English, Chinese.
fn setting(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "members" => ("Members", "成员数"),
        "pre-vote" => (
            "Ask before raising the term (--pre-vote)",
            "提高任期之前先询问（--pre-vote）",
        ),
        "read-only" => (
            "How a leader makes sure of itself before a read",
            "Leader 在读取之前如何确认自己",
        ),
        "async-storage" => (
            "Disk writes and applies as two queues",
            "写盘和应用分成两个队列",
        ),
        "forward-proposals" => (
            "Followers send proposals on to the leader",
            "Follower 把提议转给 Leader",
        ),
        "step-down-on-removal" => (
            "A leader that is removed steps down",
            "被移除的 Leader 立即退位",
        ),
        "snapshot-count" => (
            "Entries between snapshots (--snapshot-count)",
            "两次快照之间的条目数（--snapshot-count）",
        ),
        "kept" => ("Entries kept behind a snapshot", "快照之后保留的条目数"),
        _ => return None,
    })
}
