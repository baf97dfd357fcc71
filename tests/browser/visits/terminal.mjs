// The terminal for daily use: history, search, completion and pasting, by the keyboard alone.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

/** The text that the completion list shows as chosen, and whether the prompt points to it. */
async function chosen(visitor) {
  const row = list(visitor).getByRole("option", { selected: true });
  const id = await row.getAttribute("id");
  assert.equal(await visitor.prompt().getAttribute("aria-activedescendant"), id);
  return row.locator(".pick-text").innerText();
}

function list(visitor) {
  return visitor.page.getByRole("listbox", { name: visitor.names.completions });
}

async function keys(visitor, ...pressed) {
  for (const key of pressed) await visitor.page.keyboard.press(key);
}

async function write(visitor, text) {
  await visitor.prompt().focus();
  await visitor.page.keyboard.type(text);
}

async function reads(visitor, text) {
  await visitor.until(async () => (await visitor.prompt().inputValue()) === text,
    `the prompt does not read "${text}"`);
}

async function historyOverReload(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.types("etcdctl put first 1", "OK");
  await visitor.types("etcdctl put second 2", "OK");
  await visitor.page.reload();
  await visitor.settled();
  await write(visitor, "half a line");
  await keys(visitor, "Escape", "ArrowUp");
  await reads(visitor, "etcdctl put second 2");
  await keys(visitor, "ArrowUp");
  await reads(visitor, "etcdctl put first 1");
  await keys(visitor, "ArrowDown", "ArrowDown");
  await reads(visitor, "half a line");
  await visitor.leave();
}

/** Storage that throws, as in a sandboxed frame: history lasts as long as the visit. */
async function historyWithoutStorage(browser, base) {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new Error("no storage"); } });
  });
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  const visitor = new Visitor({ page, context, troubles, requests: [] }, "en", base);
  await page.goto(`${base}?lang=en`);
  await visitor.settled();
  await visitor.types("etcdctl put k v", "OK");
  await keys(visitor, "ArrowUp");
  await reads(visitor, "etcdctl put k v");
  await visitor.leave();
}

