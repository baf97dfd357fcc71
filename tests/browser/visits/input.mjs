// What people paste and how they enter text: thousands of lines, megabytes, odd characters, input
// methods. The tab must never freeze, and an input method's Enter must run nothing.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

const LINES = 10_000;
/** The longest that the page may leave a visitor without a frame, in ms, on a busy machine. */
const FROZEN = 1_000;

/** From here on the page remembers the longest time between two frames. */
function watchFrames(visitor) {
  return visitor.page.evaluate(() => {
    let last = performance.now();
    window.longestFrame = 0;
    const frame = (now) => {
      window.longestFrame = Math.max(window.longestFrame, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

async function tenThousandLines(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await watchFrames(visitor);
  const start = Date.now();
  const lines = Array.from({ length: LINES }, (_, at) => `etcdctl put /pasted/${at} ${at}\n`);
  await visitor.paste(lines.join(""));
  // A look at what would run, then Enter.
  const panel = visitor.page.getByRole("group", { name: `Run ${LINES} lines`, exact: true });
  await panel.waitFor();
  assert.equal(await panel.locator("li").count(), 20);
  assert.equal(await visitor.commands(), 0, "a paste ran before anyone said so");
  await visitor.page.keyboard.press("Enter");
  await visitor.health("revision", new RegExp(`${LINES + 1}$`));
  await visitor.until(async () => (await visitor.shellState()) === "idle", "still busy", 120_000);
  const longest = await visitor.page.evaluate(() => window.longestFrame);
  console.log(`        ${LINES} lines in ${((Date.now() - start) / 1000).toFixed(1)} s, ` +
    `longest frame ${longest.toFixed(0)} ms`);
  const count = await visitor.exec("etcdctl get /pasted/ --prefix --count-only --write-out=fields");
  assert.match(count.stdout, new RegExp(`"Count" : ${LINES}\\n`));
  await visitor.types(`etcdctl get /pasted/${LINES - 1} --print-value-only`, String(LINES - 1));
  assert.ok(longest < FROZEN, `the longest frame took ${longest.toFixed(0)} ms`);
  await visitor.leave();
}

async function oddCharacters(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.types("etcdctl put 键 🦀", "OK");
  await visitor.types("etcdctl get 键", "键", "🦀");
  // Typographic quotes come from copied posts and mean plain ones: the answer says so.
  const quotes = await visitor.type("etcdctl put “a” ‘b’");
  assert.match(quotes.err.join(), /“ is a typographic quote: type a plain "/);
  await visitor.types("etcdctl put '“a”' b", "OK");
  await visitor.types("etcdctl get '“a”'", "“a”", "b");
  // A process cannot be given a NUL byte: a clear answer, not a crash.
  const nul = await visitor.exec("etcdctl put a\0b c");
  assert.equal(typeof nul.exitCode, "number");
  // Pipes and the like are named, not silently taken as words.
  const pipe = await visitor.type("etcdctl get a | cat");
  assert.ok(pipe.err.length + pipe.all.length > 0, "a pipe got no answer");
  const unknown = await visitor.type("sudo rm");
  assert.ok(unknown.all.length > 0, "an unknown program got no answer");
  await visitor.leave();
}

async function megabytes(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await watchFrames(visitor);
  const big = await visitor.exec(`etcdctl put big ${"x".repeat(2_000_000)}`);
  assert.equal(big.exitCode, 1);
  assert.match(big.stderr, /etcdserver: request is too large/);
  const fits = await visitor.exec(`etcdctl put big ${"x".repeat(1_400_000)}`);
  assert.equal(fits.stdout, "OK\n");
  const get = await visitor.exec("etcdctl get big --print-value-only");
  assert.equal(get.stdout.length, 1_400_001);
  await visitor.paste(`etcdctl put pasted ${"y".repeat(2_000_000)}\n`);
  await visitor.page.getByRole("group", { name: "Run 1 line", exact: true }).waitFor();
  await visitor.page.keyboard.press("Enter");
  await visitor.until(async () => (await visitor.lastAnswer()).err.length > 0, "no answer");
  assert.match((await visitor.lastAnswer()).err.join("\n"), /request is too large/);
  const longest = await visitor.page.evaluate(() => window.longestFrame);
  console.log(`        longest frame ${longest.toFixed(0)} ms`);
  assert.ok(longest < FROZEN, `the longest frame took ${longest.toFixed(0)} ms`);
  await visitor.leave();
}

async function inputMethod(browser, base) {
  const visitor = await Visitor.open(browser, base, { lang: "zh" });
  const client = await visitor.context.newCDPSession(visitor.page);
  const compose = (text) =>
    client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  // How browsers report the Enter that chooses a candidate: most while composing, Safari just after.
  const enter = (init) =>
    visitor.page.evaluate((init) => {
      const event = { key: "Enter", code: "Enter", bubbles: true, cancelable: true, ...init };
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", event));
    }, init);
  await visitor.prompt().focus();
  await visitor.page.keyboard.type("etcdctl put ");
  await compose("n");
  await compose("ni");
  await compose("ni hao");
  await enter({ isComposing: true, keyCode: 229 });
  await client.send("Input.insertText", { text: "你好" });
  await enter({ isComposing: false, keyCode: 229 });
  await visitor.page.waitForTimeout(100);
  assert.equal(await visitor.commands(), 0, "an input method's Enter ran a line");
  assert.equal(await visitor.prompt().inputValue(), "etcdctl put 你好");
  await visitor.types(" 世界", "OK");
  await visitor.types("etcdctl get 你好", "你好", "世界");
  await visitor.leave();
}

async function historyAndInterrupt(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.types("etcdctl put k v", "OK");
  await visitor.prompt().focus();
  await visitor.page.keyboard.press("ArrowUp");
  assert.equal(await visitor.prompt().inputValue(), "etcdctl put k v");
  await visitor.page.keyboard.press("ArrowDown");
  assert.equal(await visitor.prompt().inputValue(), "");
  assert.equal((await visitor.type("etcdctl watch k")).state, "holding");
  await visitor.page.keyboard.press("Control+c");
  await visitor.until(async () => (await visitor.shellState()) === "idle", "Ctrl-C ended nothing");
  await visitor.leave();
}

export const visits = [
  [`${LINES} pasted lines`, tenThousandLines],
  ["odd characters get plain answers", oddCharacters],
  ["a value of two megabytes", megabytes],
  ["an input method's text arrives whole and its Enter runs nothing", inputMethod],
  ["history and Ctrl-C", historyAndInterrupt],
];
