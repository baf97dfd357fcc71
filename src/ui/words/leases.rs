//! The words of the leases.

/// Texts of the leases.
#[derive(Clone, Debug)]
pub struct Leases {
    /// The heap's group.
    pub title: &'static str,
    /// How many leases are on whose heap.
    pub on_heap: fn(usize, &str) -> String,
    /// What the other members hold.
    pub followers: &'static str,
    /// No member is primary: the heap of one that waits.
    pub no_primary: fn(&str) -> String,
    /// The empty state: what this will show.
    pub nothing: &'static str,
    /// The empty state: what to type.
    pub type_this: &'static str,
    /// Beside the root.
    pub root: &'static str,
    /// A node's accessible name: id.
    pub node: fn(&str) -> String,
    /// Added to it: place in the array and seconds left.
    pub node_detail: fn(usize, &str) -> String,
    /// No keys.
    pub no_keys: &'static str,
    /// Nodes below the last level drawn.
    pub deeper: fn(usize) -> String,
    /// Column: place in the array.
    pub place: &'static str,
    /// Column: id.
    pub lease: &'static str,
    /// Column: granted TTL.
    pub ttl: &'static str,
    /// Column: time left.
    pub left: &'static str,
    /// Column: keys.
    pub keys: &'static str,
    /// Keys beyond those listed.
    pub more_keys: fn(usize) -> String,
    /// A keep-alive renewed it.
    pub kept_alive: &'static str,
    /// Its LeaseRevoke is proposed.
    pub revoking: &'static str,
    /// It ran out and waits for the next look.
    pub ran_out: &'static str,
    /// Time left is not known here.
    pub unknown: &'static str,
    /// Shows more rows.
    pub more_rows: fn(usize) -> String,
    /// Why only the root is checked.
    pub heap_rule: &'static str,
    /// What happens next: time, lease, member.
    pub next: fn(&str, &str, &str) -> String,
    /// And then: its keys.
    pub then: fn(&str) -> String,
    /// And then, without keys.
    pub then_nothing: &'static str,
    /// The primary extended every lease: member, time.
    pub promoted: fn(&str, &str) -> String,
    /// A list's comma.
    pub comma: &'static str,
}

/// English.
pub const EN: Leases = Leases {
    title: "Lease heap",
    on_heap: |count, member| {
        let s = if count == 1 { "" } else { "s" };
        format!("{count} lease{s} on {member}'s min-heap.")
    },
    followers: "Followers hold the same leases without an expiry.",
    no_primary: |member| {
        format!("There is no leader: the leases of {member} have no expiry, nothing runs out.")
    },
    nothing: "Leases stand in a heap; the next to run out is on top.",
    type_this: "Type this in the terminal to see the first:",
    root: "root: next to run out",
    node: |id| format!("lease {id}"),
    node_detail: |place, left| format!("place {place}, {left} s left"),
    no_keys: "no keys",
    deeper: |count| format!("+{count} below"),
    place: "place",
    lease: "lease",
    ttl: "TTL",
    left: "left",
    keys: "keys",
    more_keys: |count| format!("+{count}"),
    kept_alive: "kept alive",
    revoking: "LeaseRevoke proposed",
    ran_out: "ran out",
    unknown: "–",
    more_rows: |count| format!("Show {count} more"),
    heap_rule: "Every parent runs out before its children, \
                so the leader only ever checks the root.",
    next: |time, lease, member| {
        format!(
            "At {time} the lease {lease} runs out; {member} looks every 500 ms and proposes \
             LeaseRevoke."
        )
    },
    then: |keys| format!("Applying that entry deletes {keys} in one new revision."),
    then_nothing: "No key hangs on it: applying that entry makes no revision.",
    promoted: |member, time| {
        format!(
            "When {member} became leader at {time} it restarted every lease it held: \
             each has its full TTL again."
        )
    },
    comma: ", ",
};

/// Chinese.
pub const ZH: Leases = Leases {
    title: "租约堆",
    on_heap: |count, member| format!("{member} 的最小堆里有 {count} 个租约。"),
    followers: "Follower 持有同样的租约，但没有到期时间。",
    no_primary: |member| {
        format!("现在没有 Leader（领导者）：{member} 上的租约没有到期时间，都不会到期。")
    },
    nothing: "租约排成一个堆，最先到期的在堆顶。",
    type_this: "在终端输入这行命令，就会看到第一个租约：",
    root: "堆顶：最先到期",
    node: |id| format!("租约 {id}"),
    node_detail: |place, left| format!("位置 {place}，剩余 {left} 秒"),
    no_keys: "没有 key",
    deeper: |count| format!("下面还有 {count} 个"),
    place: "位置",
    lease: "租约",
    ttl: "TTL",
    left: "剩余",
    keys: "key",
    more_keys: |count| format!("+{count}"),
    kept_alive: "续租中",
    revoking: "已提议 LeaseRevoke",
    ran_out: "已到期",
    unknown: "–",
    more_rows: |count| format!("再显示 {count} 个"),
    heap_rule: "父节点总比子节点先到期，所以领导者只需检查堆顶。",
    next: |time, lease, member| {
        format!("{time} 时租约 {lease} 到期；{member} 每 500 ms 检查一次并提议 LeaseRevoke。")
    },
    then: |keys| format!("应用该条目会在一个新版本号里删除 {keys}。"),
    then_nothing: "它没有附着 key：应用该条目不产生版本号。",
    promoted: |member, time| {
        format!("{member} 在 {time} 成为 Leader 时重新开始了它持有的每个租约：TTL 都从头计。")
    },
    comma: "、",
};
