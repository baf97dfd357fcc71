// Reads a wasm module into its sections and writes one again. It knows the format, as the
// WebAssembly core specification has it, and must not know what a module is for.

/** The sections by name; their numbers are their places here. */
const SECTIONS = [
  "custom", "type", "import", "function", "table", "memory", "global", "export", "start",
  "element", "code", "data", "count",
];

/** The order in which sections stand: the count of data segments precedes the code. */
const ORDER = [
  "type", "import", "function", "table", "memory", "global", "export", "start", "element",
  "count", "code", "data",
];

const text = new TextDecoder();
const bytesOf = new TextEncoder();

/** Goes through bytes from a place on. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned number of at most 32 bits. */
  number() {
    let [value, factor] = [0, 1];
    for (;;) {
      const it = this.byte();
      value += (it & 0x7f) * factor;
      if (it < 0x80) return value;
      factor *= 128;
    }
  }

  /** Passes a number of any sign and width. */
  skipNumber() {
    while (this.byte() >= 0x80);
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  name() {
    return text.decode(this.take(this.number()));
  }

  /** As many things as the number here says. */
  list(thing) {
    return Array.from({ length: this.number() }, () => thing(this));
  }

  /** The bytes that `pass` goes through. */
  slice(pass) {
    const from = this.at;
    pass(this);
    return this.bytes.subarray(from, this.at);
  }
}

/** An unsigned number in its bytes. */
export function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

/** A signed 32-bit number in its bytes. */
export function signed(value) {
  const bytes = [];
  for (let rest = value; ; rest >>= 7) {
    const it = rest & 0x7f;
    if (rest >> 6 === 0 || rest >> 6 === -1) return [...bytes, it];
    bytes.push(it | 0x80);
  }
}

export function name(value) {
  const bytes = [...bytesOf.encode(value)];
  return [...number(bytes.length), ...bytes];
}

export function list(things) {
  return join([number(things.length), ...things]);
}

/** Pieces of bytes in a row. */
export function join(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, it) => sum + it.length, 0));
  let at = 0;
  for (const it of pieces) {
    all.set(it, at);
    at += it.length;
  }
  return all;
}

/** The bodies of the sections by name, and the names of functions by index. */
export function read(wasm) {
  const reader = new Reader(wasm, 8);
  const sections = {};
  let names = new Map();
  while (reader.at < wasm.length) {
    const kind = SECTIONS[reader.byte()];
    const body = reader.take(reader.number());
    if (kind === "custom") {
      const custom = new Reader(body);
      if (custom.name() === "name") names = functionNames(custom);
    } else {
      sections[kind] = body;
    }
  }
  return { sections, names };
}

function functionNames(reader) {
  const names = new Map();
  while (reader.at < reader.bytes.length) {
    const kind = reader.byte();
    const part = new Reader(reader.take(reader.number()));
    if (kind === 1) part.list((it) => names.set(it.number(), it.name()));
  }
  return names;
}

/** A module of these sections, without custom ones. */
export function write(sections) {
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const parts = ORDER.filter((it) => sections[it]).map((it) =>
    join([[SECTIONS.indexOf(it)], number(sections[it].length), sections[it]]));
  return join([head, ...parts]);
}

/** What a table or a memory says of its size. */
export function limits(reader) {
  const flags = reader.byte();
  const min = reader.number();
  return { flags, min, max: flags & 1 ? reader.number() : undefined };
}

export function limitsBytes({ flags, min, max }) {
  return [flags, ...number(min), ...(flags & 1 ? number(max) : [])];
}

/** An import: where from, its name, its kind (0 function, 1 table, 2 memory, 3 global), its type. */
export function imported(reader) {
  const [from, own, kind] = [reader.name(), reader.name(), reader.byte()];
  const type = reader.slice((it) => {
    if (kind === 0) it.number();
    else if (kind === 3) it.at += 2;
    else {
      if (kind === 1) it.byte();
      limits(it);
    }
  });
  return { from, own, kind, type };
}

/** A body's code anew: `change(kind, index)` gives the index to write for each one met. */
export function rewritten(body, change) {
  const reader = new Reader(body);
  const pieces = [];
  let from = 0;
  const keep = () => pieces.push(body.subarray(from, reader.at));
  const put = (kind) => {
    keep();
    pieces.push(number(change(kind, reader.number())));
    from = reader.at;
  };
  reader.list((it) => {
    it.number();
    it.byte();
  });
  while (reader.at < body.length) instruction(reader, put);
  keep();
  return join(pieces);
}

/** Passes one instruction; `put` takes each index of a function or a global. */
function instruction(reader, put) {
  const code = reader.byte();
  if (code === 0x10 || code === 0x12 || code === 0xd2) put("function");
  else if (code === 0x23 || code === 0x24) put("global");
  else if (code === 0xfc) extended(reader);
  else if (code === 0x0e) reader.list((it) => it.number()), reader.number();
  else if (code === 0x11 || code === 0x13) reader.number(), reader.number();
  else if (code === 0x1c) reader.list((it) => it.byte());
  else if (code === 0x43) reader.at += 4;
  else if (code === 0x44) reader.at += 8;
  else if (code >= 0x28 && code <= 0x3e) reader.number(), reader.skipNumber();
  else if (
    (code >= 0x02 && code <= 0x04) || code === 0x0c || code === 0x0d ||
    (code >= 0x20 && code <= 0x26) || code === 0x3f || code === 0x40 ||
    code === 0x41 || code === 0x42 || code === 0xd0
  ) reader.skipNumber();
  else if (!plain(code)) throw new Error(`wasm: instruction 0x${code.toString(16)} is unknown here`);
}

/** Instructions of one byte. */
function plain(code) {
  return code <= 0x01 || code === 0x05 || code === 0x0b || code === 0x0f || code === 0x1a ||
    code === 0x1b || (code >= 0x45 && code <= 0xc4) || code === 0xd1;
}

function extended(reader) {
  const code = reader.number();
  const immediates = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][code];
  if (immediates === undefined) throw new Error(`wasm: instruction 0xfc ${code} is unknown here`);
  if ([8, 9, 12, 13].includes(code)) throw new Error("wasm: passive segments are unknown here");
  for (let it = 0; it < immediates; it += 1) reader.number();
}
