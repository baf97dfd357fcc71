// Time travel by hand: scrub by keys and by mouse, act in the past, come back, choose a branch; and
// the keyboard map, which leaves text fields alone.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

const WORDS = {
  en: {
    playhead: "Playhead", back: "Return to now", fork: "Fork here", menu: "Menu",
    viewing: /^Viewing t = \d+\.\d{4}/, value: /^[\d.]+ s of [\d.]+ s, term 2, revision \d+$/,
    forkAndRun: (line) => `Fork here and run: ${line}`,
    branches: "Branches", commit: "Previous commit", next: "Next commit", fit: "Fit all",
    keys: "Keyboard shortcuts",
  },
  zh: {
    playhead: "播放头", back: "回到现在", fork: "从这里分叉", menu: "菜单",
    viewing: /^正在查看 t = \d+\.\d{4}/, value: /^[\d.]+ 秒中的 [\d.]+ 秒，任期 2，版本号 \d+$/,
    forkAndRun: (line) => `从这里分叉并运行：${line}`,
    branches: "分支", commit: "上一次提交", next: "下一次提交", fit: "显示全部",
    keys: "键盘快捷键",
  },
};

class Traveller {
  static async set(browser, base, lang) {
    const visitor = await Visitor.open(browser, base, { lang });
    await visitor.pause();
    for (const value of ["one", "two", "three"]) {
      await visitor.types(`etcdctl put hello ${value}`, "OK");
      await visitor.advance(1_000);
    }
    return new Traveller(visitor, WORDS[lang]);
  }

  constructor(visitor, words) {
    Object.assign(this, { visitor, words, page: visitor.page });
    this.slider = this.page.getByRole("slider", { name: words.playhead, exact: true });
    this.status = this.page.locator(".banner [role=status]");
  }

