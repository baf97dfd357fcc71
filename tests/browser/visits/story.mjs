// The story by keyboard alone: Tab, Shift+Tab and Enter open it, run every line and walk every
// step, until each is done; and the visitor's own visit is there as it was.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

const WORDS = {
  en: {
    start: "Start in the article's world", leave: "Back to your own visit",
    next: "Next step: ", run: "Run ", step: /^step 1 of \d+$/, said: "Step done: ",
  },
  zh: {
    start: "进入文章里的环境", leave: "回到自己的集群",
    next: "下一步：", run: "运行 ", step: /^第 1 \/ \d+ 步$/, said: "已完成这一步：",
  },
};

/** What has the focus: its accessible name as the page wrote it. */
function focused(visitor) {
  return visitor.page.evaluate(() => {
    const it = document.activeElement;
    return it?.getAttribute("aria-label") ?? it?.textContent?.trim() ?? "";
  });
}

/** Presses Tab until the name of what has the focus is as wanted. */
async function tabTo(visitor, wanted, key = "Tab") {
  for (let presses = 0; presses < 120; presses += 1) {
    if (wanted(await focused(visitor))) return;
    await visitor.page.keyboard.press(key);
  }
  assert.fail(`${key} does not come to ${wanted}`);
}

async function press(visitor, name, key = "Tab") {
  await tabTo(visitor, (it) => it === name || it.startsWith(name), key);
  await visitor.page.keyboard.press("Enter");
}

/** Runs every line of the step that shows, in their order. */
async function runLines(visitor, words, step) {
  const chips = step.locator(".chip");
  const count = await chips.count();
  assert.ok(count > 0, "a step has lines");
  for (let at = 0; at < count; at += 1) {
    await visitor.until(
      async () => (await chips.nth(at).getAttribute("aria-disabled")) === null,
      "the line has no lease to name",
    );
    const name = await chips.nth(at).getAttribute("aria-label");
    assert.ok(name.startsWith(words.run), name);
    await press(visitor, name);
    await visitor.until(
      async () => (await chips.nth(at).getAttribute("data-ran")) === "true",
      `${name} was not run`,
    );
    // The next line waits for its shell; one that names a lease waits for its grant.
    await visitor.until(
      async () => (await visitor.state()).shells.every((it) => it.state !== "running"),
      `${name} did not end`,
    );
  }
}

const walk = (lang) => async (browser, base) => {
  const words = WORDS[lang];
  const visitor = await Visitor.open(browser, base, { lang });
  await visitor.types("etcdctl put mine 1", "OK");
  const story = visitor.byTestId("story");
  await tabTo(visitor, (it) => it.startsWith(lang === "en" ? "Lessons" : "课程"), "Shift+Tab");
  await visitor.page.keyboard.press("Enter");
  await press(visitor, words.start);
  await visitor.health("revision", /21$/);
  assert.match(await story.locator(".panel-head .aside").innerText(), words.step);

  assert.equal(await focused(visitor), `1${await story.locator("h3 span").first().innerText()}`);
  const steps = await story.locator("ol > li").count();
  assert.ok(steps >= 12, `${steps} steps`);
  for (let at = 1; at <= steps; at += 1) {
    const step = visitor.byTestId(`step-${at}`);
    assert.equal(await step.getAttribute("data-state"), "current", `step ${at} before its lines`);
    await runLines(visitor, words, step);
    await visitor.until(
      async () => (await step.getAttribute("data-state")) === "done",
      `step ${at} is not done`,
      90_000,
    );
    const title = (await step.locator("h3 span").innerText()).trim();
    assert.equal(await story.getByRole("status").innerText(), words.said + title);
    if (at < steps) await press(visitor, words.next);
  }
  const { shells } = await visitor.state();
  assert.deepEqual(shells.map((it) => it.name), ["shell 1", "shell 2"]);

  await press(visitor, words.leave);
  assert.match(await focused(visitor), /^(Lessons|课程)/, "the focus stays in the story");
  await visitor.health("revision", /2$/);
  await visitor.types("etcdctl get mine", "mine", "1");
  await visitor.leave();
};

/** The moment looked at decides: before its line a step is not done, and running it forks. */
const past = async (browser, base) => {
  const visitor = await Visitor.open(browser, base);
  await visitor.page.locator(".story summary").click();
  await visitor.button(WORDS.en.start).click();
  const step = visitor.byTestId("step-1");
  const state = (wanted) => visitor.until(
    async () => (await step.getAttribute("data-state")) === wanted,
    `step 1 is not ${wanted}`,
  );
  await step.locator(".chip").click();
  await state("done");
  await visitor.pause();
  const { time } = await visitor.state();
  await visitor.exec("sim seek 1.6s");
  assert.ok((await visitor.state()).time < time);
  await state("current");
  await step.locator(".chip").click();
  await state("done");
  assert.equal(await step.locator(".chip").getAttribute("aria-label"),
    "Run etcdctl get /services/ --prefix");
  await visitor.leave();
};

export const visits = [
  ["the story by keyboard, in English", walk("en")],
  ["the story by keyboard, in Chinese", walk("zh")],
  ["the story in the past", past],
];