async function reverseSearch(browser, base) {
  const visitor = await Visitor.open(browser, base);
  for (const line of ["etcdctl put a 1", "etcdctl get a", "etcdctl put b 2"]) {
    await visitor.type(line);
  }
  const found = visitor.page.getByRole("status").filter({ hasText: "reverse-i-search" });
  await write(visitor, "unsent");
  await keys(visitor, "Escape", "Control+r");
  await visitor.page.keyboard.type("put");
  await visitor.until(async () => (await found.innerText()).endsWith("etcdctl put b 2"), "no b");
  assert.match(await found.innerText(), /^\(reverse-i-search\)`put': /);
  await keys(visitor, "Control+r");
  await visitor.until(async () => (await found.innerText()).endsWith("etcdctl put a 1"), "no a");
  await keys(visitor, "Escape");
  await reads(visitor, "unsent");
  await keys(visitor, "Control+r");
  await visitor.page.keyboard.type("get");
  await keys(visitor, "Enter");
  await visitor.until(async () => (await visitor.lastAnswer()).out.join() === "a,1", "not run");
  await keys(visitor, "Control+r");
  await visitor.page.keyboard.type("nowhere");
  await visitor.until(async () => (await found.innerText()).startsWith("(failed"), "not failed");
  await keys(visitor, "Escape");
  await visitor.leave();
}

async function completionByKeyboard(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  await visitor.types("etcdctl put /service/web 10.0.0.1", "OK");
  const grant = await visitor.type("etcdctl lease grant 600");
  const [, lease] = /^lease ([0-9a-f]+) /.exec(grant.out.join());
  await write(visitor, "etcdc");
  assert.equal(await chosen(visitor), "etcdctl");
  await keys(visitor, "Tab");
  await visitor.page.keyboard.type("lease t");
  assert.equal(await chosen(visitor), "timetolive");
  assert.equal(await visitor.page.locator(".ghost").innerText(), "imetolive");
  await visitor.page.getByRole("option", { name: new RegExp(`timetolive ${lease}.*left`) }).waitFor();
  await keys(visitor, "ArrowDown");
  assert.equal(await chosen(visitor), "timetolive $LEASE");
  await keys(visitor, "Tab");
  await reads(visitor, "etcdctl lease timetolive $LEASE ");
  await keys(visitor, "Enter");
  await visitor.until(async () => /remaining/.test((await visitor.lastAnswer()).out.join()), "no TTL");
  // The key, then a flag; the arrow takes the ghost.
  await write(visitor, "get /s");
  assert.equal(await chosen(visitor), "/service/web");
  await keys(visitor, "ArrowRight");
  await visitor.page.keyboard.type("--print");
  await keys(visitor, "Tab");
  await reads(visitor, "get /service/web --print-value-only ");
  await keys(visitor, "Enter");
  await visitor.until(async () => (await visitor.lastAnswer()).out.join() === "10.0.0.1", "no value");
  await write(visitor, "sim kill i");
  await keys(visitor, "ArrowDown", "ArrowDown", "Tab");
  await reads(visitor, "sim kill infra3 ");
  await visitor.leave();
}

/** Tab completes, but never holds anyone: on an empty line, with nothing to add, after Esc. */
async function tabLeaves(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const here = () => visitor.prompt().evaluate((it) => it === document.activeElement);
  for (const text of ["", "etcdctl nonsense ", "etcdctl put one two three"]) {
    await write(visitor, text);
    assert.ok(await here());
    await keys(visitor, "Tab");
    assert.ok(!(await here()), `Tab stays at "${text}"`);
    await visitor.prompt().fill("");
  }
  await write(visitor, "etcdctl ");
  await keys(visitor, "Tab");
  await list(visitor).waitFor();
  assert.ok(await here());
  await keys(visitor, "Escape");
  assert.equal(await list(visitor).count(), 0);
  await keys(visitor, "Tab");
  assert.ok(!(await here()), "Esc, Tab does not leave");
  await keys(visitor, "Shift+Tab");
  assert.equal(await visitor.prompt().inputValue(), "etcdctl ");
  await visitor.leave();
}

/** While an input method composes, the list stays away and the text is left alone. */
async function compositionIsLeftAlone(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const client = await visitor.context.newCDPSession(visitor.page);
  const compose = (text) => client.send("Input.imeSetComposition",
    { text, selectionStart: text.length, selectionEnd: text.length });
  await visitor.types("etcdctl put 你好吗 1", "OK");
  await write(visitor, "etcdctl get ");
  for (const text of ["n", "ni", "ni h"]) {
    await compose(text);
    assert.equal(await list(visitor).count(), 0, "a list opened while composing");
  }
  assert.equal(await visitor.prompt().inputValue(), "etcdctl get ni h");
  await client.send("Input.insertText", { text: "你好" });
  await reads(visitor, "etcdctl get 你好");
  assert.equal(await chosen(visitor), "你好吗");
  await keys(visitor, "Tab", "Enter");
  await visitor.until(async () => (await visitor.lastAnswer()).out.join() === "你好吗,1", "no value");
  await visitor.leave();
}

async function pasteIsShownFirst(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.paste("etcdctl put a 1\netcdctl put b 2\n\netcdctl put c 3");
  const panel = visitor.page.getByRole("group", { name: "Run 3 lines" });
  await panel.waitFor();
  assert.deepEqual(await panel.locator("li").allInnerTexts(),
    ["etcdctl put a 1", "etcdctl put b 2", "etcdctl put c 3"]);
  await keys(visitor, "Escape");
  assert.equal(await panel.count(), 0);
  assert.equal(await visitor.commands(), 0, "Esc ran something");
  await visitor.paste("etcdctl put a 1\netcdctl put b 2");
  await visitor.button("Edit").click();
  await reads(visitor, "etcdctl put a 1\netcdctl put b 2");
  await visitor.prompt().fill("");
  await visitor.paste("etcdctl put a 1\netcdctl put b 2\netcdctl put c 3\n");
  await panel.waitFor();
  await keys(visitor, "Enter");
  await visitor.health("revision", /4$/);
  // One line is only put in, its newline left out.
  await visitor.paste("etcdctl get c\n");
  await reads(visitor, "etcdctl get c");
  assert.equal(await visitor.commands(), 3);
  await visitor.leave();
}

async function leaseIsAVariable(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const grant = await visitor.type("etcdctl lease grant 600");
  const [, lease] = /^lease ([0-9a-f]+) /.exec(grant.out.join());
  await visitor.types("etcdctl put k v --lease=$LEASE", "OK");
  await write(visitor, "etcdctl lease timetolive");
  await visitor.button(`Insert lease ${lease}`).click();
  await reads(visitor, `etcdctl lease timetolive ${lease}`);
  await visitor.page.keyboard.type(" --keys");
  await keys(visitor, "Enter");
  await visitor.until(async () => /attached keys\(\[k\]\)/.test((await visitor.lastAnswer()).out.join()),
    "no keys");
  await visitor.leave();
}

/** The transcript that belongs to a shell, when two show. */
function output(visitor, shell) {
  return visitor.page.getByRole("log", { name: `${shell} output`, exact: true });
}

async function sideBySide(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.types("etcdctl put k v", "OK");
  await visitor.button("Split").click();
  await output(visitor, "shell 2").waitFor({ state: "attached" });
  const fields = visitor.page.getByRole("textbox", { name: "Command", exact: true });
  assert.equal(await fields.count(), 2);
  await fields.nth(1).click();
  await visitor.until(async () => (await visitor.chosenShell()) === "shell 2", "not looked at");
  await visitor.page.keyboard.type("etcdctl watch k\n");
  await visitor.until(async () => (await visitor.shellState()) === "holding", "no watch");
  await fields.nth(0).click();
  await visitor.page.keyboard.type("etcdctl put k w\n");
  const seen = output(visitor, "shell 2").locator(".text");
  await visitor.until(async () => (await seen.allInnerTexts()).slice(1).join() === "PUT,k,w",
    "the watch saw nothing");
  assert.equal(await visitor.chosenShell(), "shell 1");
  await visitor.button("Hide watch k").click();
  assert.equal(await visitor.page.getByRole("log").count(), 1);
  await visitor.button("Close shell 1").click();
  await visitor.until(async () => (await visitor.shellTabs().count()) === 1, "not closed");
  await visitor.leave();
}

async function searchAndCopy(browser, base) {
  const permissions = ["clipboard-read", "clipboard-write"];
  const visitor = await Visitor.open(browser, base, { permissions });
  const clipboard = () => visitor.page.evaluate(() => navigator.clipboard.readText());
  await visitor.types("etcdctl put apple 1", "OK");
  await visitor.type("sim kill infra3");
  await visitor.types("etcdctl put pear 2", "OK");
  await visitor.types("etcdctl get apple", "apple", "1");
  await visitor.prompt().focus();
  await keys(visitor, "Control+f");
  const find = visitor.page.getByRole("search", { name: "Find in the output" });
  await find.getByRole("textbox").waitFor();
  await visitor.page.keyboard.type("APPLE");
  const place = find.getByRole("status");
  await visitor.until(async () => (await place.innerText()) === "3/3", "not three matches");
  assert.equal(await visitor.page.locator("mark").count(), 3);
  await keys(visitor, "Enter");
  await visitor.until(async () => (await place.innerText()) === "2/3", "did not go back");
  await keys(visitor, "Escape");
  assert.equal(await find.count(), 0);
  await visitor.button("Copy output of this shell").click();
  await visitor.page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  assert.equal(await clipboard(), [
    "$ etcdctl put apple 1", "OK", "$ sim kill infra3", "$ etcdctl put pear 2", "OK",
    "$ etcdctl get apple", "apple", "1", "",
  ].join("\n"));
  // What is selected by hand: no gutter, no ruled lines.
  await visitor.page.getByRole("log").evaluate((log) =>
    getSelection().selectAllChildren(log));
  await keys(visitor, "Control+c");
  const selected = (await clipboard()).split("\n").map((it) => it.trim()).filter(Boolean);
  assert.deepEqual(selected, [
    "etcdctl put apple 1", "OK", "sim kill infra3", "etcdctl put pear 2", "OK",
    "etcdctl get apple", "apple", "1",
  ]);
  await visitor.button("Copy as script").click();
  await visitor.until(async () => /^etcdscope 1 [^]*\$ etcdctl put pear 2\n/.test(await clipboard()),
    "no script");
  await visitor.leave();
}

async function promptInThePast(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  await visitor.types("etcdctl put k 1", "OK");
  await visitor.advance(20);
  const moment = (await visitor.state()).time;
  await visitor.types("etcdctl put k 2", "OK");
  // Just before the second line was typed.
  await visitor.type(`sim seek ${moment - 1_000}us`);
  const rule = visitor.page.getByText("Nothing below has happened yet.");
  await rule.waitFor();
  const later = visitor.page.getByRole("group", { name: "What happens later" });
  assert.match(await later.innerText(), /\$ etcdctl put k 2\s+OK/);
  await write(visitor, "etcdctl get k --print-value-only");
  await keys(visitor, "Escape");
  await visitor.button("Fork here and run").last().click();
  // The page's own line of the journey there stands below, so the answer isn't the last line.
  await visitor.until(async () => (await visitor.transcript()).some(([kind, text]) =>
    kind === "out" && text === "1"), "not forked");
  const revision = await visitor.health("revision");
  assert.match(revision, /2$/);
  assert.equal(await rule.count(), 0);
  await visitor.leave();
}

export const visits = [
  ["history lasts over a reload and keeps the draft", historyOverReload],
  ["history without storage", historyWithoutStorage],
  ["Ctrl-R searches the history", reverseSearch],
  ["completion by the keyboard alone", completionByKeyboard],
  ["Tab never holds anyone", tabLeaves],
  ["a composition is left alone", compositionIsLeftAlone],
  ["pasted lines are shown before they run", pasteIsShownFirst],
  ["two shells side by side", sideBySide],
  ["the output is searched and copied without notes", searchAndCopy],
  ["the prompt in the past forks first", promptInThePast],
  ["the last lease is a variable and a button", leaseIsAVariable],
];
