//! The words of the revisions.

/// Texts of the revisions.
#[derive(Clone, Debug)]
pub struct Revisions {
    /// The lanes' group.
    pub title: &'static str,
    /// The axis of revisions.
    pub revision: &'static str,
    /// The axis of Raft indexes.
    pub raft_index: &'static str,
    /// Whose store it is.
    pub store_of: &'static str,
    /// Keys alive.
    pub alive: fn(usize) -> String,
    /// Keys that are not shown.
    pub hidden: fn(usize) -> String,
    /// The empty state: what this will show.
    pub nothing: &'static str,
    /// The empty state: what to type.
    pub type_this: &'static str,
    /// A put's accessible name: key, revision, version.
    pub put: fn(&str, &str, u64) -> String,
    /// A tombstone's accessible name: key, revision.
    pub tombstone: fn(&str, &str) -> String,
    /// A proposed change's accessible name: key, index.
    pub proposed: fn(&str, u64) -> String,
    /// Added to the name of a compacted dot.
    pub compacted: &'static str,
    /// Added to the name of a dot with a lease.
    pub leased: &'static str,
    /// The horizon.
    pub horizon: fn(u64) -> String,
    /// Shows earlier revisions.
    pub earlier: &'static str,
    /// Goes back to the newest revision.
    pub newest: &'static str,
    /// The card, before anything is chosen.
    pub choose: &'static str,
    /// The card's accessible name: key and revision.
    pub card: fn(&str, &str) -> String,
    /// The key was deleted by this revision.
    pub deleted: &'static str,
    /// Not readable any more.
    pub is_compacted: &'static str,
    /// First written by this revision.
    pub created_here: &'static str,
    /// Created by an earlier one.
    pub created_at: fn(&str) -> String,
    /// Where an entry stands: index, term.
    pub entry: fn(&str, &str) -> String,
    /// Asked for by a shell at a time.
    pub by_shell: fn(&str, &str) -> String,
    /// Made when a lease ran out.
    pub by_expiry: fn(&str) -> String,
    /// The nth write of its generation.
    pub nth_write: fn(u64) -> String,
    /// The value before.
    pub was: fn(&str, &str) -> String,
    /// The value is the same as before.
    pub same_value: fn(&str) -> String,
    /// Time left of its lease.
    pub left: fn(&str) -> String,
    /// It has no lease.
    pub no_lease: &'static str,
    /// More bytes than shown.
    pub more_bytes: fn(usize) -> String,
    /// The key's history.
    pub history: &'static str,
    /// History: created.
    pub created: &'static str,
    /// History: put again.
    pub changed: &'static str,
    /// Columns of the history, for screen readers.
    pub columns: [&'static str; 4],
    /// Time, for screen readers.
    pub time: &'static str,
    /// Legend: revisions.
    pub legend: &'static str,
    /// Legend: a put.
    pub is_put: &'static str,
    /// Legend: a tombstone.
    pub is_tombstone: &'static str,
    /// Legend: proposed.
    pub is_proposed: &'static str,
    /// Legend: a generation.
    pub generation: &'static str,
    /// Legend: a lease hangs on it.
    pub lease_attached: &'static str,
}

/// English.
pub const EN: Revisions = Revisions {
    title: "Revisions by key",
    revision: "revision",
    raft_index: "Raft index",
    store_of: "store of",
    alive: |keys| {
        if keys == 1 {
            "1 key live".to_owned()
        } else {
            format!("{keys} keys live")
        }
    },
    hidden: |keys| {
        if keys == 1 {
            "1 more key".to_owned()
        } else {
            format!("{keys} more keys")
        }
    },
    nothing: "Every write becomes a dot in the lane of its key.",
    type_this: "Type this in the terminal to see the first:",
    put: |key, revision, version| format!("{key} revision {revision} version {version}"),
    tombstone: |key, revision| format!("{key} revision {revision} tombstone"),
    proposed: |key, index| format!("{key} proposed as entry {index}"),
    compacted: "compacted",
    leased: "with a lease",
    horizon: |revision| format!("compacted below r{revision}"),
    earlier: "Show earlier revisions",
    newest: "Newest",
    choose: "Choose a dot to see its KeyValue: every field, and where it came from.",
    card: |key, revision| format!("{key} at {revision}"),
    deleted: "deleted",
    is_compacted: "compacted: no longer readable",
    created_here: "created by this write",
    created_at: |revision| format!("this generation began at {revision}"),
    entry: |index, term| format!("entry {index} of {term}"),
    by_shell: |shell, time| format!("{shell} at {time}"),
    by_expiry: |time| format!("a lease ran out, {time}"),
    nth_write: |version| format!("write {version} of this generation"),
    was: |value, revision| format!("was \"{value}\" at {revision}"),
    same_value: |revision| format!("as at {revision}"),
    left: |seconds| format!("{seconds} s left"),
    no_lease: "none",
    more_bytes: |bytes| format!("and {bytes} more bytes"),
    history: "History of this key",
    created: "created",
    changed: "changed",
    columns: ["revision", "version", "value", "what happened"],
    time: "time",
    legend: "Revisions",
    is_put: "put, with its version",
    is_tombstone: "tombstone",
    is_proposed: "proposed",
    generation: "generation",
    lease_attached: "lease attached",
};

/// Chinese.
pub const ZH: Revisions = Revisions {
    title: "各 key 的版本号",
    revision: "版本号",
    raft_index: "Raft 索引",
    store_of: "查看存储",
    alive: |keys| format!("{keys} 个 key"),
    hidden: |keys| format!("还有 {keys} 个 key"),
    nothing: "每次写入都会成为所属 key 泳道上的一个点。",
    type_this: "在终端输入这行命令，就会看到第一个点：",
    put: |key, revision, version| format!("{key} 版本号 {revision} 版本次数 {version}"),
    tombstone: |key, revision| format!("{key} 版本号 {revision} 删除标记"),
    proposed: |key, index| format!("{key} 已提议为条目 {index}"),
    compacted: "已压缩",
    leased: "附有租约",
    horizon: |revision| format!("r{revision} 以前已压缩"),
    earlier: "显示更早的版本号",
    newest: "回到最新",
    choose: "选择一个点，查看它的 KeyValue：每个字段以及来历。",
    card: |key, revision| format!("{key}，版本号 {revision}"),
    deleted: "已删除",
    is_compacted: "已压缩，不能再读取",
    created_here: "由这次写入创建",
    created_at: |revision| format!("这一代始于 {revision}"),
    entry: |index, term| format!("条目 {index}，{term}"),
    by_shell: |shell, time| format!("{shell}，{time}"),
    by_expiry: |time| format!("租约到期，{time}"),
    nth_write: |version| format!("这一代的第 {version} 次写入"),
    was: |value, revision| format!("{revision} 时为 \"{value}\""),
    same_value: |revision| format!("与 {revision} 时相同"),
    left: |seconds| format!("剩余 {seconds} 秒"),
    no_lease: "无",
    more_bytes: |bytes| format!("另有 {bytes} 字节"),
    history: "此 key 的历史",
    created: "创建",
    changed: "修改",
    columns: ["版本号", "版本次数", "值", "发生了什么"],
    time: "时间",
    legend: "版本号",
    is_put: "put 及其版本次数",
    is_tombstone: "删除标记",
    is_proposed: "已提议",
    generation: "一代（generation）",
    lease_attached: "附有租约",
};
