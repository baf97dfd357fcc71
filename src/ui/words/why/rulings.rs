//! What servers decide besides Raft, in both languages, by its name in
//! [`crate::etcd::Ruling::NAMES`]; places as in [`super::reasons`].

/// Name, English, Chinese.
pub(super) const RULINGS: &[(&str, &str, &str)] = &[
    (
        "too-many-requests",
        "Proposes nothing more: {0} is committed and {1} applied, more than {2} apart.",
        "不再提议：已提交到 {0}，只应用到 {1}，相差超过 {2}。",
    ),
    (
        "request-too-large",
        "Refuses a request of more than {0} bytes.",
        "拒绝超过 {0} 字节的请求。",
    ),
    (
        "waits-for-leader",
        "A request waits, for {0} ms at most: no leader is known to propose it to.",
        "请求等待，最多 {0} 毫秒：不知道可以向谁提议。",
    ),
    (
        "gives-up",
        "Gives up on a request after {0} ms of {1} ms: it {2|was proposed but not applied|never \
         was proposed}.",
        "放弃一个请求，已过 {0} 毫秒，限度 {1} 毫秒：它{2|已提议但没有应用|从未被提议}。",
    ),
    (
        "learner-refuses",
        "Refuses a request: a learner answers only for its own store.",
        "拒绝请求：Learner 只回答自己存储里的内容。",
    ),
    (
        "watches-end",
        "Ends {0} watches: no leader for {1} ms, {2} ms are allowed.",
        "结束 {0} 个监听：已 {1} 毫秒没有 Leader，限度 {2} 毫秒。",
    ),
    (
        "leases-extended",
        "Watches over {0} leases from now on: each has its full time again, and {1} ms more.",
        "从现在起管理 {0} 个租约：每个重新有完整的时间，再加 {1} 毫秒。",
    ),
    (
        "lease-expired",
        "Revokes lease {0}: its {1} s ran out {2} ms ago.",
        "撤销租约 {0}：它的 {1} 秒在 {2} 毫秒前用完。",
    ),
    (
        "too-few-started",
        "Refuses a member change: {0} of {1} voters have started, too few for a quorum after it.",
        "拒绝成员变更：{1} 个投票者中只有 {0} 个已启动，变更后不足多数派。",
    ),
    (
        "too-few-healthy",
        "Refuses a member change: {0} of {1} voters have been connected for long enough.",
        "拒绝成员变更：{1} 个投票者中只有 {0} 个连接得够久。",
    ),
    (
        "learner-lags",
        "Does not promote a learner: it holds {0}, less than nine tenths of {1}.",
        "不提升 Learner：它持有到 {0}，不到 {1} 的九成。",
    ),
];
