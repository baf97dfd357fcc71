//! The words of the page's frame.

/// Texts of the page's frame.
#[derive(Clone, Debug)]
pub struct App {
    /// The page's title.
    pub title: &'static str,
    /// Region: the cluster.
    pub cluster: &'static str,
    /// Region: the inspector.
    pub inspector: &'static str,
    /// Tabs of the inspector.
    pub instruments: &'static str,
    /// Tab: revisions.
    pub revisions: &'static str,
    /// Tab: leases.
    pub leases: &'static str,
    /// The views of a narrow window.
    pub views: &'static str,
    /// View: the story.
    pub story: &'static str,
    /// View: the time axis.
    pub time: &'static str,
    /// What this is and is not.
    pub footer: &'static str,
}

/// English.
pub const EN: App = App {
    title: "etcdscope: an etcd cluster in this page",
    cluster: "Cluster",
    inspector: "Inspector",
    instruments: "Instruments",
    revisions: "Revisions",
    leases: "Leases",
    views: "Views",
    story: "Story",
    time: "Time",
    footer: "etcd 3.5's behaviour, re-implemented and held to recordings. \
             Not affiliated with etcd or the CNCF.",
};

/// Chinese.
pub const ZH: App = App {
    title: "etcdscope：网页里的 etcd 集群",
    cluster: "集群",
    inspector: "检视",
    instruments: "视图",
    revisions: "版本号",
    leases: "租约",
    views: "页面",
    story: "教程",
    time: "时间",
    footer: "按 etcd 3.5 的行为重新实现，并与真实录制逐字对照。与 etcd、CNCF 无隶属关系。",
};
