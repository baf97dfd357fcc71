//! The words of the page's frame.

/// Texts of the page's frame.
#[derive(Clone, Debug)]
pub struct App {
    /// Region: the cluster.
    pub cluster: &'static str,
    /// Region: the terminal.
    pub terminal: &'static str,
    /// Region: the inspector.
    pub inspector: &'static str,
    /// Tabs of the inspector.
    pub instruments: &'static str,
    /// Tab: revisions.
    pub revisions: &'static str,
    /// Tab: leases.
    pub leases: &'static str,
}

/// English.
pub const EN: App = App {
    cluster: "Cluster",
    terminal: "Terminal",
    inspector: "Inspector",
    instruments: "Instruments",
    revisions: "Revisions",
    leases: "Leases",
};

/// Chinese.
pub const ZH: App = App {
    cluster: "集群",
    terminal: "终端",
    inspector: "检视",
    instruments: "仪表",
    revisions: "版本号",
    leases: "租约",
};
