//! The words of the story; a story's own prose stands in its file.

use crate::session::lesson::Text;

/// Texts of the story.
#[derive(Clone, Debug)]
pub struct Story {
    /// Closes it to its rail.
    pub collapse: &'static str,
    /// What this page is.
    pub heading: &'static str,
    /// What can be done in it.
    pub about: &'static str,
    /// The stories there are.
    pub lessons: &'static str,
    /// Begins a story.
    pub start: &'static str,
    /// Goes back to a story.
    pub resume: &'static str,
    /// What becomes of the visitor's own visit.
    pub aside: &'static str,
    /// Leaves the story.
    pub leave: &'static str,
    /// The step that shows, of so many.
    pub step: fn(usize, usize) -> String,
    /// A step is done: the mark's name.
    pub done: &'static str,
    /// A step is done: said once, with its title.
    pub said: fn(&str) -> String,
    /// All steps are done.
    pub end: &'static str,
    /// The calls that do the same.
    pub go: &'static str,
    /// In the past a line runs in a branch of its own.
    pub fork: &'static str,
    /// A line needs a lease.
    pub no_lease: &'static str,
    /// The step before, by its title.
    pub before: fn(&str) -> String,
    /// The step after, by its title.
    pub after: fn(&str) -> String,
    /// A story's text in this language.
    pub text: for<'a> fn(&Text<'a>) -> &'a str,
}

/// English.
pub const EN: Story = Story {
    collapse: "Collapse story",
    heading: "An etcd cluster, running in this page",
    about: "Type commands, break things, go back in time. Everything you see is computed here.",
    lessons: "Lessons",
    start: "Start in the article's world",
    resume: "Go on in the article's world",
    aside: "Your own visit is kept meanwhile.",
    leave: "Back to your own visit",
    step: |step, steps| format!("step {step} of {steps}"),
    done: "done",
    said: |title| format!("Step done: {title}"),
    end: "All steps are done. What you do next is up to you.",
    go: "In Go",
    fork: "Fork here and run",
    no_lease: "Grant a lease first.",
    before: |title| format!("Previous step: {title}"),
    after: |title| format!("Next step: {title}"),
    text: |text| text.en,
};

/// Chinese.
pub const ZH: Story = Story {
    collapse: "收起教程",
    heading: "在本页里运行的 etcd 集群",
    about: "输入命令，制造故障，回到过去。你看到的一切都在这里算出。",
    lessons: "课程",
    start: "进入文章里的环境",
    resume: "回到文章里的环境",
    aside: "你自己的集群会一直保留。",
    leave: "回到自己的集群",
    step: |step, steps| format!("第 {step} / {steps} 步"),
    done: "已完成",
    said: |title| format!("已完成这一步：{title}"),
    end: "所有步骤都已完成，接下来随你探索。",
    go: "Go 代码",
    fork: "从这里分叉并运行",
    no_lease: "请先授予一个租约。",
    before: |title| format!("上一步：{title}"),
    after: |title| format!("下一步：{title}"),
    text: |text| text.zh,
};
