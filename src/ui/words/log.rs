//! The words of the log.

/// Texts of the log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The strips' group.
    pub title: &'static str,
    /// Key: the commit index.
    pub commit: &'static str,
    /// Key: the applied index.
    pub applied: &'static str,
    /// Whose Match and Next are shown.
    pub seen_by: fn(&str) -> String,
    /// The axis of store revisions.
    pub revision: &'static str,
    /// An entry's accessible name: index, term, kind.
    pub entry: fn(u64, u64, &str) -> String,
    /// Kind: a membership change.
    pub conf_change: &'static str,
    /// Kind: a new leader's empty entry.
    pub empty: &'static str,
    /// Kind: a member publishes its name and URLs.
    pub publish: &'static str,
    /// Kind: the cluster version.
    pub cluster_version: &'static str,
    /// Kind: a put.
    pub put: &'static str,
    /// Kind: a delete.
    pub delete: &'static str,
    /// Kind: a transaction.
    pub txn: &'static str,
    /// Kind: a lease grant.
    pub lease_grant: &'static str,
    /// Kind: a lease revoke.
    pub lease_revoke: &'static str,
    /// Kind: a compaction.
    pub compaction: &'static str,
    /// Kind: users and roles.
    pub auth: &'static str,
    /// Kind: an alarm.
    pub alarm: &'static str,
    /// An entry is here and not known committed.
    pub appended: &'static str,
    /// The leader has it, this member lacks it.
    pub missing: fn(&str) -> String,
    /// It will be overwritten.
    pub conflict: fn(&str) -> String,
    /// How many members know it committed, how many have applied it, of how many.
    pub spread: fn(usize, usize, usize) -> String,
    /// What to do with the strips, while nothing is looked at.
    pub hint: &'static str,
    /// The log before anything is in it.
    pub nothing: &'static str,
    /// Shows earlier entries: first and last index.
    pub earlier: fn(u64, u64) -> String,
    /// Goes back to the newest entry.
    pub newest: &'static str,
    /// Entries that are only in a member's snapshot: name, last index.
    pub snapshot: fn(&str, u64) -> String,
    /// Legend: entries of the log.
    pub legend: &'static str,
    /// Legend: an entry of an even term.
    pub even_term: &'static str,
    /// Legend: an entry of an odd term.
    pub odd_term: &'static str,
    /// Legend: appended, not committed.
    pub is_appended: &'static str,
    /// Legend: the leader has it, this member lacks it.
    pub is_missing: &'static str,
    /// Legend: about to be overwritten.
    pub is_conflict: &'static str,
    /// Legend: a folded range.
    pub folded: &'static str,
    /// Legend: the followed thing.
    pub followed: &'static str,
}

/// English.
pub const EN: Log = Log {
    title: "Replicated log",
    commit: "commit",
    applied: "applied",
    seen_by: |leader| format!("{leader}'s view"),
    revision: "revision",
    entry: |index, term, kind| format!("entry {index}, term {term}, {kind}"),
    conf_change: "conf change",
    empty: "empty",
    publish: "publish",
    cluster_version: "cluster version",
    put: "put",
    delete: "delete",
    txn: "txn",
    lease_grant: "lease grant",
    lease_revoke: "lease revoke",
    compaction: "compaction",
    auth: "auth",
    alarm: "alarm",
    appended: "appended, not known committed",
    missing: |member| format!("{member} lacks it"),
    conflict: |member| format!("about to be overwritten on {member}"),
    spread: |committed, applied, members| {
        format!("committed on {committed} of {members}, applied on {applied}")
    },
    hint: "Point at an entry to read it; click to follow it everywhere.",
    nothing: "Every write becomes an entry in the log of each member.",
    earlier: |first, last| format!("Show entries {first} to {last}"),
    newest: "Newest",
    snapshot: |member, last| format!("{member} has a snapshot up to #{last}"),
    legend: "Log",
    even_term: "entry, even term",
    odd_term: "entry, odd term",
    is_appended: "appended, not committed",
    is_missing: "leader has it, this member lacks it",
    is_conflict: "about to be overwritten",
    folded: "folded range",
    followed: "followed",
};

/// Chinese.
pub const ZH: Log = Log {
    title: "复制日志",
    commit: "提交",
    applied: "已应用",
    seen_by: |leader| format!("{leader} 的视角"),
    revision: "版本号",
    entry: |index, term, kind| format!("条目 {index}，任期 {term}，{kind}"),
    conf_change: "成员变更",
    empty: "空条目",
    publish: "发布成员信息",
    cluster_version: "集群版本",
    put: "put",
    delete: "delete",
    txn: "txn",
    lease_grant: "租约授予",
    lease_revoke: "租约撤销",
    compaction: "压缩",
    auth: "认证",
    alarm: "告警",
    appended: "已追加，尚不知是否提交",
    missing: |member| format!("{member} 还没有它"),
    conflict: |member| format!("{member} 上的这条即将被覆盖"),
    spread: |committed, applied, members| {
        format!("{members} 个成员中 {committed} 个已提交，{applied} 个已应用")
    },
    hint: "指向一个条目查看详情，点击后在各处追踪它。",
    nothing: "每次写入都会成为每个成员日志中的一个条目。",
    earlier: |first, last| format!("显示条目 {first} 到 {last}"),
    newest: "回到最新",
    snapshot: |member, last| format!("{member} 的快照到 #{last}"),
    legend: "日志",
    even_term: "偶数任期的条目",
    odd_term: "奇数任期的条目",
    is_appended: "已追加，未提交",
    is_missing: "Leader 有，此成员缺少",
    is_conflict: "即将被覆盖",
    folded: "折叠的区间",
    followed: "正在追踪",
};
