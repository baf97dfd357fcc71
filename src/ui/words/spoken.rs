//! The words of a request in five tongues: why one of them is silent, and what each field of an
//! answer means. Names of fields are etcd's and never translated.

use crate::session::view::Unsaid;

/// Texts of the requests.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// The instrument.
    pub request: &'static str,
    /// Nothing was asked yet.
    pub none: &'static str,
    /// What is followed asked nothing that is still known.
    pub unknown: &'static str,
    /// Before the command that asked last.
    pub last: &'static str,
    /// The requests of one command.
    pub calls: &'static str,
    /// Go's client.
    pub go: &'static str,
    /// gRPC's message.
    pub message: &'static str,
    /// The gateway.
    pub curl: &'static str,
    /// The answer.
    pub answer: &'static str,
    /// There is none yet, or no longer.
    pub no_answer: &'static str,
    /// Copies a text in this tongue.
    pub copy: fn(&str) -> String,
    /// Why a tongue is silent.
    pub unsaid: fn(Unsaid) -> &'static str,
    /// What a field means: the field around it, and its name.
    pub field: fn(&str, &str) -> &'static str,
}

/// English.
pub const EN: Spoken = Spoken {
    request: "Request",
    none: "Run a command: here stands what it asks, as etcdctl, as Go, as gRPC and for curl, and \
           what each field of the answer means.",
    unknown: "What is followed asked nothing that is still known.",
    last: "the last command",
    calls: "Requests of this command",
    go: "Go, clientv3",
    message: "gRPC",
    curl: "curl, the JSON gateway",
    answer: "The answer, field by field",
    no_answer: "No answer is kept.",
    copy: |tongue| format!("Copy: {tongue}"),
    unsaid: |why| match why {
        Unsaid::Bounds => "etcdctl 3.5 has no flag for bounds of mod or create revisions.",
        Unsaid::Order => "Ascending by key cannot be asked for: the client sends it as no order.",
        Unsaid::Nul => "An argument of a program cannot hold a NUL byte.",
        Unsaid::RangedCompare => "etcdctl compares single keys, not ranges.",
        Unsaid::LeaseCompare => "etcdctl 3.5.1 breaks at a comparison of a lease.",
        Unsaid::Nested => "etcdctl has no transactions inside transactions.",
        Unsaid::ChosenId => "The client leaves the lease's id to the server.",
        Unsaid::Filters => "etcdctl's watch has no filters, fragments or chosen ids.",
        Unsaid::NoPath => "The gateway of 3.5 has no path to it.",
        Unsaid::Other => "There are no words for this request here.",
    },
    field: |within, name| meaning(within, name).1,
};

/// Chinese.
pub const ZH: Spoken = Spoken {
    request: "请求",
    none: "运行一条命令：这里会列出它的请求，分别写成 etcdctl、Go、gRPC 和 curl，并说明响应中每个字段的含义。",
    unknown: "所跟随的内容没有仍可查到的请求。",
    last: "最近一条命令",
    calls: "此命令的请求",
    go: "Go，clientv3",
    message: "gRPC",
    curl: "curl，JSON 网关",
    answer: "响应，逐字段",
    no_answer: "没有保留响应。",
    copy: |tongue| format!("复制：{tongue}"),
    unsaid: |why| match why {
        Unsaid::Bounds => "etcdctl 3.5 没有限定修改或创建版本号上下界的选项。",
        Unsaid::Order => "无法要求按键升序：客户端把它当作不排序发送。",
        Unsaid::Nul => "程序的参数中不能有 NUL 字节。",
        Unsaid::RangedCompare => "etcdctl 只比较单个键，不比较范围。",
        Unsaid::LeaseCompare => "etcdctl 3.5.1 遇到租约比较会出错。",
        Unsaid::Nested => "etcdctl 不支持事务中的事务。",
        Unsaid::ChosenId => "租约 id 由服务器决定，客户端不指定。",
        Unsaid::Filters => "etcdctl 的 watch 没有过滤、分片和自选 id。",
        Unsaid::NoPath => "3.5 的网关没有对应的路径。",
        Unsaid::Other => "这里没有对应的写法。",
    },
    field: |within, name| meaning(within, name).2,
};

