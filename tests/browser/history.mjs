// Measures time travel in the page: seeks anywhere in a long history, and the memory that takes.
//
//   node tests/browser/history.mjs hour         an hour of virtual time with one put a second
//   node tests/browser/history.mjs busy [MIN]   MIN (10) minutes with 1,000 puts a second
//
// A seek's cost is the main thread's CPU time (CDP, threadTicks), drawing included.

import { cpus, loadavg } from "node:os";

import { launch, serveDist } from "./browser.mjs";
import { Visitor } from "./visitor.mjs";

const SEEKS = 50;
const SHELLS = 20;
const [kind = "hour", minutes = "10"] = process.argv.slice(2);
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Remembers the program's memory, so that its size can be read. */
function keepMemory() {
  const wrap = (name) => {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await real.apply(WebAssembly, args);
      window.wasmMemory = (made.instance ?? made).exports.memory;
      return made;
    };
  };
  wrap("instantiate");
  wrap("instantiateStreaming");
}

const megabytes = (page) => page.evaluate(() => window.wasmMemory.buffer.byteLength / 1e6);

async function hour(page) {
  await page.evaluate(async () => {
    const door = window.etcdscope;
    const began = door.state().time;
    for (let second = 1; second <= 3_600; second += 1) {
      await door.exec(`etcdctl put key${second % 50} value${second}`);
      await door.advance((began + second * 1e6 - door.position().time) / 1_000);
    }
  });
}

/** Lines wait in shells that run them one after the other, about 50 a virtual second each. */
async function busy(page, seconds) {
  await page.evaluate(async ([seconds, shells]) => {
    const door = window.etcdscope;
    const began = door.state().time;
    let number = 0;
    const slice = 10;
    for (let shell = 1; shell <= shells; shell += 1) {
      await door.exec("etcdctl get nothing", { shell: `load ${shell}` });
    }
    for (let at = 0; at < seconds; at += slice) {
      for (let shell = 1; shell <= shells; shell += 1) {
        const lines = [];
        for (let line = 0; line < (slice * 1_000) / shells; line += 1) {
          number += 1;
          lines.push(`put key${number % 500} value${number}`);
        }
        door.type(`load ${shell}`, lines.join("\n"));
      }
      await door.advance((began + (at + slice) * 1e6 - door.position().time) / 1_000);
    }
  }, [seconds, SHELLS]);
}

const server = await serveDist();
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
await page.addInitScript(keepMemory);
await page.goto(`${server.url}?lang=en`);
const visitor = new Visitor({ page, context, troubles: [], requests: [] }, "en", server.url);
await visitor.settled();
await visitor.pause();
await visitor.advance(1_000);
console.log(`machine: ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);

const before = await megabytes(page);
const start = Date.now();
if (kind === "hour") await hour(page);
else await busy(page, Number(minutes) * 60);
const state = await page.evaluate(() => window.etcdscope.position());
console.log(`lived ${(state.time / 1e6).toFixed(0)} virtual s in ${((Date.now() - start) / 1000).toFixed(0)} s, ` +
  `${state.events} events, ${state.inputs} inputs, revision ${await visitor.health("revision")}`);
const after = await megabytes(page);

const cdp = await context.newCDPSession(page);
await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
let parts = [];
const cpuMs = async () => {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name) => metrics.find((it) => it.name === name).value * 1_000;
  parts = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"].map(of);
  return of("TaskDuration");
};
const hash = await visitor.hash();
const seeks = [];
const walls = [];
const [scripts, layouts] = [[], []];
let seed = 7;
for (let count = 0; count < SEEKS; count += 1) {
  seed = (seed * 48_271) % 2_147_483_647;
  const time = Math.floor((seed / 2_147_483_647) * state.time);
  const [cpu, wall] = [await cpuMs(), performance.now()];
  await page.evaluate(async (time) => {
    window.etcdscope.seek(time);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, time);
  const before = parts;
  seeks.push((await cpuMs()) - cpu);
  scripts.push(parts[0] - before[0]);
  layouts.push(parts[1] - before[1] + parts[2] - before[2]);
  walls.push(performance.now() - wall);
}
const sorted = [...seeks].sort((a, b) => a - b);
console.log(`seeks: median ${middle(seeks).toFixed(1)} ms CPU, p95 ${sorted[47].toFixed(1)}, ` +
  `most ${sorted[49].toFixed(1)}; median ${middle(walls).toFixed(0)} ms wall with two frames; ` +
  `of the CPU time ${middle(scripts).toFixed(1)} ms script, ${middle(layouts).toFixed(1)} ms style and layout`);
await page.evaluate(() => window.etcdscope.seek());
console.log(`same hash at the end: ${(await visitor.hash()) === hash}`);
console.log(`memory: ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after, ` +
  `${(await megabytes(page)).toFixed(1)} MB after the seeks; grew by ${(after - before).toFixed(1)} MB`);
await browser.close();
server.close();
