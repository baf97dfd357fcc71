// Runs every visit against dist/ in a headless Chromium and ends with `N passed, M failed`.
//
//   node tests/browser/run.mjs [PART-OF-A-NAME...]     (scripts/test browser sets everything up)

import { launch, serveDist } from "./browser.mjs";
import { visits as accessible } from "./visits/accessible.mjs";
import { visits as clock } from "./visits/clock.mjs";
import { visits as door } from "./visits/door.mjs";
import { visits as faults } from "./visits/faults.mjs";
import { visits as gateway } from "./visits/gateway.mjs";
import { visits as goshell } from "./visits/goshell.mjs";
import { visits as input } from "./visits/input.mjs";
import { visits as keys } from "./visits/keys.mjs";
import { visits as links } from "./visits/links.mjs";
import { visits as page } from "./visits/page.mjs";
import { visits as rules } from "./visits/rules.mjs";
import { visits as share } from "./visits/share.mjs";
import { visits as story } from "./visits/story.mjs";
import { visits as terminal } from "./visits/terminal.mjs";
import { visits as time } from "./visits/time.mjs";
import { visits as tutorial } from "./visits/tutorial.mjs";

const wanted = process.argv.slice(2);
const all = [
  ...page, ...tutorial, ...story, ...faults, ...links, ...clock, ...time, ...input, ...terminal,
  ...door, ...gateway, ...goshell, ...keys, ...share, ...rules, ...accessible,
];
const chosen = all.filter(([name]) => !wanted.length || wanted.some((it) => name.includes(it)));

const server = await serveDist();
const browser = await launch();
console.log(`browser: ${browser.version()}, ${server.url}`);
let passed = 0;
const failed = [];
for (const [name, visit] of chosen) {
  const start = Date.now();
  try {
    await visit(browser, server.url);
    passed += 1;
    console.log(`ok      ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed.push(name);
    console.log(`FAILED  ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)\n${error.stack}\n`);
  }
}
await browser.close();
server.close();
for (const name of failed) console.log(`failed: ${name}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length || !passed ? 1 : 0;
