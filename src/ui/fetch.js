// `window.etcdscope.fetch`: a member's JSON gateway as the page's own `fetch` would speak to it.
//
// Each request is a line of curl's in a shell of its own, so it stands in the trail, in links and
// in the past as any line does. It must not know what is asked.

/** Where a path without a host leads: the first member, as etcdctl has it. */
const FIRST = "http://127.0.0.1:2379";

/** Wall time between two looks at a stream, in ms. */
const LOOK_MS = 30;

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The heads at the beginning of what `curl -i` printed: the last one's status and headers, and where the body begins. */
function headOf(text) {
  let head = null;
  let at = 0;
  while (text.startsWith("HTTP/1.1 ", at)) {
    const end = text.indexOf("\r\n\r\n", at);
    if (end < 0) break;
    const [first, ...lines] = text.slice(at, end).split("\r\n");
    const pairs = lines.map((line) => /^([^:]*): (.*)$/.exec(line)).filter(Boolean);
    const headers = pairs.map(([, name, value]) => [name, value]);
    at = end + 4;
    head = { status: Number(first.slice(9, 12)), statusText: first.slice(13), headers };
  }
  return head && { ...head, body: at };
}

/** Puts `fetch` into the door. */
export function openGateway(door) {
  let shells = 0;
  const idle = [];

  const lineOf = async (request, redirect) => {
    const words = ["curl", "-sS", "-N", "-i", "-X", request.method];
    if (redirect === "follow") words.push("-L");
    for (const [name, value] of request.headers) {
      // What a text body is called by itself says nothing.
      if (name !== "content-type") words.push("-H", quoted(`${name}: ${value}`));
    }
    const body = await request.text();
    if (body || request.method === "POST") words.push("--data-raw", quoted(body));
    return [...words, quoted(request.url)].join(" ");
  };

  /** What a stream prints beyond `from`, until its line is over. */
  const follow = (shell, from, signal, leave) => {
    const encoder = new TextEncoder();
    let timer;
    const over = () => {
      clearInterval(timer);
      leave();
    };
    return new ReadableStream({
      start(controller) {
        const look = () => {
          const { stdout, stderr, exitCode } = door.output(shell);
          if (stdout.length > from) controller.enqueue(encoder.encode(stdout.slice(from)));
          from = stdout.length;
          if (exitCode === null) return;
          over();
          if (exitCode === 0) controller.close();
          else if (signal.aborted) controller.error(signal.reason);
          else controller.error(new TypeError(stderr.trim() || "the stream was broken off"));
        };
        timer = setInterval(look, LOOK_MS);
      },
      cancel() {
        door.interrupt(shell);
        over();
      },
    });
  };

  door.fetch = async (input, init) => {
    const given = input instanceof Request ? new Request(input, init) : null;
    const asked = given ? new URL(given.url) : new URL(input, FIRST);
    const url = asked.origin === location.origin ? new URL(asked.href.slice(asked.origin.length), FIRST) : asked;
    const request = given ? new Request(url, given) : new Request(url, init);
    const { signal } = request;
    signal.throwIfAborted();
    const line = await lineOf(request, request.redirect);
    const shell = idle.pop() ?? `fetch${++shells > 1 ? ` ${shells}` : ""}`;
    const stop = () => door.interrupt(shell);
    const leave = () => {
      signal.removeEventListener("abort", stop);
      idle.push(shell);
    };
    signal.addEventListener("abort", stop);
    let report;
    try {
      report = await door.exec(line, { shell });
    } catch (error) {
      leave();
      throw new TypeError(error.message);
    }
    const { stdout, stderr, exitCode, status } = report;
    const head = headOf(stdout);
    if (status === "done" || !head) {
      leave();
      signal.throwIfAborted();
      if (!head) throw new TypeError(`Failed to fetch: ${stderr.trim() || exitCode}`);
      return new Response(stdout.slice(head.body) || null, head);
    }
    return new Response(follow(shell, head.body, signal, leave), head);
  };
}
