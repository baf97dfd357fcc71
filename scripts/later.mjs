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
  "session::lesson", "session::script", "session::words",
  "ui::rules", "ui::share", "ui::story", "ui::why", "ui::tongues",
  "ui::revisions::card", "ui::revisions::history", "ui::revisions::restore",
  "ui::stage::legend", "ui::stage::link_menu", "ui::stage::machine_menu",
  "ui::stage::message_menu", "ui::stage::node_menu", "ui::timeline::branches", "ui::timeline::plans",
];

const PATHS = new RegExp(`\\betcdscope::(?:${MODULES.join("|")})`);

/** Whether a function of this name may come later. */
export function later(symbol) {
  return PATHS.test(symbol.replace(/\[[0-9a-f]+\]/g, ""));
}
