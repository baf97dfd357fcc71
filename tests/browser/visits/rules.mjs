// Rules that can be forgotten: said over everything, judged beside the page, part of links; a
// search in a worker finds a story, opens it beside one's own visit, and slows no frame.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../browser.mjs";
import { Visitor } from "../visitor.mjs";

const strip = (visitor) => visitor.page.locator(".not-etcd");
const dialog = (visitor) => visitor.page.locator("#rules");
const status = (visitor) => visitor.byTestId("hunt");

async function openRules(visitor, tab) {
  await visitor.page.locator(".cluster .panel-head [popovertarget=rules]").click();
  await dialog(visitor).waitFor({ state: "visible" });
  if (tab) await visitor.page.locator(`#rules-${tab}`).click();
}

async function forgotten(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  const before = await visitor.hash();
  assert.equal((await strip(visitor).innerText()).trim(), "");
  await openRules(visitor);
  const rule = dialog(visitor).getByRole("switch", { name: "confirm-reads" });
  assert.equal(await rule.getAttribute("aria-checked"), "true");
  await rule.click();
  await visitor.until(
    async () => (await rule.getAttribute("aria-checked")) === "false", "the switch did not turn");
  assert.match(await strip(visitor).innerText(), /Not etcd: this world forgot confirm-reads\./);
  assert.notEqual(await visitor.hash(), before, "it is another world");
  await visitor.page.keyboard.press("Escape");
  await visitor.types("sim rule confirm-reads on");
  await visitor.until(
    async () => (await strip(visitor).innerText()).trim() === "", "the strip stays");
  await visitor.types("sim rule check-log-match off");
  await visitor.button("Share").click();
  const share = visitor.page.getByRole("dialog", { name: "Share this visit" });
  await visitor.until(
    async () => /this world forgot check-log-match/.test(await share.innerText()),
    "the dialog does not say that it shares no etcd");
  const link = await visitor.page.evaluate(() => window.etcdscope.link());
  await visitor.page.keyboard.press("Escape");
  const other = await Visitor.open(browser, base, { lang: "zh" });
  await other.page.evaluate((it) => window.etcdscope.open(it), link);
  assert.match(await strip(other).innerText(), /不是 etcd：这个世界忘了 check-log-match。/);
  await other.leave();
  await visitor.leave();
}

async function judged(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  await visitor.types("etcdctl put a 1", "OK");
  await openRules(visitor);
  await dialog(visitor).locator("[data-act=judge]").click();
  const verdict = dialog(visitor).locator(".verdict");
  await visitor.until(
    async () => /^Nothing broken up to \d/.test(await verdict.innerText()), "etcd is not judged");
  await visitor.page.keyboard.press("Escape");
  // A story that the search found once breaks the same property here, without being asked.
  const story = readFileSync(join(ROOT, "tests/scripts/mutants/check-log-match.story"), "utf8");
  await visitor.page.evaluate((it) => window.etcdscope.open(it), story);
  const said = strip(visitor).locator(".verdict");
  await visitor.until(
    async () => /Broken at \d+\.\d+: /.test(await said.innerText()), "nobody says what broke");
  const at = /Broken at (\d+\.\d+)/.exec(await said.innerText())[1];
  await said.getByRole("button", { name: "Look at it" }).click();
  const clock = () => visitor.byTestId("clock").innerText();
  await visitor.until(
    async () => (await clock()).replace(/\s/g, "").startsWith(at), `the clock is not at ${at}`);
  await visitor.leave();
}

async function settings(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  const own = await visitor.hash();
  await openRules(visitor, "settings");
  await visitor.page.locator("#setting-members").selectOption("5");
  await visitor.page.locator("#setting-pre-vote").selectOption("false");
  await dialog(visitor).locator("[data-act=open-new]").click();
  await visitor.until(async () => (await visitor.state()).members.length === 5, "no five members");
  assert.match(await visitor.page.locator(".notice").innerText(), /settings you chose/);
  await openRules(visitor, "settings");
  assert.equal(await visitor.page.locator("#setting-pre-vote").inputValue(), "false");
  await visitor.page.keyboard.press("Escape");
  await visitor.button("Back to my own visit").click();
  assert.equal(await visitor.hash(), own, "one's own is untouched");
  await visitor.leave();
}

