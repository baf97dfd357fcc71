//! The words of the terminal. Commands and etcd's own output are never translated.

use super::{happening, notes};
use crate::ctl::Note;
use crate::session::view::Happening;

/// Texts of the terminal.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// The region.
    pub region: &'static str,
    /// The tabs.
    pub shells: &'static str,
    /// A shell's name on the page, from its number.
    pub shell: fn(&str) -> String,
    /// Opens another shell.
    pub new_shell: &'static str,
    /// Opens a shell for lines of Go.
    pub new_go_shell: &'static str,
    /// Closes a shell.
    pub close: fn(&str) -> String,
    /// The endpoint's picker.
    pub endpoint: &'static str,
    /// The transcript of a shell.
    pub output: fn(&str) -> String,
    /// The prompt.
    pub command: &'static str,
    /// The sentence of the first visit: the leader.
    pub welcome: fn(&str) -> String,
    /// The sentence of the first visit while there is no leader.
    pub welcome_alone: &'static str,
    /// The button of the first visit.
    pub run: &'static str,
    /// Its accessible name.
    pub run_line: fn(&str) -> String,
    /// What else one can do.
    pub own: &'static str,
    /// Ctrl-C.
    pub interrupt: &'static str,
    /// What Ctrl-C does to a waiting command.
    pub stops_waiting: &'static str,
    /// What Ctrl-C does to a holding command.
    pub stops_holding: &'static str,
    /// Ends the input.
    pub end_input: &'static str,
    /// What `help` about this topic prints here; `None` if the session's own text will do.
    pub help: fn(&str) -> Option<&'static str>,
    /// A ruled line: what happened to the world.
    pub happening: fn(&Happening) -> String,
    /// A remark about a defect of etcdctl, beside what it printed.
    pub note: fn(Note) -> &'static str,
    /// Reads its standard input.
    pub reading: &'static str,
    /// Lines typed ahead.
    pub queued: fn(usize) -> String,
    /// Jumps to the next election.
    pub jump_leader: &'static str,
    /// Jumps to the next lease expiry.
    pub jump_expiry: &'static str,
    /// Jumps to the command's end.
    pub jump_answer: &'static str,
    /// Shows earlier lines.
    pub earlier: &'static str,
    /// Shows the rest of a long line: how many characters.
    pub rest: fn(usize) -> String,
    /// A revision's mark.
    pub made_revision: fn(&str) -> String,
    /// A watch event's mark.
    pub tells_revision: fn(&str) -> String,
    /// An entry's mark.
    pub made_entry: fn(&str) -> String,
    /// The list of completions.
    pub completions: &'static str,
    /// How many there are.
    pub completions_count: fn(usize) -> String,
    /// What Tab does in it.
    pub accept: &'static str,
    /// What the arrow keys do in it.
    pub choose: &'static str,
    /// What Esc does in it.
    pub dismiss: &'static str,
    /// What a program beside etcdctl's commands is.
    pub program: fn(&str) -> &'static str,
    /// A lease: seconds left, if anyone counts them, and keys.
    pub lease_note: fn(Option<u64>, usize) -> String,
    /// Puts a lease's id at the prompt.
    pub insert_lease: fn(&str) -> String,
    /// Runs pasted lines.
    pub run_lines: fn(usize) -> String,
    /// Pasted lines that aren't shown.
    pub more_lines: fn(usize) -> String,
    /// Puts pasted lines to the prompt.
    pub edit: &'static str,
    /// Forgets pasted lines.
    pub cancel: &'static str,
    /// Shows two shells, or one again.
    pub split: &'static str,
    /// Takes a half of the terminal away; the shell stays.
    pub hide: fn(&str) -> String,
    /// The search.
    pub find: &'static str,
    /// The match before.
    pub find_older: &'static str,
    /// The match after.
    pub find_newer: &'static str,
    /// Ends the search.
    pub find_close: &'static str,
    /// Copies a shell's output.
    pub copy_output: &'static str,
    /// Copies the visit as lines to type.
    pub copy_script: &'static str,
    /// It is on the clipboard.
    pub copied: &'static str,
    /// The browser refused.
    pub not_copied: &'static str,
    /// In the past: the moment.
    pub you_are_here: fn(&str) -> String,
    /// The lines that have not happened yet.
    pub future: &'static str,
    /// What Enter does in the past.
    pub fork_and_run: &'static str,
}

