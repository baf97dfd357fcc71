//! The words of keys: finding one, reading it at a revision, its history and its numbers.

/// Texts of keys.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The read cursor.
    pub read_at: &'static str,
    /// Beside the revision that is read at, where that is the newest.
    pub head: &'static str,
    /// Goes back to the newest.
    pub to_head: &'static str,
    /// The filter's name.
    pub filter: &'static str,
    /// What can be typed there.
    pub filter_help: &'static str,
    /// No key is let through.
    pub none_found: &'static str,
    /// Groups keys by prefix.
    pub tree: &'static str,
    /// Shows more revisions, smaller.
    pub wider: &'static str,
    /// Shows fewer, larger.
    pub closer: &'static str,
    /// A group's accessible name: prefix, keys.
    pub group: fn(&str, usize) -> String,
    /// A key that is chosen by its name.
    pub newest_of: fn(&str) -> String,
    /// The key comes later than this revision.
    pub not_yet: fn(&str, &str) -> String,
    /// A generation: its number, and when it began.
    pub generation: fn(Option<usize>, &str) -> String,
    /// So many versions.
    pub versions: fn(usize) -> String,
    /// Ended by a delete.
    pub ended: fn(&str) -> String,
    /// A lease ran out.
    pub ran_out: &'static str,
    /// Column: who.
    pub who: &'static str,
    /// The changes between two versions.
    pub changes: &'static str,
    /// The choice of the other version.
    pub compared: &'static str,
    /// Not a byte differs.
    pub same: &'static str,
    /// Puts an old value at the prompt.
    pub restore: &'static str,
    /// What that does and doesn't do.
    pub restore_help: &'static str,
    /// Nothing to restore.
    pub is_now: &'static str,
    /// The value is too long for a line; what to run instead.
    pub too_long: fn(&str) -> String,
    /// Copies a command.
    pub copy: fn(&str) -> String,
    /// It was copied.
    pub copied: &'static str,
    /// What happens next on a branch.
    pub then_on: fn(&str) -> String,
    /// So many seconds after this moment.
    pub after: fn(&str) -> String,
    /// The lease will take it.
    pub will_go: &'static str,
    /// Asks why a number is what it is: field.
    pub why: fn(&str) -> String,
    /// create_revision: itself, the tombstone before it, the generation.
    pub why_create: fn(&str, Option<String>, Option<usize>) -> String,
    /// mod_revision: itself, its entry, its place among several changes.
    pub why_mod: fn(&str, Option<String>, u32) -> String,
    /// version: itself and the first write of its generation.
    pub why_version: fn(u64, &str) -> String,
    /// lease: the put that attached it, seconds left and where; none left where it is gone.
    pub why_lease: fn(&str, Option<(String, &str)>) -> String,
    /// No lease: the put, and the lease that the version before had.
    pub why_none: fn(&str, Option<String>) -> String,
}

/// English.
pub const EN: Keys = Keys {
    read_at: "Read at",
    head: "head",
    to_head: "Back to head",
    filter: "Filter keys",
    filter_help: "Part of a key, or --prefix and how keys begin. \\x00 stands for a byte. \
                  Deleted keys are found too; Enter opens the first.",
    none_found: "No key is like this, nor was one that is deleted now.",
    tree: "Tree",
    wider: "Show more revisions",
    closer: "Show fewer revisions",
    group: |prefix, keys| format!("{prefix}, {keys} keys"),
    newest_of: |key| format!("{key}, newest revision"),
    not_yet: |key, at| format!("At {at} there was no {key} yet."),
    generation: |nth, create| match nth {
        Some(nth) => format!("generation {nth} · created at {create}"),
        None => format!("created at {create}"),
    },
    versions: |count| {
        if count == 1 {
            "1 version".to_owned()
        } else {
            format!("{count} versions")
        }
    },
    ended: |at| format!("deleted at {at}"),
    ran_out: "lease ran out",
    who: "who",
    changes: "What changed",
    compared: "compared with",
    same: "not a byte",
    restore: "Prepare restore",
    restore_help: "Writes a put with this value at the prompt; nothing runs until you press \
                   Enter. Where others write too, a txn that compares mod_revision first is \
                   safer.",
    is_now: "the value now",
    too_long: |command| format!("Too long for a line. Read it with {command}"),
    copy: |command| format!("Copy {command}"),
    copied: "copied",
    then_on: |branch| format!("Then, on {branch}"),
    after: |seconds| format!("{seconds} s after this moment"),
    will_go: "once the lease runs out",
    why: |field| format!("Why this {field}?"),
    why_create: |create, tombstone, nth| {
        let nth = nth.map_or("this".to_owned(), |it| it.to_string());
        match tombstone {
            Some(it) => format!(
                "{create}: the first put after the tombstone at {it} began generation {nth}. \
                 Later puts keep it."
            ),
            None => format!(
                "{create}: the first put of this key began generation {nth}. Later puts keep it."
            ),
        }
    },
    why_mod: |at, entry, sub| {
        let entry = entry.map_or(String::new(), |it| format!(" Entry {it} made it."));
        let sub = if sub == 0 {
            String::new()
        } else {
            format!(" It is change {} of that one request.", sub + 1)
        };
        format!("{at}: the store's revision after the last write of this key.{entry}{sub}")
    },
    why_version: |version, create| {
        format!(
            "v{version}: write {version} of the generation that began at {create}. A delete \
             starts over."
        )
    },
    why_lease: |at, left| match left {
        Some((seconds, member)) => {
            format!("Attached by the put at {at}; {seconds} s left on {member}.")
        }
        None => format!("Attached by the put at {at}; no leader counts its time now."),
    },
    why_none: |at, before| match before {
        Some(lease) => {
            format!("The put at {at} named no lease, which detached the key from {lease}.")
        }
        None => format!("The put at {at} named no lease: the key stays until it is deleted."),
    },
};

