// Which functions of the program the page does not want at once: those of the modules below, by
// the names that the compiler gave them. What is named here and wanted sooner works as well, only
// later; what is not named is fetched first.

/** Parts of paths of modules, in the order of the rooms. */
const MODULES = [
  "etcd::auth", "etcd::backend",
  "ctl::complete", "ctl::curl", "ctl::gateway", "ctl::goshell", "ctl::help", "ctl::programs",
  "ctl::tongues", "ctl::concurrency",
  ...["auth", "check", "curl", "elect", "endpoint", "files", "lock", "member", "mirror", "role",
    "snapshot", "user", "utl"].map((it) => `ctl::verbs::${it}`),
  ...["auth", "fields", "json", "table"].map((it) => `ctl::print::${it}`), "ctl::print::Printer>::auth",
  "session::lesson", "session::script", "session::words", "session::views::spoken",
  "session::views::thread", "session::scene::Scene>::world_word", "session::scene::Scene>::faults",
  "ui::rules", "ui::share", "ui::spoken", "ui::story", "ui::why", "ui::words::why", "ui::leases",
  "ui::revisions::card", "ui::revisions::history", "ui::revisions::restore",
  "ui::stage::legend", "ui::stage::link_menu", "ui::stage::machine_menu",
  "ui::stage::message_menu", "ui::stage::node_menu", "ui::timeline::branches", "ui::timeline::plans",
];

const PATHS = new RegExp(`\\betcdscope::(?:${MODULES.join("|")})|serde_json::(?:value|de|read)::`);

/** Whether a function of this name may come later. */
export function later(symbol) {
  return PATHS.test(symbol.replace(/\[[0-9a-f]+\]/g, ""));
}
