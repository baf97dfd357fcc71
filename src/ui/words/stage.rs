//! The words of the stage.

/// Texts of the stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The drawing's group.
    pub topology: &'static str,
    /// The legend's button and title.
    pub legend: &'static str,
    /// Heals every link, clock and disk.
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
    /// Without a vote.
    pub learner: &'static str,
    /// Added, its process never started.
    pub waiting: &'static str,
    /// No member any more.
    pub removed: &'static str,
    /// Fact: added and not started.
    pub not_started: &'static str,
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
    /// A cut's tooltip.
    pub click_heals: &'static str,
    /// The button and dialog that cut links.
    pub cut_links: &'static str,
    /// The dialog's choice.
    pub one_side: &'static str,
    /// The dialog's preview while nothing can be cut.
    pub choose_some: &'static str,
    /// The dialog's button.
    pub do_partition: &'static str,
    /// Of a group: it can go on.
    pub keeps_quorum: &'static str,
    /// Of a group: it can't.
    pub no_quorum: &'static str,
    /// A line that crosses no link yet.
    pub draw_across: &'static str,
    /// A line that cuts links but parts nobody: which.
    pub cuts: fn(&str) -> String,
    /// Between a name and what is said of it.
    pub colon: &'static str,
    /// Between two things said.
    pub comma: &'static str,
    /// A direction of a link: from, to.
    pub link: fn(&str, &str) -> String,
    /// Menu: the row of the link to another member.
    pub link_to: fn(&str) -> String,
    /// Menu: cuts that link, in short.
    pub cut_link: &'static str,
    /// Menu: heals that link, in short.
    pub heal_link: &'static str,
    /// Menu: opens that link's menu, in short.
    pub more: &'static str,
    /// Nothing is in force on a link.
    pub healthy: &'static str,
    /// A link loses this part of its messages.
    pub loses: fn(&str) -> String,
    /// A link delivers this part of its messages twice.
    pub repeats: fn(&str) -> String,
    /// A link reorders this part of its messages.
    pub reorders: fn(&str) -> String,
    /// Menu: cuts this direction.
    pub cut_way: &'static str,
    /// Menu: heals this direction.
    pub heal_way: &'static str,
    /// Menu: cuts both directions.
    pub cut_both: &'static str,
    /// Menu: heals both directions.
    pub heal_both: &'static str,
    /// Menu: the menu of the way back: from, to.
    pub way_back: fn(&str, &str) -> String,
    /// Menu: delay.
    pub delay: &'static str,
    /// Menu: loss.
    pub loss: &'static str,
    /// Menu: messages that arrive twice.
    pub duplicates: &'static str,
    /// Menu: messages that are overtaken.
    pub overtaken: &'static str,
    /// Menu: what TCP has to do with that.
    pub beyond_tcp: &'static str,
    /// Menu: no delay, no loss.
    pub none: &'static str,
    /// Menu: drops a message.
    pub drop: &'static str,
    /// Menu: sends a message once more.
    pub duplicate: &'static str,
    /// Menu: lets a message arrive now.
    pub deliver: &'static str,
    /// Menu: holds a message up.
    pub hold: &'static str,
    /// Menu: lets a held message go on.
    pub release: &'static str,
    /// A message is held up since.
    pub held_since: fn(&str) -> String,
    /// Why not: the message is lost.
    pub is_lost: &'static str,
    /// Why not: its link is cut.
    pub is_cut: &'static str,
    /// What a message's menu does to the clock, after another sentence.
    pub stands: &'static str,
    /// Legend: a message held up.
    pub legend_held: &'static str,
    /// Legend: many messages in one glyph.
    pub legend_crowd: &'static str,
    /// Legend: a slow or lossy link.
    pub legend_slow: &'static str,
}

