//! The words of the stage.

/// Texts of the stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The drawing's group.
    pub topology: &'static str,
    /// The legend's button and title.
    pub legend: &'static str,
    /// Heals every link.
    pub heal_all: &'static str,
    /// A member's accessible name: name, role, term.
    pub member: fn(&str, &str, u64) -> String,
    /// Role.
    pub leader: &'static str,
    /// Role.
    pub follower: &'static str,
    /// Role.
    pub candidate: &'static str,
    /// Role.
    pub pre_candidate: &'static str,
    /// Not running.
    pub down: &'static str,
    /// Stopped.
    pub frozen: &'static str,
    /// Under the last log index.
    pub log: &'static str,
    /// Before a peer's port.
    pub peer: &'static str,
    /// Fact: the next heartbeat, in milliseconds.
    pub heartbeat_in: fn(u64) -> String,
    /// Fact: the election timer, ticks elapsed and randomised timeout.
    pub timer: fn(u32, u32) -> String,
    /// The same where there is little room.
    pub timer_short: fn(u32, u32) -> String,
    /// Fact: entries it lacks.
    pub behind: fn(u64) -> String,
    /// Fact: votes granted and needed.
    pub votes: fn(usize, usize) -> String,
    /// Fact: killed.
    pub killed: &'static str,
    /// Fact: frozen.
    pub stopped: &'static str,
    /// Fact: the WAL is syncing.
    pub syncing: &'static str,
    /// A message's accessible name: name, what it carries, from, to.
    pub message: fn(&str, &str, &str, &str) -> String,
    /// What a message carries: a term.
    pub with_term: fn(u64) -> String,
    /// What a message carries: entries, first and last.
    pub with_entries: fn(u64, u64) -> String,
    /// Many messages of a lane in one glyph: how many, from, to.
    pub grouped: fn(usize, &str, &str) -> String,
    /// A cut: messages lost and since when.
    pub lost_since: fn(u64, &str) -> String,
    /// The same where there is little room.
    pub lost: fn(u64) -> String,
    /// A cut that has lost nothing yet.
    pub cut_since: fn(&str) -> String,
    /// A cut's accessible name: the groups.
    pub partition: fn(&str) -> String,
    /// One direction cut: from, to.
    pub one_way: fn(&str, &str) -> String,
    /// A client: its title and member.
    pub client: fn(&str, &str) -> String,
    /// Clients beyond those drawn.
    pub more_clients: fn(usize) -> String,
    /// A member's menu.
    pub actions: fn(&str) -> String,
    /// Menu: kill.
    pub kill: &'static str,
    /// Menu: restart.
    pub restart: &'static str,
    /// Menu: freeze.
    pub freeze: &'static str,
    /// Menu: thaw.
    pub thaw: &'static str,
    /// Menu: isolate.
    pub isolate: &'static str,
    /// Menu: heal this member's links.
    pub heal: &'static str,
    /// Why not: it runs.
    pub is_running: &'static str,
    /// Why not: it doesn't run.
    pub not_running: &'static str,
    /// Why not: it is frozen already.
    pub is_frozen: &'static str,
    /// Why not: it isn't frozen.
    pub not_frozen: &'static str,
    /// Why not: every link is cut already.
    pub is_isolated: &'static str,
    /// Why not: no link is cut.
    pub not_cut: &'static str,
    /// Fact of the menu: last index.
    pub fact_log: &'static str,
    /// Fact of the menu: commit index.
    pub fact_commit: &'static str,
    /// Fact of the menu: applied index.
    pub fact_applied: &'static str,
    /// Fact of the menu: revision.
    pub fact_revision: &'static str,
    /// A message's card: when it arrives, how many milliseconds from now.
    pub arrives: fn(&str, &str) -> String,
    /// A message's card: when it was lost.
    pub lost_at: fn(&str) -> String,
    /// Closes a card.
    pub close: &'static str,
    /// What the numbers mean, before the list of them.
    pub numbers: &'static str,
    /// Raft index.
    pub number_index: &'static str,
    /// Revision.
    pub number_revision: &'static str,
    /// Sub-revision.
    pub number_sub: &'static str,
    /// Version.
    pub number_version: &'static str,
    /// Term.
    pub number_term: &'static str,
    /// Legend: messages.
    pub legend_messages: &'static str,
    /// Legend: members.
    pub legend_members: &'static str,
    /// Legend: any glyph in orange is lost.
    pub legend_lost: &'static str,
    /// Legend: a lease's renewal over HTTP.
    pub legend_lease: &'static str,
    /// Legend: the election timer.
    pub legend_timer: &'static str,
    /// Legend: the heartbeat interval.
    pub legend_heartbeat: &'static str,
    /// Legend: a cut.
    pub legend_cut: &'static str,
}

