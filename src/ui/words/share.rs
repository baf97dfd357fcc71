//! The words of sharing: the dialog, and what is said about a link.

/// Texts of sharing.
#[derive(Clone, Debug)]
pub struct Share {
    /// The button.
    pub share: &'static str,
    /// The dialog's title.
    pub title: &'static str,
    /// The link's field.
    pub link: &'static str,
    /// Copies the link.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
    /// The clipboard refused.
    pub select: &'static str,
    /// Copies the script.
    pub script: &'static str,
    /// It was copied.
    pub script_copied: &'static str,
    /// Saves the script.
    pub save: &'static str,
    /// Commands, branches, the moment.
    pub holds: fn(usize, usize, &str) -> String,
    /// Characters of the link.
    pub length: fn(usize) -> String,
    /// Characters of a link that some tools cut.
    pub long: fn(usize) -> String,
    /// Characters of a link that is none any more.
    pub too_long: fn(usize) -> String,
    /// The visit's beginning is forgotten.
    pub forgotten: &'static str,
    /// So many percent of a visit are played.
    pub opening: fn(u64) -> String,
    /// Stops that.
    pub stop: &'static str,
    /// A link's visit is shown.
    pub opened: &'static str,
    /// It came out otherwise than it was told.
    pub differs: &'static str,
    /// The visitor's own visit is shown.
    pub own_shown: &'static str,
    /// Back to the own visit.
    pub own: &'static str,
    /// Back to the link's visit.
    pub theirs: &'static str,
    /// No more of this.
    pub dismiss: &'static str,
    /// A link of another version.
    pub version: fn(&str) -> String,
    /// A damaged link.
    pub damaged: &'static str,
    /// A link that holds too much.
    pub too_much: &'static str,
    /// A link with a bad line.
    pub bad_line: fn(usize) -> String,
}

/// English.
pub const EN: Share = Share {
    share: "Share",
    title: "Share this visit",
    link: "Link",
    copy: "Copy link",
    copied: "The link is copied, and stands in the address bar.",
    select: "The browser refused the clipboard: copy the selected link, or save the script.",
    script: "Copy as script",
    script_copied: "The script is copied: lines to type, with their times.",
    save: "Save script",
    holds: |commands, branches, at| {
        let s = |count: usize| if count == 1 { "" } else { "s" };
        let es = if branches == 1 { "" } else { "es" };
        format!(
            "{commands} command{}, {branches} branch{es}, at {at} s.",
            s(commands)
        )
    },
    length: |length| format!("{length} characters."),
    long: |length| format!("{length} characters: some chat tools cut links beyond 2,000."),
    too_long: |length| {
        format!("A link would have {length} characters, too many to paste: send the script.")
    },
    forgotten: "The beginning of this visit is forgotten, so it cannot be shared any more.",
    opening: |percent| format!("Playing the visit from the link: {percent} %"),
    stop: "Stop",
    opened: "This visit came with a link. Your own is untouched.",
    differs: "This visit came with a link, but did not end as it was shared: the link was changed, \
              or made by another version of this page.",
    own_shown: "This is your own visit.",
    own: "Back to my own visit",
    theirs: "Back to the link's visit",
    dismiss: "Hide",
    version: |version| {
        format!("This link has format v{version}, which this page does not know: reload the page.")
    },
    damaged: "This link was cut short or changed on its way: ask for it again.",
    too_much: "This link holds more than a visit can: ask for a shorter one.",
    bad_line: |line| format!("Line {line} of the visit in this link cannot be played."),
};

/// Chinese.
pub const ZH: Share = Share {
    share: "分享",
    title: "分享本次操作",
    link: "链接",
    copy: "复制链接",
    copied: "链接已复制，也在地址栏中。",
    select: "浏览器不允许使用剪贴板：请复制选中的链接，或保存脚本。",
    script: "复制为脚本",
    script_copied: "脚本已复制：可逐行输入，带有时间。",
    save: "保存脚本",
    holds: |commands, branches, at| format!("{commands} 条命令，{branches} 个分支，位于 {at} 秒。"),
    length: |length| format!("共 {length} 个字符。"),
    long: |length| format!("共 {length} 个字符：有些聊天工具会截断超过 2,000 个字符的链接。"),
    too_long: |length| format!("链接将有 {length} 个字符，太长而无法粘贴：请发送脚本。"),
    forgotten: "本次操作的开头已被遗忘，无法再分享。",
    opening: |percent| format!("正在重放链接中的操作：{percent} %"),
    stop: "停止",
    opened: "这是链接带来的操作。您自己的操作未受影响。",
    differs: "这是链接带来的操作，但结果与分享时不同：链接被改动过，或由本页的另一个版本生成。",
    own_shown: "这是您自己的操作。",
    own: "回到我自己的操作",
    theirs: "回到链接的操作",
    dismiss: "隐藏",
    version: |version| format!("此链接的格式是 v{version}，本页不认识：请重新加载页面。"),
    damaged: "此链接在途中被截断或改动：请重新索取。",
    too_much: "此链接的内容超出一次操作的上限：请索取更短的链接。",
    bad_line: |line| format!("此链接中第 {line} 行无法重放。"),
};
