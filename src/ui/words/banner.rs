//! The words of the banner over the past.

/// Texts of the banner.
#[derive(Clone, Debug)]
pub struct Banner {
    /// The moment shown.
    pub viewing: fn(&str) -> String,
    /// How long ago that is, and what acting does to the branch of that name.
    pub before_now: fn(&str, &str) -> String,
    /// Begins a branch.
    pub fork: &'static str,
    /// Begins a branch and does what was asked for.
    pub fork_and_run: fn(&str) -> String,
    /// Leaves the past.
    pub back: &'static str,
}

/// English.
pub const EN: Banner = Banner {
    viewing: |at| format!("Viewing t = {at}"),
    before_now: |span, branch| {
        format!("{span} s before now. Whatever you do here starts a fork; {branch} stays.")
    },
    fork: "Fork here",
    fork_and_run: |line| format!("Fork here and run: {line}"),
    back: "Return to now",
};

/// Chinese.
pub const ZH: Banner = Banner {
    viewing: |at| format!("正在查看 t = {at}"),
    before_now: |span, branch| {
        format!("比现在早 {span} 秒。在这里做任何事都会产生分叉；{branch} 保持不变。")
    },
    fork: "从这里分叉",
    fork_and_run: |line| format!("从这里分叉并运行：{line}"),
    back: "回到现在",
};