  /** The playhead in microseconds, and the events before it. */
  at() {
    return this.page.evaluate(() => window.etcdscope.position());
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  /** The page shows the past, or it doesn't. */
  async past(wanted = true) {
    await this.visitor.until(
      async () => this.words.viewing.test(await this.status.innerText()) === wanted,
      `the page should${wanted ? "" : " not"} show the past`,
    );
  }

  /** The playhead leaves `before`; how far, in microseconds. */
  async moves(before) {
    const place = ({ time, events }) => `${time} ${events}`;
    await this.visitor.until(async () => place(await this.at()) !== place(before), "it stays");
    return (await this.at()).time - before.time;
  }
}

async function keys(browser, base, lang) {
  const it = await Traveller.set(browser, base, lang);
  const { visitor, words } = it;
  await visitor.health("revision", /4$/);
  const { end } = await it.at();
  const key = async (key) => {
    const before = await it.at();
    await it.press(key);
    return it.moves(before);
  };
  await it.slider.focus();
  assert.ok((await key("PageUp")) < 0, "to the last commit");
  await it.past();
  assert.ok((await key("PageUp")) < -900_000, "to the one before");
  await visitor.until(
    async () => words.value.test(await it.slider.getAttribute("aria-valuetext")),
    "the slider says moment, term and revision",
  );
  await visitor.health("revision", /[23]$/);
  assert.ok((await key("ArrowRight")) >= 0, "one event on");
  assert.ok((await key("ArrowLeft")) <= 0, "and back");
  assert.equal(await key("Shift+ArrowLeft"), -100_000);
  assert.equal(await key("Control+ArrowLeft"), -1_000_000);
  await visitor.health("revision", /1$/);
  // Everything rewinds: what the terminal has not said yet isn't there.
  await visitor.until(
    async () => !(await visitor.transcript()).some(([kind]) => kind === "out"),
    "nothing was answered then",
  );
  assert.ok((await key("End")) > 0);
  await it.past(false);
  assert.equal((await it.at()).end, end, "looking changes nothing");
  await key("Home");
  await it.past();
  await it.press("Escape");
  await it.past(false);
  assert.equal((await it.at()).time, end);
  await visitor.leave();
}

async function hands(browser, base) {
  const it = await Traveller.set(browser, base, "en");
  const { visitor, page, words } = it;
  const box = await it.slider.boundingBox();
  const place = (part) => [box.x + box.width * part, box.y + box.height / 2];
  await page.mouse.move(...place(0.5));
  await page.mouse.down();
  await it.past();
  const pressed = await it.at();
  await page.mouse.move(...place(0.45), { steps: 5 });
  await page.mouse.up();
  assert.ok((await it.moves(pressed)) < 0);
  // What a drag does, buttons do.
  await visitor.button(words.commit).click();
  await it.past();
  const before = await it.at();
  await visitor.button(words.next).click();
  assert.ok((await it.moves(before)) > 0);
  // A mark is gone to by a click and followed.
  const marks = page.locator('.timeline [data-kind="commit"]');
  await marks.last().click();
  await visitor.until(async () => (await marks.last().getAttribute("data-followed")) === "true",
    "the commit is followed");
  const ruler = () => page.locator(".ruler text").allInnerTexts();
  const wide = await ruler();
  await page.mouse.move(...place(0.3).map((it, nth) => it + 60 * nth));
  await page.mouse.wheel(0, -100);
  await visitor.until(async () => (await ruler()).join() !== wide.join(), "the wheel zooms");
  await visitor.button(words.fit).click();
  await visitor.button(words.back).click();
  await it.past(false);
  await visitor.leave();
}

async function forks(browser, base, lang) {
  const it = await Traveller.set(browser, base, lang);
  const { visitor, page, words } = it;
  const hash = await visitor.hash();
  await it.slider.focus();
  await it.press("PageUp");
  await it.past();
  // A fault asks first; Escape lets it be, Enter does it on a branch of its own.
  await visitor.byTestId("node-infra3").click();
  await page.getByRole("menuitem", { name: visitor.names.kill }).click();
  await visitor.button(words.forkAndRun("sim kill infra3")).waitFor();
  await it.press("Escape");
  await visitor.button(words.fork).waitFor();
  await it.past();
  await visitor.byTestId("node-infra3").click();
  await page.getByRole("menuitem", { name: visitor.names.kill }).click();
  await visitor.button(words.forkAndRun("sim kill infra3")).waitFor();
  await it.press("Enter");
  await it.past(false);
  await visitor.health("quorum", /2\/3$/);
  await visitor.types("etcdctl put hello other", "OK");
  await visitor.pause();
  // Both futures are kept, by name.
  await visitor.button(words.branches).click();
  const list = page.getByRole("dialog", { name: words.branches });
  const fork = list.getByRole("button", { name: /^fork A/ });
  assert.equal(await fork.getAttribute("aria-pressed"), "true");
  await fork.focus();
  await it.press("F2");
  await page.locator("#branch-name").fill("without infra3");
  await it.press("Enter");
  await list.getByRole("button", { name: /^without infra3/ }).first().waitFor();
  await list.getByRole("button", { name: "main", exact: true }).click();
  await visitor.health("quorum", /3\/3$/);
  await visitor.health("revision", /4$/);
  assert.equal(await visitor.hash(), hash, "main is as it was left");
  await visitor.leave();
}

async function letters(browser, base) {
  const it = await Traveller.set(browser, base, "en");
  const { visitor, page, words } = it;
  await visitor.prompt().focus();
  await page.keyboard.type("c. [?");
  assert.equal(await visitor.prompt().inputValue(), "c. [?");
  await visitor.prompt().fill("");
  await it.slider.focus();
  const at = await it.at();
  await it.press(",");
  await it.moves(at);
  await it.press("Escape");
  await it.past(false);
  await it.press("Space");
  await visitor.button(visitor.names.pause).waitFor();
  await it.press("Space");
  await visitor.button(visitor.names.play).waitFor();
  await it.press("?");
  await page.getByRole("dialog", { name: words.keys }).waitFor();
  await it.press("Escape");
  await it.slider.focus();
  await it.press("`");
  assert.ok(await visitor.prompt().evaluate((field) => field === document.activeElement));
  await it.press("F6");
  assert.ok(!(await visitor.prompt().evaluate((field) => field === document.activeElement)));
  await visitor.button(words.menu).click();
  await page.getByRole("menuitemcheckbox").click();
  await it.press("Escape");
  await it.slider.focus();
  await it.press("Space");
  await visitor.button(visitor.names.play).waitFor();
  await visitor.leave();
}

export const visits = [
  ["the playhead by keys, and its words", (browser, base) => keys(browser, base, "en")],
  ["the playhead by keys, in Chinese", (browser, base) => keys(browser, base, "zh")],
  ["the axis by mouse, and by buttons", hands],
  ["acting in the past forks; both futures stay", (browser, base) => forks(browser, base, "en")],
  ["a fork, in Chinese", (browser, base) => forks(browser, base, "zh")],
  ["single keys act outside text fields, and can be turned off", letters],
];
