// A visitor of the page: finds things by what a person or a screen reader finds them by, types,
// presses, reads. English names are the page's interface; Chinese ones are here to see that the
// same visit works in Chinese.

import assert from "node:assert/strict";

import { watchedPage } from "./browser.mjs";

export const NAMES = {
  en: {
    command: "Command",
    newShell: "New shell",
    interrupt: "Ctrl-C: interrupt",
    jumpExpiry: "Jump to the next lease expiry",
    completions: "Completions",
    language: "Language, EN/中文",
    kill: "Kill",
    actions: (member) => `${member} actions`,
    run: (line) => `Run ${line}`,
    pause: "Pause",
    play: "Play",
    step: "Step",
  },
  zh: {
    command: "命令",
    newShell: "新建终端",
    interrupt: "Ctrl-C：中断",
    jumpExpiry: "跳到下一次租约到期",
    completions: "补全",
    language: "语言，EN/中文",
    kill: "杀死进程",
    actions: (member) => `${member} 的操作`,
    run: (line) => `运行 ${line}`,
    pause: "暂停",
    play: "播放",
    step: "单步",
  },
};

const PATIENCE = 60_000;

export class Visitor {
  /** Opens the page in a language and waits until the cluster has a leader. */
  static async open(browser, base, { lang = "en", query = "", ...options } = {}) {
    const watched = await watchedPage(browser, base, options);
    const visitor = new Visitor(watched, lang, base);
    watched.page.setDefaultTimeout(PATIENCE);
    await watched.page.goto(`${base}?lang=${lang}${query}`);
    await visitor.settled();
    return visitor;
  }

  constructor({ page, context, troubles, requests }, lang, base) {
    Object.assign(this, { page, context, troubles, requests, base, names: NAMES[lang] });
  }

  /** The program stands and its members agree on a leader. */
  async settled() {
    await this.page.waitForFunction(() => window.etcdscope !== undefined);
    await this.health("leader", /^infra\d/);
  }

  speaks(lang) {
    this.names = NAMES[lang];
  }

  byTestId(id) {
    return this.page.locator(`[data-testid="${id}"]`);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  prompt() {
    return this.page.getByRole("textbox", { name: this.names.command, exact: true });
  }

  /** Waits until an item of the health list reads as wanted, and returns it. */
  async health(item, wanted = /./) {
    const text = this.byTestId(`health-${item}`);
    let last = "";
    await this.until(async () => {
      last = (await text.innerText()).trim();
      return wanted.test(last);
    }, () => `health ${item} is "${last}", not ${wanted}`);
    return last;
  }

  /** Looks again and again; time in the page goes on meanwhile. */
  async until(look, complaint, patience = PATIENCE) {
    const end = Date.now() + patience;
    while (!(await look())) {
      assert.ok(Date.now() < end, typeof complaint === "function" ? complaint() : complaint);
      await this.page.waitForTimeout(25);
    }
  }

  /** What the state dot of the chosen shell says: idle, running, holding or reading. */
  async shellState() {
    const dot = this.shellTabs({ selected: true }).locator("[data-state]");
    return dot.getAttribute("data-state");
  }

  /** The lines of the chosen shell's transcript as [kind, text]. */
  async transcript() {
    return this.page.getByRole("log").locator("[data-kind]:not(button)").evaluateAll((rows) =>
      rows.map((row) => {
        // The gutter and "show more" stand beside the text, not in it.
        const text = row.querySelector(".text").cloneNode(true);
        for (const it of text.querySelectorAll("button")) it.remove();
        return [row.dataset.kind, text.textContent];
      }),
    );
  }

  /** Lines after the last command of the chosen shell, by kind. */
  async lastAnswer() {
    const lines = await this.transcript();
    const at = lines.findLastIndex(([kind]) => kind === "command");
    const of = (kind) => lines.slice(at + 1).filter(([it]) => it === kind).map(([, text]) => text);
    return { command: lines[at]?.[1], out: of("out"), err: of("err"), all: lines.slice(at + 1) };
  }

  /** Types a line and presses Enter; waits until it has ended, or holds. */
  async type(line) {
    // A long transcript shows only its end, so rows are marked rather than counted.
    const fresh = this.page.getByRole("log").locator('[data-kind="command"]:not([data-seen])');
    await fresh.evaluateAll((rows) => rows.forEach((row) => row.setAttribute("data-seen", "")));
    await this.prompt().focus();
    await this.page.keyboard.type(line);
    await this.page.keyboard.press("Enter");
    await this.until(async () => (await fresh.count()) > 0, `"${line}" was not taken`);
    let state;
    await this.until(async () => {
      state = await this.shellState();
      return state !== "running";
    }, () => `"${line}" did not end: ${state}`);
    return { ...(await this.lastAnswer()), state };
  }

  /** Pastes as the browser does: an event with the text, which the page may take. */
  async paste(text) {
    await this.prompt().focus();
    await this.page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      const field = document.activeElement;
      if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
    }, text);
  }

  async commands() {
    return (await this.transcript()).filter(([kind]) => kind === "command").length;
  }

  /** Types a line that must print exactly these lines and nothing on stderr. */
  async types(line, ...expected) {
    const { out, err } = await this.type(line);
    assert.deepEqual({ out, err }, { out: expected, err: [] }, line);
  }

  async chooseShell(name) {
    await this.byTestId(`shell-${name}`).click();
  }

  /** The tabs of the shells; the inspector has tabs as well. */
  shellTabs(options = {}) {
    return this.page.getByRole("tab", options).and(this.page.locator('[data-testid^="shell-"]'));
  }

  async chosenShell() {
    const id = await this.shellTabs({ selected: true }).getAttribute("data-testid");
    return id.slice("shell-".length);
  }

  async newShell() {
    const before = await this.shellTabs().count();
    await this.button(this.names.newShell).click();
    await this.until(async () => (await this.shellTabs().count()) > before, "no new shell");
    return this.chosenShell();
  }

  async endpoints() {
    const options = this.byTestId("endpoint").locator("option");
    return options.evaluateAll((all) => all.map((it) => it.value));
  }

  async chooseEndpoint(value) {
    await this.byTestId("endpoint").selectOption(value);
  }

  /** The page's door for programs. */
  exec(line, options = {}) {
    return this.page.evaluate(([line, options]) => window.etcdscope.exec(line, options), [line, options]);
  }

  state() {
    return this.page.evaluate(() => window.etcdscope.state());
  }

  hash() {
    return this.page.evaluate(() => window.etcdscope.hash());
  }

  advance(ms) {
    return this.page.evaluate((ms) => window.etcdscope.advance(ms), ms);
  }

  /** Lets virtual time stand still, so that what a visit sees does not depend on the machine. */
  async pause() {
    if (await this.button(this.names.pause).count()) await this.button(this.names.pause).click();
    await this.button(this.names.play).waitFor();
  }

  /** Ends the visit: nothing may have gone wrong on the way. */
  async leave() {
    await this.page.waitForTimeout(50);
    const troubles = this.troubles.slice();
    await this.context.close();
    assert.deepEqual(troubles, []);
  }
}
