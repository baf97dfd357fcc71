// Keys and what is followed: a key that is gone is found, read and made ready to come back, and one
// thread is walked by keyboard alone.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

const region = (visitor, name) => visitor.page.getByRole("region", { name, exact: true });
const slider = (visitor) => visitor.page.getByRole("slider", { name: "Read at", exact: true });
const prepared = (visitor) => visitor.prompt().inputValue();

async function deletedKey(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.types("etcdctl put /cfg/flag 'on it'", "OK");
  await visitor.types("etcdctl put /cfg/flag off", "OK");
  await visitor.types("etcdctl put other x", "OK");
  await visitor.types("etcdctl del /cfg/flag", "1");
  await visitor.pause();
  const before = await visitor.commands();

  // Found by a part of its name, with Enter; its history has everything.
  const filter = visitor.page.getByRole("textbox", { name: "Filter keys", exact: true });
  await filter.fill("flag");
  await filter.press("Enter");
  const gone = region(visitor, "/cfg/flag at r5");
  await gone.getByText("deleted at r5").waitFor();
  await gone.getByRole("button", { name: "r2", exact: true }).click();
  const old = region(visitor, "/cfg/flag at r2");
  await old.locator('[data-field="value"]').getByText('"on it"').waitFor();

  // Why: a disclosure that the keyboard opens.
  await old.locator('summary[aria-label="Why this create_revision?"]').press("Enter");
  await old.getByText("r2: the first put of this key began generation 1.").waitFor();

  // A restore is written at the prompt and runs nothing.
  await old.getByRole("button", { name: "Prepare restore", exact: true }).press("Enter");
  await visitor.until(async () => (await prepared(visitor)) !== "", "nothing at the prompt");
  assert.equal(await prepared(visitor), "etcdctl put /cfg/flag 'on it'");
  assert.equal(await visitor.commands(), before, "nothing ran");
  assert.match(await visitor.health("revision"), /5$/);
  await visitor.page.keyboard.press("Enter");
  await visitor.health("revision", /6$/);
  await visitor.leave();
}

async function readCursor(browser, base) {
  const visitor = await Visitor.open(browser, base);
  for (const value of ["one", "two", "three"]) await visitor.types(`etcdctl put k ${value}`, "OK");
  await visitor.pause();
  const cursor = slider(visitor);
  assert.equal(await cursor.getAttribute("aria-valuetext"), "r4 head");
  await cursor.press("ArrowLeft");
  await cursor.press("ArrowLeft");
  assert.equal(await cursor.getAttribute("aria-valuetext"), "r2");
  await region(visitor, "k at r2").getByText('"one"').first().waitFor();
  await visitor.button("Copy etcdctl get k --rev=2 -w json").waitFor();
  // By hand: the axis is pressed where r3 stands.
  const column = await visitor.byTestId("rev-3-0").boundingBox();
  const axis = await visitor.page.locator(".lanes-axis").boundingBox();
  await visitor.page.mouse.click(column.x + column.width / 2, axis.y + 10);
  await region(visitor, "k at r3").waitFor();
  await visitor.button("Back to head").click();
  assert.equal(await cursor.getAttribute("aria-valuetext"), "r4 head");
  await visitor.leave();
}

async function thread(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const first = await visitor.chosenShell();
  const second = await visitor.newShell();
  await visitor.type("etcdctl watch hello");
  await visitor.chooseShell(first);
  await visitor.types("etcdctl put hello world", "OK");
  await visitor.pause();

  // From the command, by keyboard, to the watch event in the other shell.
  const { page } = visitor;
  await page.locator("button.tag").last().focus();
  await page.keyboard.press("Enter");
  const bar = page.getByRole("navigation", { name: "Following", exact: true });
  const links = bar.locator("li button");
  await visitor.until(async () => (await links.count()) === 4, "four links");
  const texts = await links.allInnerTexts();
  assert.deepEqual(texts, ["put hello world", "#9", "r2", "1 watch event"]);
  assert.equal(await links.nth(0).getAttribute("aria-current"), "true");
  const followed = (selector) => page.locator(`${selector}[data-followed="true"]`).count();
  assert.equal(await followed(".log .entry"), 3, "the entry in every log");
  assert.equal(await followed(".dot"), 1);
  assert.equal(await page.locator(".row[data-followed]").count(), 1);
  await page.getByText("Following put hello world: entry 9, revision 2").waitFor({ state: "attached" });
  await links.nth(3).press("Enter");
  await visitor.until(async () => (await visitor.chosenShell()) === second, "the other shell");
  await visitor.until(
    () => page.evaluate(() => document.activeElement?.dataset.line?.startsWith("shell 2/")),
    "the event has the focus",
  );
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "r2");
  await page.keyboard.press("Escape");
  await visitor.until(async () => (await bar.count()) === 0, "still followed");
  assert.equal(await followed(".log .entry"), 0);
  await visitor.leave();
}

async function tree(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  for (let nth = 0; nth < 50; nth += 1) await visitor.exec(`etcdctl put /registry/pods/${nth} v`);
  await visitor.exec("etcdctl put $'na\\rme' v");
  // Many keys are one group until the keyboard opens it; a control character shows.
  const group = visitor.button("/registry/pods/, 50 keys");
  await group.waitFor();
  assert.equal(await group.getAttribute("aria-expanded"), "false");
  await visitor.page.getByRole("group", { name: "na\\rme", exact: true }).waitFor();
  const pod = visitor.page.getByRole("group", { name: "/registry/pods/7", exact: true });
  assert.equal(await pod.count(), 0);
  await group.press("Enter");
  await pod.waitFor();
  // Flat, and filtered: what is typed is a part of the key.
  await visitor.button("Tree").press("Enter");
  await group.waitFor({ state: "detached" });
  const filter = visitor.page.getByRole("textbox", { name: "Filter keys", exact: true });
  await filter.fill("--prefix /registry/pods/4");
  const lanes = visitor.page.locator("svg.lanes .lane");
  await visitor.until(async () => (await lanes.count()) === 11, "4 and 40 to 49");
  await filter.fill("nothing like it");
  await visitor.page.getByText("No key is like this").waitFor();
  await visitor.leave();
}

export const visits = [
  ["many keys are a tree, a list or what a filter lets through", tree],
  ["a deleted key is found, read and made ready to come back", deletedKey],
  ["lanes and card are read at any revision", readCursor],
  ["one thread leads from a command to its watch event", thread],
];