/// English.
pub const EN: Stage = Stage {
    topology: "Cluster topology",
    legend: "Legend",
    heal_all: "Heal all",
    member: |name, role, term| format!("{name}, {role}, term {term}"),
    leader: "leader",
    follower: "follower",
    candidate: "candidate",
    pre_candidate: "pre-candidate",
    learner: "learner",
    waiting: "added",
    removed: "removed",
    not_started: "not started: sim start",
    down: "down",
    frozen: "frozen",
    log: "log",
    peer: "peer",
    heartbeat_in: |ms| format!("heartbeat in {ms} ms"),
    timer: |elapsed, timeout| format!("election timer {elapsed}/{timeout}"),
    timer_short: |elapsed, timeout| format!("timer {elapsed}/{timeout}"),
    behind: |entries| format!("{entries} behind"),
    votes: |granted, needed| format!("{granted} of {needed} votes"),
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
    not_cut: "no fault",
    fact_log: "log",
    fact_commit: "commit",
    fact_applied: "applied",
    fact_revision: "revision",
    arrives: |ms, at| format!("arrives in {ms} ms, at {at}"),
    lost_at: |at| format!("lost at {at}"),
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
    click_heals: "Click to heal",
    cut_links: "Cut links",
    one_side: "Members to cut off",
    choose_some: "Choose some members, not all.",
    do_partition: "Partition",
    keeps_quorum: "keeps quorum",
    no_quorum: "no quorum",
    draw_across: "Draw across the links to cut",
    cuts: |links| format!("cuts {links}"),
    colon: ": ",
    comma: ", ",
    link: |from, to| format!("Link {from} to {to}"),
    link_to: |other| format!("Link to {other}"),
    cut_link: "Cut",
    heal_link: "Heal",
    more: "More…",
    healthy: "No fault here.",
    loses: |part| format!("loses {part}"),
    repeats: |part| format!("repeats {part}"),
    reorders: |part| format!("reorders {part}"),
    cut_way: "Cut this direction",
    heal_way: "Heal this direction",
    cut_both: "Cut both directions",
    heal_both: "Heal both directions",
    way_back: |from, to| format!("Way back: {from} → {to}"),
    delay: "Delay",
    loss: "Loss",
    duplicates: "Duplicates",
    overtaken: "Reordering",
    beyond_tcp: "TCP would neither duplicate nor reorder.",
    none: "none",
    drop: "Drop",
    duplicate: "Duplicate",
    deliver: "Deliver now",
    hold: "Hold until released",
    release: "Release",
    held_since: |at| format!("held up since {at}"),
    is_lost: "lost",
    is_cut: "link is cut",
    stands: ". The clock stands while this is open.",
    legend_held: "held up by hand",
    legend_crowd: "so many on one lane",
    legend_slow: "slow, lossy, repeating or reordering link",
};

/// Chinese.
pub const ZH: Stage = Stage {
    topology: "集群拓扑",
    legend: "图例",
    heal_all: "全部恢复",
    member: |name, role, term| format!("{name}，{role}，任期 {term}"),
    leader: "Leader",
    follower: "Follower",
    candidate: "Candidate",
    pre_candidate: "Pre-Candidate",
    learner: "Learner",
    waiting: "已加入",
    removed: "已移除",
    not_started: "尚未启动：sim start",
    down: "已停机",
    frozen: "已冻结",
    log: "日志",
    peer: "节点间",
    heartbeat_in: |ms| format!("{ms} ms 后心跳"),
    timer: |elapsed, timeout| format!("选举计时 {elapsed}/{timeout}"),
    timer_short: |elapsed, timeout| format!("计时 {elapsed}/{timeout}"),
    behind: |entries| format!("落后 {entries} 条"),
    votes: |granted, needed| format!("得票 {granted}/{needed}"),
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
    not_cut: "没有故障",
    fact_log: "日志",
    fact_commit: "提交",
    fact_applied: "已应用",
    fact_revision: "版本号",
    arrives: |ms, at| format!("{ms} ms 后到达，时刻 {at}"),
    lost_at: |at| format!("丢失于 {at}"),
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
    click_heals: "点击恢复",
    cut_links: "切断链路",
    one_side: "要隔开的成员",
    choose_some: "选择一部分成员，不能全选。",
    do_partition: "分区",
    keeps_quorum: "保有多数派",
    no_quorum: "没有多数派",
    draw_across: "画过链路来切断",
    cuts: |links| format!("切断 {links}"),
    colon: "：",
    comma: "，",
    link: |from, to| format!("链路：{from} 到 {to}"),
    link_to: |other| format!("到 {other} 的链路"),
    cut_link: "切断",
    heal_link: "恢复",
    more: "更多…",
    healthy: "没有故障。",
    loses: |part| format!("丢失 {part}"),
    repeats: |part| format!("重复 {part}"),
    reorders: |part| format!("乱序 {part}"),
    cut_way: "切断这个方向",
    heal_way: "恢复这个方向",
    cut_both: "双向切断",
    heal_both: "双向恢复",
    way_back: |from, to| format!("回程：{from} → {to}"),
    delay: "延迟",
    loss: "丢失",
    duplicates: "重复",
    overtaken: "乱序",
    beyond_tcp: "TCP 本身既不重复也不乱序。",
    none: "无",
    drop: "丢弃",
    duplicate: "重复发送",
    deliver: "立即送达",
    hold: "扣住，直到放行",
    release: "放行",
    held_since: |at| format!("自 {at} 起扣住"),
    is_lost: "已丢失",
    is_cut: "链路已切断",
    stands: "。菜单打开时时钟停住。",
    legend_held: "手动扣住",
    legend_crowd: "同一方向的消息数",
    legend_slow: "延迟、丢失、重复或乱序的链路",
};
