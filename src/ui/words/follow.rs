//! The words of what is followed.

/// Texts of the thread.
#[derive(Clone, Debug)]
pub struct Follow {
    /// The thread's landmark, and what stands before it.
    pub following: &'static str,
    /// Follows nothing more.
    pub stop: &'static str,
    /// Nobody asked: a lease ran out.
    pub ran_out: &'static str,
    /// Watch events.
    pub events: fn(usize) -> String,
    /// A lease, by the end of its id.
    pub lease: fn(&str) -> String,
    /// What is followed isn't there at the moment looked at.
    pub not_here: &'static str,
    /// Said when something is followed: what, its entry and its revision.
    pub status: fn(&str, Option<u64>, Option<u64>) -> String,
}

/// English.
pub const EN: Follow = Follow {
    following: "Following",
    stop: "Stop following",
    ran_out: "a lease ran out",
    events: |count| {
        if count == 1 {
            "1 watch event".to_owned()
        } else {
            format!("{count} watch events")
        }
    },
    lease: |id| format!("lease {id}"),
    not_here: "not there at this moment",
    status: |what, entry, revision| {
        let mut text = format!("Following {what}");
        if let Some(entry) = entry {
            text.push_str(&format!(": entry {entry}"));
        }
        if let Some(revision) = revision {
            text.push_str(&format!(", revision {revision}"));
        }
        text
    },
};

/// Chinese.
pub const ZH: Follow = Follow {
    following: "跟随",
    stop: "停止跟随",
    ran_out: "租约到期",
    events: |count| format!("{count} 个监听事件"),
    lease: |id| format!("租约 {id}"),
    not_here: "此刻还不存在",
    status: |what, entry, revision| {
        let mut text = format!("正在跟随 {what}");
        if let Some(entry) = entry {
            text.push_str(&format!("：条目 {entry}"));
        }
        if let Some(revision) = revision {
            text.push_str(&format!("，版本号 {revision}"));
        }
        text
    },
};
