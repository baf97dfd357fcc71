//! What happened to the cluster, in Chinese; the English is the happening's own `Display`.

use crate::{
    session::{
        view::Happening,
        words::{longer, offset, percent, rate, span},
    },
    sim::{Delay, Exit, Handling},
};

/// The line ruled through transcripts and marked on the time axis.
#[must_use]
pub fn zh(happening: &Happening) -> String {
    match happening {
        Happening::Killed(member) => format!("{member} 被杀死"),
        Happening::PowerLost(member) => format!("{member} 断电"),
        Happening::Exited { member, exit } => format!("{member} 退出：{}", zh_exit(*exit)),
        Happening::Started(member) => format!("{member} 已启动"),
        Happening::Booted(members) => format!("集群从数据目录启动：{}", members.join(" ")),
        Happening::Frozen(member) => format!("{member} 被冻结"),
        Happening::Thawed(member) => format!("{member} 继续运行"),
        Happening::TimedOut(member) => format!("{member} 的选举计时到期"),
        Happening::Isolated(member) => format!("{member} 被隔离"),
        Happening::HealedAll => "所有连接已恢复".to_owned(),
        Happening::MendedAll => "所有连接、时钟和磁盘已恢复".to_owned(),
        Happening::Parted(groups) => {
            let groups: Vec<String> = groups.iter().map(|group| group.join(" ")).collect();
            format!("网络分区：{}", groups.join(" / "))
        }
        Happening::Cut { from, to, both }
        | Happening::Healed { from, to, both }
        | Happening::Loses { from, to, both, .. }
        | Happening::Delays { from, to, both, .. }
        | Happening::Duplicates { from, to, both, .. }
        | Happening::Reorders { from, to, both, .. } => {
            let way = if *both { '–' } else { '→' };
            format!("{from} {way} {to} {}", link(happening))
        }
        Happening::Skewed { member, .. }
        | Happening::Drifts { member, .. }
        | Happening::SlowDisk { member, .. }
        | Happening::DiskFull(member)
        | Happening::DiskFree(member)
        | Happening::Torn(member)
        | Happening::Wiped(member)
        | Happening::Mended(member) => format!("{member} 的{}", machine(happening)),
        Happening::Handled {
            id,
            message,
            from,
            to,
            act,
        } => {
            let done = match act {
                Handling::Drop => "已丢弃".to_owned(),
                Handling::Delay(longer) => format!("延迟 {}", span(*longer)),
                Handling::Duplicate => "再发一次".to_owned(),
                Handling::Deliver => "立即送达".to_owned(),
                Handling::Hold => "已扣住".to_owned(),
                Handling::Release => "已放行".to_owned(),
            };
            format!("m{id}，{message} {from} → {to}，{done}")
        }
        Happening::Rule { name, on: false } => format!("不再是 etcd：{name} 已关闭"),
        Happening::Rule { name, on: true } => format!("{name} 重新生效"),
    }
}

fn link(happening: &Happening) -> String {
    match happening {
        Happening::Cut { .. } => "已切断".to_owned(),
        Happening::Healed { .. } => "已恢复".to_owned(),
        Happening::Loses { ppm, .. } => format!("丢失 {} 的消息", percent(*ppm)),
        Happening::Delays { delay, .. } if *delay == Delay::default() => "不再延迟".to_owned(),
        Happening::Delays { delay, .. } => format!("多用 {}", longer(*delay)),
        Happening::Duplicates { ppm, .. } => format!("重复送达 {} 的消息", percent(*ppm)),
        Happening::Reorders { ppm, .. } => format!("打乱 {} 的消息的顺序", percent(*ppm)),
        _ => String::new(),
    }
}

fn machine(happening: &Happening) -> String {
    match happening {
        Happening::Skewed { by: 0, .. } => "系统时钟已校准".to_owned(),
        Happening::Skewed { by, .. } => format!("系统时钟偏差 {}", offset(*by)),
        Happening::Drifts { ppm: 0, .. } => "时钟走时正常".to_owned(),
        Happening::Drifts { ppm, .. } => format!("时钟走时偏差 {}", rate(*ppm)),
        Happening::SlowDisk { delay, .. } if *delay == Delay::default() => {
            "磁盘恢复原速".to_owned()
        }
        Happening::SlowDisk { delay, .. } => format!("磁盘多用 {}", longer(*delay)),
        Happening::DiskFull(_) => "磁盘已满".to_owned(),
        Happening::DiskFree(_) => "磁盘又有空间".to_owned(),
        Happening::Torn(_) => "最后一条记录残缺".to_owned(),
        Happening::Wiped(_) => "磁盘被清空".to_owned(),
        Happening::Mended(_) => "时钟和磁盘已恢复".to_owned(),
        _ => String::new(),
    }
}

/// Why a process ended, in Chinese where it is not etcd's own text.
#[must_use]
pub fn zh_exit(exit: Exit) -> String {
    match exit {
        Exit::Killed => "被杀死".to_owned(),
        Exit::PowerLost => "断电".to_owned(),
        own => own.to_string(),
    }
}
