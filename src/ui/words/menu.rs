//! The words of the menu and of the keyboard map.

/// Texts of the menu and of the keyboard map.
#[derive(Clone, Debug)]
pub struct Menu {
    /// The menu's button.
    pub menu: &'static str,
    /// Opens the keyboard map.
    pub shortcuts: &'static str,
    /// Turns single keys on or off.
    pub single_keys: &'static str,
    /// They are on.
    pub on: &'static str,
    /// They are off.
    pub off: &'static str,
    /// Leads to the page that says how faithful this is.
    pub faithful: &'static str,
    /// Begins a new visit of a cluster of so many members.
    pub members: fn(usize) -> String,
    /// Begins a new visit.
    pub reset: &'static str,
    /// Asks again: what would be lost.
    pub really: &'static str,
    /// Closes a dialog.
    pub close: &'static str,
    /// What each of [`crate::ui::bar::map::KEYS`] does.
    pub keys: [&'static str; 15],
}

/// English.
pub const EN: Menu = Menu {
    menu: "Menu",
    shortcuts: "Keyboard shortcuts",
    single_keys: "Single-key shortcuts",
    on: "on",
    off: "off",
    faithful: "How faithful is it?",
    members: |count| match count {
        1 => "New cluster: 1 member".to_owned(),
        _ => format!("New cluster: {count} members"),
    },
    reset: "Reset cluster",
    really: "Forget all commands and reset?",
    close: "Close",
    keys: [
        "play or pause",
        "step back, step",
        "next commit, election, lease expiry; with Shift the previous",
        "slower, faster",
        "close; return to now; stop following",
        "the command line",
        "a tab of the inspector",
        "story",
        "next region; with Shift the previous",
        "fork at the playhead",
        "on a member: kill, isolate, freeze, new shell",
        "cut links, heal all links",
        "on the playhead: one event; Shift 100 ms, Ctrl 1 s",
        "on a branch: rename",
        "this list",
    ],
};

/// Chinese.
pub const ZH: Menu = Menu {
    menu: "菜单",
    shortcuts: "键盘快捷键",
    single_keys: "单键快捷键",
    on: "开",
    off: "关",
    faithful: "有多忠实？",
    members: |count| format!("新集群：{count} 个成员"),
    reset: "重置集群",
    really: "丢弃所有命令并重置？",
    close: "关闭",
    keys: [
        "播放或暂停",
        "后退一步，前进一步",
        "下一次提交、选举、租约到期；加 Shift 为上一次",
        "减速，加速",
        "关闭；回到现在；停止跟随",
        "命令行",
        "检视的标签页",
        "故事",
        "下一个区域；加 Shift 为上一个",
        "在播放头处分叉",
        "在成员上：杀死、隔离、冻结、新建终端",
        "切断连接，恢复所有连接",
        "在播放头上：一个事件；Shift 100 毫秒，Ctrl 1 秒",
        "在分支上：重命名",
        "本列表",
    ],
};