/// A field, with the field around it where its name alone does not tell, in both languages.
type Meaning = (&'static str, &'static str, &'static str);

fn meaning(within: &str, name: &str) -> Meaning {
    let whole = format!("{within}.{name}");
    let find = |key: &str| MEANINGS.iter().find(|it| it.0 == key).copied();
    find(&whole).or_else(|| find(name)).unwrap_or_default()
}

/// What the fields of etcd's answers mean.
const MEANINGS: &[Meaning] = &[
    (
        "header",
        "who answered, and when in the store's life",
        "谁回答的、当时存储的版本",
    ),
    ("cluster_id", "the cluster", "集群 id"),
    ("member_id", "the member that answered", "回答的成员"),
    (
        "header.revision",
        "the store's revision then",
        "当时存储的版本号",
    ),
    ("raft_term", "the member's Raft term", "该成员的 Raft 任期"),
    ("kvs", "a key that was found", "找到的一个键"),
    ("kv", "the key as the event left it", "事件之后的键"),
    ("prev_kv", "the key as it was before", "之前的键"),
    (
        "prev_kvs",
        "a key as it was before its delete",
        "删除之前的键",
    ),
    ("key", "the key", "键"),
    ("value", "the value", "值"),
    (
        "create_revision",
        "the revision that created it",
        "创建时的版本号",
    ),
    (
        "mod_revision",
        "the revision that changed it last",
        "最后修改时的版本号",
    ),
    (
        "version",
        "puts since it was created",
        "创建以来 put 的次数",
    ),
    (
        "lease",
        "the lease it hangs on; 0: none",
        "所属租约；0 为没有",
    ),
    (
        "more",
        "whether the limit left keys out",
        "是否因 limit 省略了键",
    ),
    (
        "count",
        "keys in the range, limit or not",
        "范围内键的总数，不受 limit 影响",
    ),
    ("deleted", "keys deleted", "删除的键数"),
    (
        "succeeded",
        "whether all comparisons held",
        "比较是否全部成立",
    ),
    ("responses", "the answer to one operation", "一个操作的响应"),
    ("response_range", "of a get", "get 的响应"),
    ("response_put", "of a put", "put 的响应"),
    ("response_delete_range", "of a delete", "delete 的响应"),
    ("response_txn", "of a transaction inside", "内层事务的响应"),
    ("leases", "a lease", "一个租约"),
    ("ID", "its id", "其 id"),
    (
        "TTL",
        "seconds it lives; -1: it is gone",
        "剩余秒数；-1 为已不存在",
    ),
    ("grantedTTL", "seconds it was granted", "授予的秒数"),
    ("keys", "a key that hangs on it", "挂在其上的键"),
    ("error", "always empty", "总是为空"),
    ("watch_id", "the watcher on its stream", "流中的监听者编号"),
    (
        "created",
        "whether this says that it is registered",
        "是否表示监听已建立",
    ),
    ("canceled", "whether it is over", "是否已取消"),
    (
        "compact_revision",
        "the compacted revision, if that ended it",
        "若因压缩而结束，压缩到的版本号",
    ),
    ("cancel_reason", "why it is over", "取消的原因"),
    (
        "fragment",
        "whether more of the same revision follows",
        "同一版本号是否还有后续分片",
    ),
    ("events", "one change", "一个变动"),
    ("type", "PUT or DELETE", "PUT 或 DELETE"),
    ("members", "a member", "一个成员"),
    ("member", "the new member", "新成员"),
    (
        "name",
        "its name; empty until it starts",
        "名字；启动之前为空",
    ),
    ("peerURLs", "where members reach it", "其他成员访问它的地址"),
    ("clientURLs", "where clients reach it", "客户端访问它的地址"),
    (
        "isLearner",
        "whether it has no vote yet",
        "是否还没有投票权",
    ),
    (".version", "the server's version", "服务器版本"),
    ("dbSize", "bytes of its file", "数据文件的字节数"),
    ("dbSizeInUse", "bytes of them in use", "其中在用的字节数"),
    ("leader", "the leader it knows", "它所知的领导者"),
    (
        "raftIndex",
        "the last committed entry",
        "最后提交的日志条目",
    ),
    ("raftTerm", "its Raft term", "它的 Raft 任期"),
    (
        "raftAppliedIndex",
        "the last applied entry",
        "最后应用的日志条目",
    ),
    ("errors", "what is wrong with it", "它的问题"),
    ("hash", "checksum of its keys", "键的校验和"),
    ("alarms", "an alarm", "一个告警"),
    ("alarm", "which", "哪一种"),
    ("memberID", "whose", "哪个成员"),
    ("enabled", "whether authentication is on", "是否已开启认证"),
    (
        "authRevision",
        "changes of users and roles",
        "用户与角色的变更次数",
    ),
    (
        "token",
        "goes with every further request",
        "之后每个请求都带上它",
    ),
    ("roles", "a role", "一个角色"),
    ("users", "a user", "一个用户"),
    ("perm", "a permission", "一项权限"),
    (
        "permType",
        "READ, WRITE or READWRITE",
        "READ、WRITE 或 READWRITE",
    ),
    (
        "range_end",
        "end of the range, not in it",
        "范围的终点，不含",
    ),
    ("remaining_bytes", "bytes still to come", "还剩的字节数"),
    (
        "blob",
        "bytes of the file (left out here)",
        "文件内容（此处省略）",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctl::gateway::schema::{
        ALARM_RESPONSE, AUTH_STATUS_RESPONSE, AUTHENTICATE_RESPONSE, GRANT_RESPONSE,
        HASH_KV_RESPONSE, Kind, LEASES_RESPONSE, MEMBER_ADD_RESPONSE, Message, ROLE_GET_RESPONSE,
        ROLES_RESPONSE, SNAPSHOT_RESPONSE, STATUS_RESPONSE, TIME_TO_LIVE_RESPONSE, TXN_RESPONSE,
        USERS_RESPONSE, WATCH_RESPONSE,
    };

    fn check(table: &Message, within: &str, depth: u32) {
        for field in table.0 {
            for meaning in [EN.field, ZH.field] {
                assert_ne!(meaning(within, field.name), "", "{within}.{}", field.name);
            }
            if let Kind::Message(inner) = field.kind
                && depth > 0
            {
                check(inner, field.name, depth - 1);
            }
        }
    }

    #[test]
    fn every_field_of_every_answer_has_its_word() {
        for table in [
            &TXN_RESPONSE,
            &WATCH_RESPONSE,
            &GRANT_RESPONSE,
            &TIME_TO_LIVE_RESPONSE,
            &LEASES_RESPONSE,
            &MEMBER_ADD_RESPONSE,
            &STATUS_RESPONSE,
            &ALARM_RESPONSE,
            &HASH_KV_RESPONSE,
            &SNAPSHOT_RESPONSE,
            &AUTH_STATUS_RESPONSE,
            &AUTHENTICATE_RESPONSE,
            &ROLES_RESPONSE,
            &USERS_RESPONSE,
            &ROLE_GET_RESPONSE,
        ] {
            check(table, "", 4);
        }
        let version = |within| (EN.field)(within, "version");
        assert_ne!(version(""), version("kvs"), "the server's is not the key's");
    }
}
