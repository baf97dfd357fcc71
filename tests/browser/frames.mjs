// Measures the main thread's CPU time a frame while the page plays at 1×, from a trace.
//
//   node tests/browser/frames.mjs [SECONDS] [RUNS]     5 s, 3 runs; the middle run counts
//
// Three members play; one shell keeps a lease alive and one writes once a second.

import { cpus, loadavg } from "node:os";

import { launch, serveDist } from "./browser.mjs";
import { Visitor } from "./visitor.mjs";

const seconds = Number(process.argv[2] ?? 5);
const runs = Number(process.argv[3] ?? 3);
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** CPU milliseconds of the renderer's main thread in each frame, and the frames' wall times. */
function frames(events) {
  const named = events.filter((it) => it.name === "thread_name" && it.args.name === "CrRendererMain");
  // The page's renderer is the one that fires animation frames most.
  const fired = (main) =>
    events.filter((it) => it.name === "FireAnimationFrame" && it.pid === main.pid && it.tid === main.tid);
  const [main] = named.sort((a, b) => fired(b).length - fired(a).length);
  const starts = fired(main).map((it) => it.ts).sort((a, b) => a - b);
  const tasks = events.filter(
    (it) => it.ph === "X" && it.pid === main.pid && it.tid === main.tid && it.name === "ThreadControllerImpl::RunTask",
  );
  const cpu = starts.slice(0, -1).map(() => 0);
  for (const task of tasks) {
    const frame = starts.findLastIndex((it) => it <= task.ts + task.dur);
    if (frame >= 0 && frame < cpu.length) cpu[frame] += (task.tdur ?? 0) / 1_000;
  }
  return { cpu, wall: starts.slice(1).map((it, place) => (it - starts[place]) / 1_000) };
}

async function trace(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.exec("etcdctl lease grant 60");
  for (let key = 0; key < 10; key += 1) await visitor.exec(`etcdctl put key${key} value`);
  await visitor.page.waitForTimeout(500);
  await browser.startTracing(visitor.page, { categories: ["toplevel", "devtools.timeline"] });
  for (let second = 0; second < seconds; second += 1) {
    await visitor.page.evaluate((second) => window.etcdscope.type("shell 1", `put tick ${second}`), second);
    await visitor.page.waitForTimeout(1_000);
  }
  const buffer = await browser.stopTracing();
  await visitor.context.close();
  return frames(JSON.parse(buffer.toString()).traceEvents);
}

const server = await serveDist();
const browser = await launch();
console.log(`machine: ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);
const results = [];
for (let run = 0; run < runs; run += 1) {
  const { cpu, wall } = await trace(browser, server.url);
  const [sorted, walls] = [cpu, wall].map((it) => [...it].sort((a, b) => a - b));
  results.push({ median: at(sorted, 0.5), p95: at(sorted, 0.95), frames: cpu.length, wall: at(walls, 0.5) });
}
results.sort((a, b) => a.median - b.median);
for (const it of results) {
  console.log(`${it.frames} frames: median ${it.median.toFixed(2)} ms CPU, p95 ${it.p95.toFixed(2)} ms; ` +
    `a frame each ${it.wall.toFixed(1)} ms (median)`);
}
await browser.close();
server.close();