/// English.
pub const EN: Stage = Stage {
    topology: "Cluster topology",
    legend: "Legend",
    heal_all: "Heal all links",
    member: |name, role, term| format!("{name}, {role}, term {term}"),
    leader: "leader",
    follower: "follower",
    candidate: "candidate",
    pre_candidate: "pre-candidate",
    down: "down",
    frozen: "frozen",
    log: "log",
    peer: "peer",
    heartbeat_in: |ms| format!("heartbeat in {ms} ms"),
    timer: |elapsed, timeout| format!("election timer {elapsed}/{timeout}"),
    timer_short: |elapsed, timeout| format!("timer {elapsed}/{timeout}"),
    behind: |entries| format!("{entries} behind"),
    votes: |granted, needed| format!("{granted} of {needed} votes"),
    killed: "killed; its disks are left",
    stopped: "stopped; nothing moves in it",
    syncing: "WAL sync",
    message: |name, carries, from, to| {
        let space = if carries.is_empty() { "" } else { " " };
        format!("{name}{space}{carries}, {from} to {to}")
    },
    with_term: |term| format!("term {term}"),
    with_entries: |first, last| {
        if first == last {
            format!("entry {first}")
        } else {
            format!("entries {first} to {last}")
        }
    },
    grouped: |count, from, to| format!("{count} messages, {from} to {to}"),
    lost_since: |lost, since| {
        let s = if lost == 1 { "" } else { "s" };
        format!("{lost} message{s} lost since {since}")
    },
    lost: |lost| format!("{lost} lost"),
    cut_since: |since| format!("cut since {since}"),
    partition: |groups| format!("Partition: {groups}"),
    one_way: |from, to| format!("Cut: {from} to {to}"),
    client: |title, member| format!("{title}, connected to {member}"),
    more_clients: |count| format!("{count} more"),
    actions: |name| format!("{name} actions"),
    kill: "Kill",
    restart: "Restart",
    freeze: "Freeze process",
    thaw: "Thaw process",
    isolate: "Isolate from peers",
    heal: "Heal its links",
    is_running: "running",
    not_running: "not running",
    is_frozen: "frozen",
    not_frozen: "not frozen",
    is_isolated: "cut off",
    not_cut: "no cut",
    fact_log: "log",
    fact_commit: "commit",
    fact_applied: "applied",
    fact_revision: "revision",
    arrives: |ms, at| format!("arrives in {ms} ms, at {at}"),
    lost_at: |at| format!("lost at {at}"),
    close: "Close",
    numbers: "A number says what it is:",
    number_index: "Raft index",
    number_revision: "revision",
    number_sub: "sub-revision",
    number_version: "version",
    number_term: "term",
    legend_messages: "Messages: filled asks, hollow answers",
    legend_members: "Members",
    legend_lost: "lost: any glyph in orange",
    legend_lease: "lease renewal over HTTP",
    legend_timer: "election timer",
    legend_heartbeat: "heartbeat interval",
    legend_cut: "cut, groups tinted",
};

/// Chinese.
pub const ZH: Stage = Stage {
    topology: "集群拓扑",
    legend: "图例",
    heal_all: "恢复所有链路",
    member: |name, role, term| format!("{name}，{role}，任期 {term}"),
    leader: "Leader",
    follower: "Follower",
    candidate: "Candidate",
    pre_candidate: "Pre-Candidate",
    down: "已停机",
    frozen: "已冻结",
    log: "日志",
    peer: "节点间",
    heartbeat_in: |ms| format!("{ms} ms 后心跳"),
    timer: |elapsed, timeout| format!("选举计时 {elapsed}/{timeout}"),
    timer_short: |elapsed, timeout| format!("计时 {elapsed}/{timeout}"),
    behind: |entries| format!("落后 {entries} 条"),
    votes: |granted, needed| format!("得票 {granted}/{needed}"),
    killed: "进程已杀死，磁盘还在",
    stopped: "进程已暂停，内部静止",
    syncing: "WAL 同步中",
    message: |name, carries, from, to| {
        let comma = if carries.is_empty() { "" } else { "，" };
        format!("{name}{comma}{carries}，{from} 到 {to}")
    },
    with_term: |term| format!("任期 {term}"),
    with_entries: |first, last| {
        if first == last {
            format!("条目 {first}")
        } else {
            format!("条目 {first} 到 {last}")
        }
    },
    grouped: |count, from, to| format!("{count} 条消息，{from} 到 {to}"),
    lost_since: |lost, since| format!("自 {since} 起丢失 {lost} 条"),
    lost: |lost| format!("丢失 {lost} 条"),
    cut_since: |since| format!("自 {since} 起切断"),
    partition: |groups| format!("网络分区：{groups}"),
    one_way: |from, to| format!("切断：{from} 到 {to}"),
    client: |title, member| format!("{title}，连接到 {member}"),
    more_clients: |count| format!("还有 {count} 个"),
    actions: |name| format!("{name} 的操作"),
    kill: "杀死进程",
    restart: "重新启动",
    freeze: "冻结进程",
    thaw: "解冻进程",
    isolate: "与其他成员隔离",
    heal: "恢复它的链路",
    is_running: "运行中",
    not_running: "未运行",
    is_frozen: "已冻结",
    not_frozen: "未冻结",
    is_isolated: "已隔离",
    not_cut: "没有切断",
    fact_log: "日志",
    fact_commit: "提交",
    fact_applied: "已应用",
    fact_revision: "版本号",
    arrives: |ms, at| format!("{ms} ms 后到达，时刻 {at}"),
    lost_at: |at| format!("丢失于 {at}"),
    close: "关闭",
    numbers: "数字都标明身份：",
    number_index: "Raft 索引",
    number_revision: "版本号 revision",
    number_sub: "子版本号",
    number_version: "版本次数 version",
    number_term: "任期 term",
    legend_messages: "消息：实心是请求，空心是应答",
    legend_members: "成员",
    legend_lost: "丢失：任何橙色图形",
    legend_lease: "经 HTTP 转发的续租",
    legend_timer: "选举计时",
    legend_heartbeat: "心跳间隔",
    legend_cut: "切断，两侧着色",
};
