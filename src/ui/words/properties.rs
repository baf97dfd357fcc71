//! What each property of [`crate::proof::judges`] says, by name.

use crate::proof::judges::Property;

/// In English, from the judges' own table, and in Chinese; none if no property has that name.
#[must_use]
pub fn property(name: &str) -> Option<(&'static str, &'static str)> {
    let found = Property::ALL.iter().find(|it| it.name() == name)?;
    let chinese = CHINESE.iter().find(|it| it.0 == name);
    Some((found.statement(), chinese.map_or("", |it| it.1)))
}

/// Name and what it says.
const CHINESE: &[(&str, &str)] = &[
    ("election-safety", "一个任期最多一个成员当 Leader"),
    ("leader-append-only", "Leader 只往自己的日志后面追加"),
    (
        "log-matching",
        "两份日志若有索引和任期相同的条目，到它为止都相同",
    ),
    (
        "leader-completeness",
        "某任期提交的内容在以后每个 Leader 的日志里",
    ),
    (
        "state-machine-safety",
        "任何两个成员（包括重启）不会在同一索引提交不同条目",
    ),
    (
        "equal-stores",
        "应用到同一索引的成员有相同的 key、租约和成员表",
    ),
    (
        "one-vote-per-term",
        "一个成员在一个任期只投给一个候选者，包括重启",
    ),
    ("durable-promises", "投票或确认所承诺的内容写入磁盘后才发出"),
    ("monotonic", "任期、提交索引和应用索引从不后退"),
    (
        "index-order",
        "已应用 ≤ 已提交 ≤ 最后一条，只有写入磁盘的才算稳定",
    ),
    ("quorum-commit", "已提交的条目在当前配置的多数派磁盘上"),
    ("own-term-commit", "Leader 只靠计数提交自己任期的条目"),
    (
        "one-change-at-a-time",
        "有成员变更未应用时，Leader 不追加另一个",
    ),
    (
        "change-after-election",
        "Leader 应用完当选时的日志之后才追加成员变更",
    ),
    (
        "configuration-steps",
        "应用的变更只移动一个投票者，或进入、离开联合配置",
    ),
    ("durability", "已确认的写入一直在，无论谁崩溃"),
    (
        "read-safety",
        "线性一致读能看到它开始之前任何成员已应用的内容",
    ),
    (
        "linearizability",
        "所有客户端的应答符合所有操作的某一个顺序",
    ),
    ("no-disruption", "Leader 有活动的多数派时，没有成员抬高任期"),
    ("lease-not-early", "租约在存活时间过完之前不会因到期被撤销"),
    ("lease-not-late", "在任的 Leader 在租约到期后很快提议撤销它"),
    ("lease-by-leader", "只有 Leader 让租约到期"),
    ("watch-ordered", "监听按版本号的顺序告知事件"),
    ("watch-unique", "监听不会把同一事件告知两次"),
    ("watch-atomic", "同一版本号的事件在同一条消息里"),
    ("watch-reliable", "监听不会漏掉其范围内的事件"),
    (
        "watch-resumable",
        "中断后继续的监听会告知此前告知内容之后的一切",
    ),
    (
        "watch-bookmarkable",
        "进度通知之后，不再有到该版本号为止的事件",
    ),
    (
        "liveness",
        "全部修复后十个选举超时之内，有一个成员领导，其余跟随",
    ),
    (
        "convergence",
        "全部修复后二十个选举超时之内，所有日志相等，且不在联合配置",
    ),
    ("recovery", "全部修复后每个请求都得到好的应答"),
];
