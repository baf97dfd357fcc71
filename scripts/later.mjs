// Which functions of the program the page does not want at once: those of the modules below, by
// the names that the compiler gave them. What is named here and wanted sooner works as well, only
// later; what is not named is fetched first.

/** Parts of paths of modules, in the order of the rooms. */
const MODULES = [
  "etcd::auth", "etcd::backend",
  "ctl::curl", "ctl::gateway", "ctl::goshell", "ctl::help", "ctl::programs",
  "ctl::tongues", "ctl::concurrency",
  ...["auth", "check", "curl", "elect", "endpoint", "files", "lock", "member", "mirror", "role",
    "snapshot", "user", "utl"].map((it) => `ctl::verbs::${it}`),
  ...["auth", "fields", "json", "table"].map((it) => `ctl::print::${it}`), "ctl::print::Printer>::auth",
  ...["play", "read", "write"].map((it) => `session::script::${it}`),
  "session::views::spoken", "session::scene::Scene>::world_word", "session::scene::Scene>::faults",
  "ui::spoken", "ui::why", "ui::words::why::zh", "ui::words::why::numbers", "ui::words::why::reasons", "ui::leases",
  "ui::stage::link_menu", "ui::stage::machine_menu",
  "ui::stage::message_menu",
];

const PATHS = new RegExp(`\\betcdscope::(?:${MODULES.join("|")})|serde_json::(?:value|de|read)::`);

/** What every type has, whether it is used or not, is wanted at once. */
const COMMON = /drop_in_place|as core::clone::Clone>|CreateRunner|hooks::use_|core::iter::adapters/;

/** Whether a function of this name may come later. */
export function later(symbol) {
  const name = symbol.replace(/\[[0-9a-f]+\]/g, "");
  return PATHS.test(name) && !COMMON.test(name);
}
