//! The words of the time axis.

use crate::{session::view::Landmark, ui::figures::moment, units::Micros};

/// Texts of the time axis.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The region.
    pub region: &'static str,
    /// Lane: terms.
    pub terms: &'static str,
    /// Lane: faults.
    pub faults: &'static str,
    /// Lane: commits.
    pub commits: &'static str,
    /// Lane: commands.
    pub commands: &'static str,
    /// Lane: leases.
    pub leases: &'static str,
    /// Lane: branches.
    pub branches: &'static str,
    /// To the mark before and after the playhead.
    pub ways: fn(Landmark) -> [&'static str; 2],
    /// Opens the list of branches.
    pub branch_list: &'static str,
    /// Renames a branch.
    pub rename: fn(&str) -> String,
    /// The field of a branch's name.
    pub branch_name: &'static str,
    /// The slider.
    pub playhead: &'static str,
    /// The slider's value: moment, end, term, revision.
    pub value: fn(&str, &str, &str, u64) -> String,
    /// The end of the branch looked at.
    pub now: &'static str,
    /// Half the span.
    pub zoom_in: &'static str,
    /// Twice the span.
    pub zoom_out: &'static str,
    /// Everything.
    pub fit_all: &'static str,
    /// A member (second) began to lead a term.
    pub elected: fn(&str, &str) -> String,
    /// A fault with its end.
    pub until: fn(&str, Micros) -> String,
    /// Several entries, up to an index.
    pub commits_up_to: fn(u32, &str) -> String,
    /// A command and so many after it.
    pub and_more: fn(&str, u32) -> String,
    /// A lease that lives.
    pub lease: fn(&str) -> String,
    /// A lease that ran out.
    pub lease_ran_out: fn(&str, Micros) -> String,
    /// A lease that was revoked.
    pub lease_revoked: fn(&str, Micros) -> String,
    /// A lease that will run out.
    pub runs_out: fn(&str, &str) -> String,
    /// A member that will stop waiting for its leader.
    pub times_out: fn(&str, &str) -> String,
    /// A branch and where it left its parent.
    pub branch: fn(&str, &str) -> String,
}

/// English.
pub const EN: Timeline = Timeline {
    region: "Timeline",
    terms: "Terms",
    faults: "Faults",
    commits: "Commits",
    commands: "Commands",
    leases: "Leases",
    branches: "Branches",
    ways: |which| match which {
        Landmark::Commit => ["Previous commit", "Next commit"],
        Landmark::Election => ["Previous election", "Next election"],
        Landmark::Expiry => ["Previous lease expiry", "Next lease expiry"],
        Landmark::Fault => ["Previous fault", "Next fault"],
        Landmark::Command => ["Previous command", "Next command"],
    },
    branch_list: "Switch or rename branches",
    rename: |name| format!("Rename {name}"),
    branch_name: "Branch name",
    playhead: "Playhead",
    value: |at, end, term, revision| format!("{at} s of {end} s, term {term}, revision {revision}"),
    now: "now",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    fit_all: "Fit all",
    elected: |term, leader| format!("{term}, {leader} elected"),
    until: |what, to| format!("{what} until {}", moment(to)),
    commits_up_to: |count, last| format!("{count} entries up to {last}"),
    and_more: |line, more| format!("{line} and {more} more"),
    lease: |lease| format!("lease {lease}"),
    lease_ran_out: |lease, at| format!("lease {lease}, ran out at {}", moment(at)),
    lease_revoked: |lease, at| format!("lease {lease}, revoked at {}", moment(at)),
    runs_out: |lease, at| format!("{lease} runs out {at}"),
    times_out: |member, at| format!("{member} times out {at}"),
    branch: |name, from| format!("{name}, from {from}"),
};

/// Chinese.
pub const ZH: Timeline = Timeline {
    region: "时间轴",
    terms: "任期",
    faults: "故障",
    commits: "提交",
    commands: "命令",
    leases: "租约",
    branches: "分支",
    ways: |which| match which {
        Landmark::Commit => ["上一次提交", "下一次提交"],
        Landmark::Election => ["上一次选举", "下一次选举"],
        Landmark::Expiry => ["上一次租约到期", "下一次租约到期"],
        Landmark::Fault => ["上一个故障", "下一个故障"],
        Landmark::Command => ["上一条命令", "下一条命令"],
    },
    branch_list: "切换或重命名分支",
    rename: |name| format!("重命名 {name}"),
    branch_name: "分支名",
    playhead: "播放头",
    value: |at, end, term, revision| {
        format!("{end} 秒中的 {at} 秒，任期 {term}，版本号 {revision}")
    },
    now: "现在",
    zoom_in: "放大",
    zoom_out: "缩小",
    fit_all: "显示全部",
    elected: |term, leader| format!("{term}，{leader} 当选"),
    until: |what, to| format!("{what}，至 {}", moment(to)),
    commits_up_to: |count, last| format!("{count} 个条目，至 {last}"),
    and_more: |line, more| format!("{line} 等 {} 条", more + 1),
    lease: |lease| format!("租约 {lease}"),
    lease_ran_out: |lease, at| format!("租约 {lease}，{} 到期", moment(at)),
    lease_revoked: |lease, at| format!("租约 {lease}，{} 撤销", moment(at)),
    runs_out: |lease, at| format!("{lease} 于 {at} 到期"),
    times_out: |member, at| format!("{member} 于 {at} 超时"),
    branch: |name, from| format!("{name}，自 {from}"),
};
