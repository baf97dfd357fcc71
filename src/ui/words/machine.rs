//! The words of a member's machine: its clocks, its disk, and why its process ended.

use crate::{
    session::{view::DiskState, words::longer},
    sim::{Delay, Exit},
};

/// Texts of machines.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Opens a member's machine, in its menu.
    pub open: &'static str,
    /// The menu of a member's machine.
    pub of: fn(&str) -> String,
    /// Nothing is wrong with it.
    pub healthy: &'static str,
    /// Row: how far the wall clock is off.
    pub skew: &'static str,
    /// Not at all.
    pub right: &'static str,
    /// Row: how much faster the clocks run.
    pub drift: &'static str,
    /// What depends on which clock.
    pub clocks: &'static str,
    /// Row: what the disk takes longer.
    pub slow: &'static str,
    /// Row: whether the disk has room.
    pub room: &'static str,
    /// It has.
    pub has_room: &'static str,
    /// It hasn't.
    pub full: &'static str,
    /// Tears the last record.
    pub tear: &'static str,
    /// Wipes the disk.
    pub wipe: &'static str,
    /// Sets clocks right and disks free and fast.
    pub heal: &'static str,
    /// Back to the member's menu.
    pub back: fn(&str) -> String,
    /// Menu: lets the election timer run out.
    pub time_out: &'static str,
    /// Menu: power failure.
    pub power: &'static str,
    /// Why not: it leads.
    pub leads: &'static str,
    /// Why not: its record is torn.
    pub is_torn: &'static str,
    /// Why not: there is no data.
    pub is_wiped: &'static str,
    /// Said of a wall clock.
    pub clock: fn(&str) -> String,
    /// Said of clocks that drift.
    pub drifts: fn(&str) -> String,
    /// Said of a disk that takes longer.
    pub takes: fn(&str) -> String,
    /// Said of a torn record.
    pub torn: &'static str,
    /// Said of a disk without data.
    pub wiped: &'static str,
    /// Said of a full disk.
    pub is_full: &'static str,
    /// Fact: why it is down, in short.
    pub exit: fn(Exit) -> &'static str,
    /// Menu: what helps a process that ended by itself.
    pub remedy: fn(Exit) -> &'static str,
    /// Facts of the menu, with asynchronous storage: writes under way, entries to apply.
    pub queues: [&'static str; 2],
    /// The same in one line below the member.
    pub queued: fn(usize, usize) -> String,
    /// Legend: a clock that is off.
    pub legend_clock: &'static str,
    /// Legend: a disk with a fault.
    pub legend_disk: &'static str,
}

impl Machine {
    /// What is wrong with a disk, in words.
    #[must_use]
    pub fn disk(&self, disk: DiskState) -> Vec<String> {
        let slow = disk.slow != Delay::default();
        [
            slow.then(|| (self.takes)(&longer(disk.slow))),
            disk.full.then(|| self.is_full.to_owned()),
            disk.torn.then(|| self.torn.to_owned()),
            disk.wiped.then(|| self.wiped.to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// English.
pub const EN: Machine = Machine {
    open: "Clock and disk…",
    of: |name| format!("{name}: clock and disk"),
    healthy: "Clock and disk are all right.",
    skew: "Wall clock",
    right: "right",
    drift: "Clock rate",
    clocks: "Ticks and leases follow the rate; the wall clock only gets into ids, at a start.",
    slow: "Slower sync",
    room: "Disk space",
    has_room: "free",
    full: "full",
    tear: "Tear the last record",
    wipe: "Wipe the disk",
    heal: "Heal clock and disk",
    back: |name| format!("Back to {name}"),
    time_out: "Let its timer run out",
    power: "Cut its power",
    leads: "leads",
    is_torn: "torn",
    is_wiped: "no data",
    clock: |by| format!("clock {by}"),
    drifts: |rate| format!("drift {rate}"),
    takes: |longer| format!("disk +{longer}"),
    torn: "last record torn",
    wiped: "disk wiped",
    is_full: "disk full",
    exit: |exit| match exit {
        Exit::Killed => "killed; disks kept",
        Exit::PowerLost => "power lost; disks kept",
        Exit::WalFull | Exit::BackendFull => "exited: disk full",
        Exit::Bootstrapped(_) => "exited: is known already",
        Exit::LogLost { .. } => "panicked: lost entries",
        Exit::Removed => "exited: removed",
    },
    remedy: |exit| match exit {
        Exit::Killed | Exit::PowerLost => "Restart it.",
        Exit::WalFull | Exit::BackendFull => "Make room on its disk, then restart it.",
        Exit::Bootstrapped(_) => {
            "Its peers know it, but it lost all it promised. Remove it and add it anew, with a \
             new id."
        }
        Exit::Removed => "To have it back, add it anew; it gets a new id.",
        Exit::LogLost { .. } => {
            "It had acknowledged entries that it lost. Remove it and add it anew, or restart it \
             under another leader."
        }
    },
    queues: ["append queue", "apply queue"],
    queued: |append, apply| format!("to append {append}, apply {apply}"),
    legend_clock: "wrong clock",
    legend_disk: "slow, full or damaged disk",
};

/// Chinese.
pub const ZH: Machine = Machine {
    open: "时钟和磁盘…",
    of: |name| format!("{name}：时钟和磁盘"),
    healthy: "时钟和磁盘正常。",
    skew: "系统时钟",
    right: "准确",
    drift: "时钟快慢",
    clocks: "tick 和租约跟随时钟的快慢；系统时钟只在启动时进入 ID。",
    slow: "同步变慢",
    room: "磁盘空间",
    has_room: "有",
    full: "已满",
    tear: "撕坏最后一条记录",
    wipe: "清空磁盘",
    heal: "恢复时钟和磁盘",
    back: |name| format!("回到 {name}"),
    time_out: "让选举计时到期",
    power: "断电",
    leads: "是 Leader",
    is_torn: "已残缺",
    is_wiped: "没有数据",
    clock: |by| format!("时钟 {by}"),
    drifts: |rate| format!("快慢 {rate}"),
    takes: |longer| format!("磁盘 +{longer}"),
    torn: "最后一条记录残缺",
    wiped: "磁盘已清空",
    is_full: "磁盘已满",
    exit: |exit| match exit {
        Exit::Killed => "进程已杀死，磁盘还在",
        Exit::PowerLost => "断电，磁盘还在",
        Exit::WalFull | Exit::BackendFull => "退出：磁盘没有空间",
        Exit::Bootstrapped(_) => "退出：曾经加入过集群",
        Exit::LogLost { .. } => "崩溃：日志丢失了条目",
        Exit::Removed => "退出：已被永久移除",
    },
    remedy: |exit| match exit {
        Exit::Killed | Exit::PowerLost => "重新启动它。",
        Exit::WalFull | Exit::BackendFull => "先腾出磁盘空间，再重新启动。",
        Exit::Bootstrapped(_) => {
            "其他节点认识它，但它丢失了承诺过的一切。移除它，再用新的 ID 加入。"
        }
        Exit::Removed => "要让它回来，请重新加入；它会得到新的 ID。",
        Exit::LogLost { .. } => {
            "它丢失了确认过的条目。移除后重新加入，或在别的 Leader 之下重新启动。"
        }
    },
    queues: ["待写", "待应用"],
    queued: |append, apply| format!("待写 {append}，待应用 {apply}"),
    legend_clock: "时钟不准",
    legend_disk: "磁盘变慢、已满或受损",
};
