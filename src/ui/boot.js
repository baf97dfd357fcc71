// Loads the program, or says why there is none. It must not know what the program does.
//
// A file of its own because the page's policy refuses inline scripts. Trunk writes two links into
// the head (see Trunk.toml): #glue is the module that wasm-bindgen made, #engine the wasm itself.

import { language, theme } from "./choice.js";
import { openGateway } from "./fetch.js";
import { behind, module } from "./rest.js";

// The template is taken before the program clears the body.
const failure = document.getElementById("boot-failed").content;

function failed(reason) {
  if (document.querySelector(".boot[role=alert]")) return;
  const details = [String(reason), reason?.stack, navigator.userAgent, location.href]
    .filter(Boolean)
    .join("\n");
  const box = failure.cloneNode(true);
  box.querySelector("pre").textContent = String(reason);
  box.querySelector("[data-act=reload]").addEventListener("click", () => location.reload());
  box.querySelector("[data-act=copy]").addEventListener("click", () => {
    navigator.clipboard?.writeText(details);
  });
  document.querySelector(".boot")?.remove();
  document.body.prepend(box);
}

// Until the program stands: for the one line that shows, and for a page that does not flash in the
// other theme.
document.documentElement.lang = language();
document.documentElement.dataset.theme = theme();

// A program that hits its own limits stops for good; a still page would hide that.
addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) failed(event.error);
});
addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof WebAssembly.RuntimeError) failed(event.reason);
});

async function engine() {
  const answer = await fetch(document.getElementById("engine").href);
  return module(new Uint8Array(await answer.arrayBuffer()));
}

try {
  const fetched = engine();
  const glue = document.getElementById("glue").href;
  const { default: start } = await import(glue);
  // Where src/ui/worker.js is; it belongs to this build and no other.
  const worker = new URL("worker.js", document.baseURI);
  worker.search = glue.replace(/.*\/|\.js$/g, "");
  globalThis.etcdscopeWorker = worker.href;
  await start({ module_or_path: await fetched });
  openGateway(globalThis.etcdscope);
  // What is drawn first goes first.
  requestAnimationFrame(() => setTimeout(behind));
} catch (reason) {
  console.error(reason);
  failed(reason);
}
