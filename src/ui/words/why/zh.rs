//! Reasons in Chinese.

use super::{Why, numbers, said::said, sentence};
use crate::{
    session::view::{Wait, Waiting},
    sim::Cause,
    units::NodeId,
};

pub(super) const ZH: Why = Why {
    waiting,
    wait,
    reason,
    applied: |at| format!("已提交，最早于 {at} 应用。"),
    decisions: "决定",
    none: "最近没有作出决定。",
    all: "全部决定",
    everyone: "所有成员",
    whose: "谁的决定",
    look: |at| format!("查看 {at}"),
    when_sent: |member| format!("{member} 的决定："),
    when_arrived: |member| format!("到达时 {member} 将决定："),
    takes_it: "直接接收，无需决定。",
};

fn waiting(it: &Waiting) -> String {
    match it {
        Waiting::Connection { endpoints } => format!("{endpoints} 无人应答。"),
        Waiting::Leader { member } => format!("{member} 还不知道谁是 Leader（领导者）。"),
        Waiting::Commit(it) => {
            let index = it.index();
            format!("已提议为 {index}，{}。", wait(it))
        }
        Waiting::NextRound { member } => format!("{member} 正在为更早的读取询问，之后轮到这次。"),
        Waiting::ReadIndex { leader } => format!("读取正在询问 {leader}：已提交到哪里。"),
        Waiting::OwnTerm { leader, term } => {
            format!("读取在等 {leader} 先提交一个自己任期 {term} 的条目。")
        }
        Waiting::Leadership {
            leader,
            acks,
            needed,
        } => format!("读取在等 {leader} 确认自己仍是 Leader：确认 {acks}/{needed}。"),
        Waiting::Apply {
            member,
            applied,
            index,
        } => format!("读取在等 {member} 应用到 {index}：现在是 {applied}。"),
        Waiting::Answer => "应答正在路上。".to_owned(),
    }
}

fn wait(it: &Wait) -> String {
    match it {
        Wait::Quorum {
            acks,
            needed,
            missing,
            ..
        } => {
            let missing = missing.join("、");
            format!("确认 {acks}/{needed}，等待 {missing}")
        }
        Wait::OwnTerm { term, own, .. } => {
            format!("多数派已持有，但它属于任期 {term}：只有 Leader 自己任期 {own} 的条目才算数")
        }
    }
}

fn reason(it: &Cause, name: &dyn Fn(NodeId) -> String) -> String {
    let (_, text) = sentence(it).unwrap_or_default();
    said(text, &numbers(it, name))
}