/// Chinese.
pub const ZH: Keys = Keys {
    read_at: "读取位置",
    head: "最新",
    to_head: "回到最新",
    filter: "筛选 key",
    filter_help: "输入 key 的一部分，或 --prefix 加前缀。\\x00 表示一个字节。\
                  已删除的 key 也能找到；按 Enter 打开第一个。",
    none_found: "没有这样的 key，已删除的也没有。",
    tree: "树形",
    wider: "显示更多版本号",
    closer: "显示更少版本号",
    group: |prefix, keys| format!("{prefix}，{keys} 个 key"),
    newest_of: |key| format!("{key}，最新版本号"),
    not_yet: |key, at| format!("在 {at} 时还没有 {key}。"),
    generation: |nth, create| match nth {
        Some(nth) => format!("第 {nth} 代 · 创建于 {create}"),
        None => format!("创建于 {create}"),
    },
    versions: |count| format!("{count} 个版本"),
    ended: |at| format!("删除于 {at}"),
    ran_out: "租约到期",
    who: "来自",
    changes: "改变了什么",
    compared: "对比",
    same: "一个字节也没变",
    restore: "准备恢复",
    restore_help: "把带有这个值的 put 写到提示符处；按 Enter 之前什么也不会运行。\
                   若还有别人在写，先用 txn 比较 mod_revision 更安全。",
    is_now: "当前值",
    too_long: |command| format!("太长，放不进一行。可用 {command} 读取"),
    copy: |command| format!("复制 {command}"),
    copied: "已复制",
    then_on: |branch| format!("之后，在 {branch} 上"),
    after: |seconds| format!("此刻之后 {seconds} 秒"),
    will_go: "租约到期时",
    why: |field| format!("{field} 为什么是这个数？"),
    why_create: |create, tombstone, nth| {
        let nth = nth.map_or("这一".to_owned(), |it| format!("第 {it} "));
        match tombstone {
            Some(it) => format!(
                "{create}：在 {it} 的删除标记之后的第一次 put，开始了{nth}代。之后的 put 不改变它。"
            ),
            None => {
                format!("{create}：此 key 的第一次 put，开始了{nth}代。之后的 put 不改变它。")
            }
        }
    },
    why_mod: |at, entry, sub| {
        let entry = entry.map_or(String::new(), |it| format!("由条目 {it} 产生。"));
        let sub = if sub == 0 {
            String::new()
        } else {
            format!("它是同一请求的第 {} 个修改。", sub + 1)
        };
        format!("{at}：最后一次写此 key 之后存储的版本号。{entry}{sub}")
    },
    why_version: |version, create| {
        format!("v{version}：始于 {create} 的这一代的第 {version} 次写入。删除后重新计数。")
    },
    why_lease: |at, left| match left {
        Some((seconds, member)) => {
            format!("由 {at} 的 put 附上；{member} 上还剩 {seconds} 秒。")
        }
        None => format!("由 {at} 的 put 附上；现在没有 Leader 为它计时。"),
    },
    why_none: |at, before| match before {
        Some(lease) => format!("{at} 的 put 没有指定租约，key 因此脱离了 {lease}。"),
        None => format!("{at} 的 put 没有指定租约：key 会一直保留到被删除。"),
    },
};
