//! The words of the top bar.

/// Texts of the top bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The list of health facts.
    pub health: &'static str,
    /// The leader's label.
    pub leader: &'static str,
    /// There is no leader.
    pub none: &'static str,
    /// The term's label.
    pub term: &'static str,
    /// The revision's label.
    pub revision: &'static str,
    /// The quorum's label.
    pub quorum: &'static str,
    /// The quorum's dots, read aloud: members up, members in all.
    pub up: fn(usize, usize) -> String,
    /// The toolbar of the clock.
    pub time: &'static str,
    /// The clock itself.
    pub clock: &'static str,
    /// The unit after the clock.
    pub seconds: &'static str,
    /// Step back.
    pub back: &'static str,
    /// What a step back is.
    pub back_title: &'static str,
    /// Play.
    pub play: &'static str,
    /// Pause.
    pub pause: &'static str,
    /// Step.
    pub step: &'static str,
    /// What a step is.
    pub step_title: &'static str,
    /// The group of jumps.
    pub jump: &'static str,
    /// A commit, on its button.
    pub commit: &'static str,
    /// An election, on its button.
    pub election: &'static str,
    /// A lease's expiry, on its button.
    pub expiry: &'static str,
    /// Jumps to the next commit.
    pub next_commit: &'static str,
    /// Jumps to the next election.
    pub next_election: &'static str,
    /// Jumps to the next lease expiry.
    pub next_expiry: &'static str,
    /// No commit is coming.
    pub no_commit: &'static str,
    /// No election is coming.
    pub no_election: &'static str,
    /// No expiry is coming.
    pub no_expiry: &'static str,
    /// The speed's slider.
    pub speed: &'static str,
    /// Until when the clock is slowed.
    pub until_answer: &'static str,
    /// Turns the slowing off.
    pub always: fn(&str) -> String,
    /// What the slowing is.
    pub slowing_title: &'static str,
    /// It slows for each answer.
    pub slows: &'static str,
    /// It never slows.
    pub never_slows: &'static str,
    /// The clock runs ahead to something.
    pub ahead: &'static str,
    /// The language's button.
    pub language: &'static str,
    /// The theme's button.
    pub theme: &'static str,
}

/// English.
pub const EN: Bar = Bar {
    health: "Cluster health",
    leader: "leader",
    none: "none",
    term: "term",
    revision: "revision",
    quorum: "quorum",
    up: |up, all| format!("{up} of {all} members up"),
    time: "Virtual time",
    clock: "Virtual clock",
    seconds: "s",
    back: "Step back",
    back_title: "Step back to the event before",
    play: "Play",
    pause: "Pause",
    step: "Step",
    step_title: "Step to the next event that isn't a bare tick",
    jump: "Jump to next",
    commit: "commit",
    election: "election",
    expiry: "expiry",
    next_commit: "Jump to next commit",
    next_election: "Jump to next election",
    next_expiry: "Jump to next lease expiry",
    no_commit: "Nothing is proposed and no lease runs: type a put",
    no_election: "The leader is heard: kill it and an election comes",
    no_expiry: "There is no lease: type etcdctl lease grant 10",
    speed: "Speed",
    until_answer: "until the answer",
    always: |speed| format!("always {speed}"),
    slowing_title: "From Enter until the answer, time slows to 1/20. Click to change.",
    slows: "1/20 for answers",
    never_slows: "same for answers",
    ahead: "running ahead",
    language: "Language, ",
    theme: "Theme",
};

/// Chinese.
pub const ZH: Bar = Bar {
    health: "集群状态",
    leader: "Leader（领导者）",
    none: "无",
    term: "任期",
    revision: "版本号",
    quorum: "多数派",
    up: |up, all| format!("{all} 个成员中 {up} 个在运行"),
    time: "虚拟时间",
    clock: "虚拟时钟",
    seconds: "s",
    back: "后退一步",
    back_title: "退回到上一个事件",
    play: "播放",
    pause: "暂停",
    step: "单步",
    step_title: "走到下一个事件（单纯的计时跳动不算）",
    jump: "跳到下一个",
    commit: "提交",
    election: "选举",
    expiry: "到期",
    next_commit: "跳到下一次提交",
    next_election: "跳到下一次选举",
    next_expiry: "跳到下一次租约到期",
    no_commit: "没有提议，也没有租约：输入一个 put",
    no_election: "Leader（领导者）在正常工作：杀死它才会有选举",
    no_expiry: "没有租约：输入 etcdctl lease grant 10",
    speed: "速度",
    until_answer: "直到应答",
    always: |speed| format!("始终 {speed}"),
    slowing_title: "从回车到应答，时间放慢到 1/20。点击可更改。",
    slows: "应答时 1/20",
    never_slows: "应答时不变",
    ahead: "快进中",
    language: "语言，",
    theme: "主题",
};