/** Wall times between animation frames for a while. */
function frames(visitor, ms) {
  return visitor.page.evaluate((ms) => new Promise((done) => {
    const times = [];
    const end = performance.now() + ms;
    const frame = (now) => {
      times.push(now);
      if (now < end) requestAnimationFrame(frame);
      else done(times.slice(1).map((it, place) => it - times[place]).sort((a, b) => a - b));
    };
    requestAnimationFrame(frame);
  }), ms);
}

async function hunted(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const own = await visitor.exec("etcdctl put mine 1");
  assert.equal(own.stdout, "OK\n");
  const at = (sorted, part) => sorted[Math.floor(sorted.length * part)];
  const calm = await frames(visitor, 1_500);
  await openRules(visitor, "find");
  // With every rule on nothing is found: it goes on as long as one likes.
  await visitor.page.locator("#find-rule").selectOption("");
  await dialog(visitor).locator("[data-act=search]").click();
  await visitor.until(
    async () => /^\d+ worlds, \d+ events, \d+ a second$/.test(await status(visitor).innerText()),
    "no progress");
  const busy = await frames(visitor, 1_500);
  const [before, during] = [at(calm, 0.5), at(busy, 0.5)];
  assert.ok(during < before * 1.5 + 4, `a frame took ${before} ms, with a search ${during} ms`);
  const got = await visitor.exec("etcdctl get mine --print-value-only");
  assert.equal(got.stdout, "1\n", "exec is answered meanwhile");
  await dialog(visitor).locator("[data-act=search]").click();
  await visitor.until(async () => (await status(visitor).innerText()) === "", "it did not stop");
  await visitor.page.keyboard.press("Escape");
  await visitor.pause();
  const hash = await visitor.hash();
  await openRules(visitor, "find");
  await visitor.page.locator("#find-rule").selectOption("check-log-match");
  await dialog(visitor).locator("[data-act=search]").click();
  const open = dialog(visitor).locator("[data-act=open-story]");
  await open.waitFor();
  assert.match(await status(visitor).innerText(), /^World \d+ breaks a property\./);
  assert.match(await visitor.page.locator(".found").innerText(), /^# [^]*etcdscope 1 /);
  await open.click();
  await visitor.button("Back to my own visit").waitFor();
  assert.match(await visitor.page.locator(".notice").innerText(), /the search found/);
  assert.match(await strip(visitor).innerText(), /this world forgot check-log-match/);
  await visitor.until(
    async () => /Broken at/.test(await strip(visitor).innerText()), "the story breaks nothing");
  await visitor.button("Back to my own visit").click();
  assert.equal(await visitor.hash(), hash, "one's own is untouched");
  await visitor.leave();
}

async function decisions(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  const leader = await visitor.health("leader", /^infra\d$/);
  await visitor.byTestId(`node-${leader}`).click();
  const menu = visitor.page.getByRole("menu", { name: visitor.names.actions(leader) });
  await menu.getByRole("menuitem", { name: "All decisions" }).click();
  const list = visitor.page.getByRole("list", { name: "Decisions" });
  await list.waitFor();
  const rows = list.getByRole("listitem");
  assert.ok((await rows.count()) > 0);
  assert.match(await rows.filter({ hasText: "becomeLeader" }).first().innerText(),
    new RegExp(`${leader}\\s+Leads in term 2: \\d of 3 voters are for it\\. raft\\.go`));
  const whose = visitor.page.getByRole("button", { name: leader, exact: true });
  assert.equal(await whose.getAttribute("aria-pressed"), "true", "only its own");
  await rows.last().getByRole("button").click();
  await visitor.page.getByRole("button", { name: "Return to now" }).waitFor();
  await visitor.leave();
}

export const visits = [
  ["rules: a forgotten rule is said everywhere, and goes with links", forgotten],
  ["rules: the judge says what broke and when", judged],
  ["rules: a cluster with other settings opens beside one's own", settings],
  ["rules: a search finds a story beside the page and slows no frame", hunted],
  ["why: a member's decisions, from its menu to the moment", decisions],
];
