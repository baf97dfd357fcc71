// Measures what the README's "Numbers" tell of the page: sizes of everything fetched at first, time
// to the first answered put, idle simulated seconds a second, puts a second.
//
//   scripts/measure [RUNS]         medians of RUNS visits (5), each in a fresh browser context

import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { launch, ROOT, serveDist } from "./browser.mjs";
import { Visitor } from "./visitor.mjs";

const runs = Number(process.argv[2] ?? 5);
const IDLE_MS = 3_000;
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Sums the files that a first visit asked for, as a host with either compression would send them. */
function sizes(requests, base) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const url of new Set(requests.filter((it) => it.startsWith(base)))) {
    const path = new URL(url).pathname.slice(new URL(base).pathname.length) || "index.html";
    const bytes = readFileSync(join(ROOT, "dist", path));
    sum.raw += bytes.length;
    sum.gzip += gzipSync(bytes, { level: 9 }).length;
    sum.brotli += brotliCompressSync(bytes).length;
  }
  return sum;
}

/** Milliseconds from the start of the navigation until a put, sent at once, is answered. */
async function firstPut(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = async () => {
      if (!window.etcdscope) return setTimeout(look, 1);
      const { stdout } = await window.etcdscope.exec("etcdctl put hello world");
      window.firstPut = stdout === "OK\n" ? performance.now() : NaN;
    };
    look();
  });
  await page.goto(base);
  await page.waitForFunction(() => window.firstPut !== undefined);
  const time = await page.evaluate(() => window.firstPut);
  await context.close();
  return time;
}

/** The same by hand: Enter in the prompt as soon as it is there, until OK shows. */
async function firstEnter(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    let pressed = false;
    const look = () => {
      const prompt = document.getElementById("command");
      if (prompt && !pressed) {
        pressed = true;
        prompt.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      }
      const answer = document.querySelector('[role=log] [data-kind="out"]');
      if (answer) window.firstAnswer = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(base);
  await page.waitForFunction(() => window.firstAnswer !== undefined);
  const time = await page.evaluate(() => window.firstAnswer);
  await context.close();
  return time;
}

/** Simulated seconds per second of an idle cluster of three. */
async function idle(visitor) {
  return visitor.page.evaluate(async (span) => {
    const start = performance.now();
    const from = window.etcdscope.state().time;
    while (performance.now() - start < span) await window.etcdscope.advance(200_000);
    const simulated = (window.etcdscope.state().time - from) / 1e6;
    return simulated / ((performance.now() - start) / 1000);
  }, IDLE_MS);
}

const server = await serveDist();
const browser = await launch();
console.log(`machine: ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);
console.log(`browser: Chromium ${browser.version()}, headless; Node.js ${process.version}`);

const puts = [];
const enters = [];
for (let run = 0; run < runs; run += 1) {
  puts.push(await firstPut(browser, server.url));
  enters.push(await firstEnter(browser, server.url));
}
const visitor = await Visitor.open(browser, server.url);
const { raw, gzip, brotli } = sizes(visitor.requests, server.url);
console.log(`fetched at first: ${raw} bytes, gzip ${gzip}, brotli ${brotli}`);
console.log(`navigation to first answered put: ${middle(puts).toFixed(0)} ms (exec), ` +
  `${middle(enters).toFixed(0)} ms (Enter, time slowed to 1/20), medians of ${runs}`);
await visitor.pause();
const rates = [];
for (let run = 0; run < runs; run += 1) rates.push(await idle(visitor));
console.log(`idle: ${middle(rates).toFixed(0)} simulated seconds a second, median of ${runs}`);
for (let run = 0; run < Math.min(runs, 3); run += 1) {
  await visitor.type("sim bench puts 100000 --in-flight 100");
  let said = [];
  // The page measures between frames; what it finds stands below the line in the end.
  await visitor.until(async () => {
    said = (await visitor.lastAnswer()).all.map(([, text]) => text);
    return said.some((it) => /puts/.test(it));
  }, () => `the bench said ${said}`);
  console.log(`bench: ${said.join(" / ")}`);
}
await browser.close();
server.close();
