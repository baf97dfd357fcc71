//! Every reason in both languages, by its name in [`crate::raft::Reason::NAMES`].
//!
//! `{0}` is the first number of [`super::numbers`]; `{0|no|yes}` is what stands at its place.

/// Name, English, Chinese.
pub(super) const REASONS: &[(&str, &str, &str)] = &[
    (
        "election-timeout",
        "No leader was heard for {0} ticks; the timeout drawn is {1}.",
        "已有 {0} 个 tick 没听到 Leader，抽到的超时是 {1}。",
    ),
    (
        "campaigns",
        "Asks for {1|votes|pre-votes} for term {0}{2||: leadership was handed to it}.",
        "请求任期 {0} 的{1|投票|预投票}{2||：领导权被移交给它}。",
    ),
    (
        "campaign-refused-leads",
        "Does not campaign: it leads already, in term {0}.",
        "不参选：它已是任期 {0} 的 Leader。",
    ),
    (
        "campaign-refused-not-a-voter",
        "Does not campaign: it {0|is no member|is a learner} and has no vote.",
        "不参选：它{0|不是成员|是 Learner}，没有投票权。",
    ),
    (
        "campaign-refused-snapshot-pending",
        "Does not campaign: a snapshot up to {0} is on its way to the disk.",
        "不参选：到 {0} 的快照正在写入磁盘。",
    ),
    (
        "campaign-refused-change-unapplied",
        "Does not campaign: the member change {0} is committed (up to {2}) but only {1} is \
         applied, so it might count the wrong voters.",
        "不参选：成员变更 {0} 已提交（到 {2}），但只应用到 {1}，可能数错投票者。",
    ),
    (
        "vote-granted",
        "Gives {0} its {2|vote|pre-vote} for term {1}.",
        "把任期 {1} 的{2|票|预投票}投给 {0}。",
    ),
    (
        "vote-refused-leader-alive",
        "Refuses {0} its {2|vote|pre-vote} for term {1}: it heard the leader {3} {4} ticks ago, \
         less than {5}.",
        "拒绝把任期 {1} 的{2|票|预投票}投给 {0}：{4} 个 tick 前还听到 Leader {3}，不到 {5}。",
    ),
    (
        "vote-refused-already-voted",
        "Refuses {0} its {2|vote|pre-vote} for term {1}: it {3|voted for|follows} {4} in its term.",
        "拒绝把任期 {1} 的{2|票|预投票}投给 {0}：本任期它已{3|投给|跟随} {4}。",
    ),
    (
        "vote-refused-stale-log",
        "Refuses {0} its {2|vote|pre-vote} for term {1}: the candidate's log ends with {4} of term \
         {3}, its own with {6} of term {5}, which is newer.",
        "拒绝把任期 {1} 的{2|票|预投票}投给 {0}：候选者的日志止于任期 {3} 的 {4}，自己的止于\
         任期 {5} 的 {6}，更新。",
    ),
    (
        "vote-refused-old-term",
        "Refuses {0} its {2|vote|pre-vote} for term {1}: the request is of term {3}, it is in term \
         {4}.",
        "拒绝把任期 {1} 的{2|票|预投票}投给 {0}：请求属于任期 {3}，它已在任期 {4}。",
    ),
    (
        "vote-counted",
        "{0} says {1|no|yes}: {2} for, {3} against, {4} voters.",
        "{0} {1|反对|同意}：{2} 票同意，{3} 票反对，共 {4} 个投票者。",
    ),
    (
        "elected",
        "Leads in term {0}: {1} of {2} voters are for it.",
        "成为任期 {0} 的 Leader：{2} 个投票者中 {1} 个同意。",
    ),
    (
        "campaign-lost",
        "Cannot win term {0} any more: {1} of {2} voters are against it.",
        "已不可能赢得任期 {0}：{2} 个投票者中 {1} 个反对。",
    ),
    (
        "higher-term",
        "{0} is in term {2}, above {1}: follows in that term.",
        "{0} 在任期 {2}，高于 {1}：转为该任期的跟随者。",
    ),
    (
        "append-accepted",
        "Entries from {0} fit after {1}: {2} taken.",
        "来自 {0} 的条目接在 {1} 之后：收下 {2} 条。",
    ),
    (
        "append-rejected",
        "Entries after {0} do not fit: the leader has term {1} there, this \
         member term {2}{2|, which is none|}.",
        "{0} 之后的条目接不上：该处 Leader 是任期 {1}，自己是任期 {2}{2|，即没有|}。",
    ),
    (
        "append-is-old",
        "Entries after {0} are old: it has committed up to {1}, and says so.",
        "{0} 之后的条目已过时：它已提交到 {1}，如实回答。",
    ),
    (
        "log-truncated",
        "Drops its entries from {0} on: it has term {1} there, the leader has term {2}.",
        "丢弃从 {0} 起的条目：该处自己是任期 {1}，Leader 是任期 {2}。",
    ),
    (
        "committed",
        "The commit index moves from {0} to {1}.",
        "提交索引从 {0} 移到 {1}。",
    ),
    (
        "commit-waits-for-quorum",
        "The commit index stays at {1}: a quorum holds only {0}.",
        "提交索引停在 {1}：多数派只持有到 {0}。",
    ),
    (
        "commit-waits-for-own-term",
        "A quorum holds {0}, but it is of term {1}: only entries of the own term {2} count.",
        "多数派已持有 {0}，但它属于任期 {1}：只有自己任期 {2} 的条目才算数。",
    ),
    (
        "snapshot-taken",
        "Takes the snapshot up to {0} of term {1} in place of its log.",
        "用到 {0}（任期 {1}）的快照取代日志。",
    ),
    (
        "snapshot-refused-old",
        "Ignores the snapshot up to {0}: it has committed up to {1}.",
        "忽略到 {0} 的快照：它已提交到 {1}。",
    ),
    (
        "snapshot-refused-in-log",
        "Needs no snapshot up to {0}: its log has that entry of term {1}, so only the commit index \
         moves.",
        "不需要到 {0} 的快照：日志里已有任期 {1} 的这一条，只移动提交索引。",
    ),
    (
        "snapshot-refused-not-a-member",
        "Ignores the snapshot up to {0}: it is not among its {1} members.",
        "忽略到 {0} 的快照：它不在其中的 {1} 个成员里。",
    ),
    (
        "lease-kept",
        "Keeps its lease: it heard {0} of {1} voters within an election timeout.",
        "保有租期：一个选举超时内听到 {1} 个投票者中的 {0} 个。",
    ),
    (
        "quorum-lost",
        "Steps down: it heard {0} of {1} voters within an election timeout, which is no quorum.",
        "退位：一个选举超时内只听到 {1} 个投票者中的 {0} 个，不足多数派。",
    ),
    (
        "stepped-down",
        "Steps down in term {0}: a change {1|removed it|made it a learner}.",
        "在任期 {0} 退位：变更{1|移除了它|使它成为 Learner}。",
    ),
    (
        "proposal-forwarded",
        "Sends proposals on to the leader {0}: {1}.",
        "把提议转给 Leader {0}：{1} 个。",
    ),
    (
        "proposal-dropped-no-leader",
        "Drops a proposal: it knows no leader in term {0}.",
        "丢弃提议：任期 {0} 里不知道谁是 Leader。",
    ),
    (
        "proposal-dropped-forwarding-off",
        "Drops a proposal in term {0}: sending it on to the leader {1} is switched off.",
        "在任期 {0} 丢弃提议：转发给 Leader {1} 已关闭。",
    ),
    (
        "proposal-dropped-not-a-member",
        "Drops a proposal in term {0}: it was removed from the cluster.",
        "在任期 {0} 丢弃提议：它已被移出集群。",
    ),
    (
        "proposal-dropped-transfer-runs",
        "Drops a proposal in term {0}: it is handing leadership to {1}.",
        "在任期 {0} 丢弃提议：正在把领导权移交给 {1}。",
    ),
    (
        "proposal-dropped-too-much-uncommitted",
        "Drops a proposal of {2} bytes in term {0}: {1} bytes are uncommitted, {3} may be.",
        "在任期 {0} 丢弃 {2} 字节的提议：未提交的已有 {1} 字节，上限 {3}。",
    ),
    (
        "change-proposed",
        "Proposes a member change as {0}{1||, to leave the joint configuration}.",
        "把成员变更提议为 {0}{1||，以离开联合配置}。",
    ),
    (
        "change-refused-unapplied",
        "Makes the change in {0} an empty entry: an earlier one up to {1} may be unapplied, {2} is \
         applied.",
        "把 {0} 的变更换成空条目：到 {1} 为止可能有未应用的变更，已应用到 {2}。",
    ),
    (
        "change-refused-joint",
        "Makes the change in {0} an empty entry: the configuration is joint, {1} voters are being \
         left.",
        "把 {0} 的变更换成空条目：处于联合配置，正在离开 {1} 个投票者。",
    ),
    (
        "change-refused-not-joint",
        "Makes the change in {0} an empty entry: it has {1} changes, and no joint configuration is \
         there to leave.",
        "把 {0} 的变更换成空条目：它含 {1} 项变更，而现在没有联合配置可离开。",
    ),
    (
        "change-applied",
        "A member change takes effect: {0} voters, {1} being left, {2} learners.",
        "成员变更生效：{0} 个投票者，{1} 个正在离开，{2} 个 Learner。",
    ),
    (
        "change-invalid",
        "Skips a member change: {0|it enters a joint configuration from one|it leaves a joint \
         configuration but is in none|it is simple but the configuration is joint|there is no \
         voter to leave behind|no voter would stay|more than one voter changes at once}.",
        "跳过成员变更：{0|已在联合配置中又要进入|不在联合配置中却要离开|处于联合配置时的简单变更|\
         没有可离开的投票者|将不剩投票者|一次改变了多个投票者}。",
    ),
    (
        "auto-leave",
        "Leaves the joint configuration: {0} is applied, and {1} made it joint.",
        "离开联合配置：已应用到 {0}，{1} 使其联合。",
    ),
    (
        "read-waits-for-own-term-commit",
        "A read waits: the last committed entry {0} is of term {1}, none of its own term {2} is.",
        "读取等待：最后提交的 {0} 属于任期 {1}，自己任期 {2} 还没有提交过条目。",
    ),
    (
        "read-waits-for-quorum",
        "A read at {0} waits: {1} of {2} voters confirm so far that it leads.",
        "{0} 处的读取等待：{2} 个投票者中已有 {1} 个确认它仍是 Leader。",
    ),
    (
        "read-waits-for-apply",
        "A read waits: it needs {0} applied, {1} is.",
        "读取等待：需要应用到 {0}，现在是 {1}。",
    ),
    (
        "read-confirmed",
        "A read may have {0}: {1} of {2} voters confirm that it leads.",
        "读取可以用 {0}：{2} 个投票者中 {1} 个确认它仍是 Leader。",
    ),
    (
        "read-unconfirmed",
        "A read may have {0} and nobody is asked: tick {1} of a lease of {2}.",
        "读取可以用 {0}，不询问任何成员：租期 {2} 个 tick 中的第 {1} 个。",
    ),
    (
        "read-forwarded",
        "Asks the leader {0} for a read index.",
        "向 Leader {0} 询问读索引。",
    ),
    (
        "read-dropped",
        "Drops a read: it knows no leader in term {0}.",
        "丢弃读取：任期 {0} 里不知道谁是 Leader。",
    ),
    (
        "transfer-started",
        "Hands leadership to {0}: it holds {1} and needs {2}; no proposals meanwhile.",
        "把领导权移交给 {0}：它持有到 {1}，需要到 {2}；其间不收提议。",
    ),
    (
        "transfer-ready",
        "{0} holds all up to {1}: tells it to campaign now.",
        "{0} 已持有到 {1}：通知它立即参选。",
    ),
    (
        "transfer-refused-learner",
        "Does not hand leadership to {0}: it is a learner.",
        "不把领导权移交给 {0}：它是 Learner。",
    ),
    (
        "transfer-refused-running",
        "Hands leadership to {0} already, since {1} ticks.",
        "已在把领导权移交给 {0}，{1} 个 tick 了。",
    ),
    (
        "transfer-refused-leads",
        "Does not hand leadership to {0}: it leads in term {1} already.",
        "不把领导权移交给 {0}：它已是任期 {1} 的 Leader。",
    ),
    (
        "transfer-refused-not-a-member",
        "Does not hand leadership to {0}: it is no member.",
        "不把领导权移交给 {0}：它不是成员。",
    ),
    (
        "transfer-refused-no-leader",
        "Cannot ask for leadership to go to {0}: it knows no leader.",
        "无法请求把领导权移交给 {0}：不知道谁是 Leader。",
    ),
    (
        "transfer-aborted-timed-out",
        "Gives up handing leadership to {0}: {1} ticks, the timeout is {2}.",
        "放弃把领导权移交给 {0}：已 {1} 个 tick，超时是 {2}。",
    ),
    (
        "transfer-aborted-replaced",
        "Gives up handing leadership to {0}: {1} was named instead.",
        "放弃把领导权移交给 {0}：改为 {1}。",
    ),
    (
        "transfer-aborted-not-a-voter",
        "Gives up handing leadership to {0}: it is no voter any more.",
        "放弃把领导权移交给 {0}：它不再是投票者。",
    ),
    (
        "transfer-aborted-lost-office",
        "Gives up handing leadership to {0}: it does not lead in term {1}.",
        "放弃把领导权移交给 {0}：任期 {1} 里它不再是 Leader。",
    ),
    (
        "leader-forgotten",
        "Forgets its leader {0}, so it may grant a pre-vote.",
        "忘记 Leader {0}，以便投出预投票。",
    ),
    (
        "peer-probed",
        "Sends {0} one append at a time: it surely holds {1}, next is {2}.",
        "对 {0} 改为逐条试探：它确定持有到 {1}，下一条是 {2}。",
    ),
    (
        "peer-replicates",
        "{0} holds {1}: sends it entries as they come.",
        "{0} 持有到 {1}：有新条目就发给它。",
    ),
    (
        "peer-needs-snapshot",
        "Sends {0} a snapshot up to {3}: it needs {1}, the log begins at {2}.",
        "给 {0} 发送到 {3} 的快照：它需要 {1}，日志从 {2} 开始。",
    ),
    (
        "snapshot-held-back",
        "{0} needs a snapshot, since {1} is gone and the log begins at {2}; but it was not heard \
         lately.",
        "{0} 需要快照，因为 {1} 已不在，日志从 {2} 开始；但最近没听到它。",
    ),
    (
        "snapshot-reported",
        "The snapshot up to {1} for {0} {2|got lost|arrived}.",
        "给 {0} 的到 {1} 的快照{2|丢失|已送达}。",
    ),
    (
        "window-full",
        "Sends {0} nothing more for now: {1} appends ({2} bytes) are under way, at most {3} ({4} \
         bytes; 0 is no limit).",
        "暂不再发给 {0}：已有 {1} 个追加（{2} 字节）在路上，最多 {3} 个（{4} 字节，0 为不限）。",
    ),
    (
        "ignored-old-term",
        "Ignores a message from {0}: it is of term {1}, this is term {2}.",
        "忽略 {0} 的消息：它属于任期 {1}，现在是任期 {2}。",
    ),
    (
        "ignored-not-a-member",
        "Ignores a message from {0}: it is no member.",
        "忽略 {0} 的消息：它不是成员。",
    ),
    (
        "ignored-old-acknowledgement",
        "{0} acknowledges {1}, but {2} was known.",
        "{0} 确认 {1}，但早已知道 {2}。",
    ),
    (
        "ignored-old-rejection",
        "Ignores that {0} rejects {1}: it is known to hold {2}, and next is {3}.",
        "忽略 {0} 对 {1} 的拒绝：已知它持有到 {2}，下一条是 {3}。",
    ),
    (
        "ignored-no-campaign",
        "Ignores a {1|vote|pre-vote} of {0}: that campaign is over.",
        "忽略 {0} 的{1|投票|预投票}：那次竞选已结束。",
    ),
    (
        "ignored-not-a-follower",
        "Does not campaign at {0}'s word: it campaigns or leads.",
        "不因 {0} 的通知参选：它已在参选或已是 Leader。",
    ),
    (
        "ignored-leases-serve-reads",
        "Does not forget its leader at {0}'s word: leases serve reads.",
        "不因 {0} 的通知忘记 Leader：读取依赖租期。",
    ),
    (
        "ignored-nothing-to-forget",
        "Has no leader to forget at {0}'s word.",
        "没有可因 {0} 的通知忘记的 Leader。",
    ),
    (
        "ignored-written-in-old-term",
        "Ignores that {0}'s disk has {3}: it was written in term {1}, this is term {2}.",
        "忽略 {0} 的磁盘已写到 {3}：写于任期 {1}，现在是任期 {2}。",
    ),
    (
        "ignored-written-but-replaced",
        "Ignores that {0}'s disk has {1} of term {2}: the log has term {3}\
         {3|, which is none|} there.",
        "忽略 {0} 的磁盘已有任期 {2} 的 {1}：日志该处是任期 {3}{3|，即没有|}。",
    ),
];