/// English.
pub const EN: Terminal = Terminal {
    region: "Terminal",
    shells: "Shells",
    shell: |number| format!("shell {number}"),
    new_shell: "New shell",
    new_go_shell: "New Go shell: one call of clientv3 a line",
    close: |shell| format!("Close {shell}"),
    endpoint: "Endpoint",
    output: |shell| format!("{shell} output"),
    command: "Command",
    welcome: |leader| {
        format!(
            "Three members have elected {leader} and agree. \
             Write a key and follow it through all of them."
        )
    },
    welcome_alone: "Three members are electing a leader. Write a key and follow it.",
    run: "Run",
    run_line: |line| format!("Run {line}"),
    own: "Or type a command of your own; help explains all. ↑ recalls.",
    interrupt: "Ctrl-C: interrupt",
    stops_waiting: "stops waiting",
    stops_holding: "ends it",
    end_input: "Ctrl-D ends the input.",
    help: |_| None,
    happening: |it| it.to_string(),
    note: Note::text,
    reading: "It reads its input line by line.",
    queued: |lines| {
        if lines == 1 {
            "1 line waits for its turn.".to_owned()
        } else {
            format!("{lines} lines wait for their turn.")
        }
    },
    jump_leader: "Jump to the election",
    jump_expiry: "Jump to the next lease expiry",
    jump_answer: "Jump to the answer",
    earlier: "Show earlier lines",
    rest: |characters| format!("Show {characters} more characters"),
    made_revision: |revision| format!("made revision {revision}"),
    tells_revision: |revision| format!("event of revision {revision}"),
    made_entry: |entry| format!("made entry {entry}"),
    completions: "Completions",
    completions_count: |count| match count {
        1 => "1 completion".to_owned(),
        _ => format!("{count} completions"),
    },
    accept: "accept",
    choose: "choose",
    dismiss: "close",
    program: |name| match name {
        "etcdctl" => "etcd's command line client",
        "sim" => "faults, status and clock of the simulated cluster",
        "goreman" => "the tutorial's process manager",
        "help" => "what there is",
        "clear" => "empties the screen",
        _ => "sets a variable: export NAME=VALUE",
    },
    lease_note: |left, keys| {
        let keys = format!("{keys} {}", if keys == 1 { "key" } else { "keys" });
        left.map_or_else(|| keys.clone(), |left| format!("{left} s left, {keys}"))
    },
    insert_lease: |id| format!("Insert lease {id}"),
    run_lines: |lines| match lines {
        1 => "Run 1 line".to_owned(),
        _ => format!("Run {lines} lines"),
    },
    more_lines: |lines| format!("and {lines} more"),
    edit: "Edit",
    cancel: "Cancel",
    split: "Split",
    hide: |shell| format!("Hide {shell}"),
    find: "Find in the output",
    find_older: "Previous match",
    find_newer: "Next match",
    find_close: "Close the search",
    copy_output: "Copy output of this shell",
    copy_script: "Copy as script",
    copied: "Copied",
    not_copied: "The browser refused",
    you_are_here: |at| format!("You are here, t = {at}. Nothing below has happened yet."),
    future: "What happens later",
    fork_and_run: "Fork here and run",
};

/// Chinese.
pub const ZH: Terminal = Terminal {
    region: "终端",
    shells: "终端列表",
    shell: |number| format!("终端 {number}"),
    new_shell: "新建终端",
    new_go_shell: "新建 Go 终端：每行一个 clientv3 调用",
    close: |shell| format!("关闭 {shell}"),
    endpoint: "端点（endpoint）",
    output: |shell| format!("{shell} 输出"),
    command: "命令",
    welcome: |leader| {
        format!("三个成员已选出 {leader} 并达成一致。写入一个 key，看它走过每个成员。")
    },
    welcome_alone: "三个成员正在选举 Leader（领导者）。写入一个 key，看它走过每个成员。",
    run: "运行",
    run_line: |line| format!("运行 {line}"),
    own: "也可以输入自己的命令；help 有全部说明，按 ↑ 取回历史。",
    interrupt: "Ctrl-C：中断",
    stops_waiting: "停止等待",
    stops_holding: "结束它",
    end_input: "Ctrl-D 结束输入。",
    help: zh_help,
    happening: happening::zh,
    note: notes::zh,
    reading: "正在逐行读取输入。",
    queued: |lines| format!("还有 {lines} 行在排队。"),
    jump_leader: "跳到选举",
    jump_expiry: "跳到下一次租约到期",
    jump_answer: "跳到应答",
    earlier: "显示更早的内容",
    rest: |characters| format!("再显示 {characters} 个字符"),
    made_revision: |revision| format!("产生版本号 {revision}"),
    tells_revision: |revision| format!("版本号 {revision} 的事件"),
    made_entry: |entry| format!("产生日志条目 {entry}"),
    completions: "补全",
    completions_count: |count| format!("{count} 个补全"),
    accept: "采用",
    choose: "选择",
    dismiss: "关闭",
    program: |name| match name {
        "etcdctl" => "etcd 的命令行客户端",
        "sim" => "模拟集群的故障、状态和时钟",
        "goreman" => "教程里的进程管理器",
        "help" => "这里有什么",
        "clear" => "清屏",
        _ => "设置变量：export NAME=VALUE",
    },
    lease_note: |left, keys| {
        let left = left.map(|left| format!("剩余 {left} 秒，"));
        format!("{}{keys} 个 key", left.unwrap_or_default())
    },
    insert_lease: |id| format!("插入租约 {id}"),
    run_lines: |lines| format!("运行 {lines} 行"),
    more_lines: |lines| format!("还有 {lines} 行"),
    edit: "编辑",
    cancel: "取消",
    split: "并排",
    hide: |shell| format!("收起 {shell}"),
    find: "在输出中查找",
    find_older: "上一处",
    find_newer: "下一处",
    find_close: "关闭查找",
    copy_output: "复制此终端的输出",
    copy_script: "复制为脚本",
    copied: "已复制",
    not_copied: "浏览器拒绝了复制",
    you_are_here: |at| format!("你在这里，t = {at}。以下尚未发生。"),
    future: "之后发生的事",
    fork_and_run: "从这里分叉并运行",
};

fn zh_help(topic: &str) -> Option<&'static str> {
    match topic {
        "" => Some(include_str!("help-zh.txt")),
        "sim" => Some(include_str!("help-sim-zh.txt")),
        "goreman" => Some(include_str!("help-goreman-zh.txt")),
        _ => None,
    }
}
