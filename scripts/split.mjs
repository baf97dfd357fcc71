// Splits a wasm module in two: what is wanted at once, and the rest, which is fetched behind it.
//
// A function that moves leaves a door in the first module: it calls the moved one through a new
// slot of the table, and where that is still empty it first calls the import `rest.load`, which
// must fill it. The second module has memory, table, globals and functions of the first as imports
// under `first`. It must not know what the functions do: who moves is asked by name.

import {
  Reader, imported, join, limits, limitsBytes, list, name, number, read, rewritten, signed, write,
} from "./wasm.mjs";

/** A body smaller than this is not worth a door. */
const DOOR = 48;

const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
const GLOBAL = 3;

/** The two modules; `moves(symbol)` says whether a function goes into the second. */
export function split(wasm, moves) {
  const { sections, names } = read(wasm);
  const whole = parts(sections);
  const own = whole.bodies.map((_, it) => it + whole.functions);
  const moved = own.filter((it) =>
    whole.bodies[it - whole.functions].length >= DOOR && moves(names.get(it) ?? ""));
  const plan = planned(whole, new Set(moved));
  const rest = second(whole, plan);
  return { first: first(whole, plan), rest, moved: moved.length };
}

/** What the sections hold, as far as splitting needs it. */
function parts(sections) {
  const of = (kind, thing) => (sections[kind] ? new Reader(sections[kind]).list(thing) : []);
  const imports = of("import", imported);
  const count = (kind) => imports.filter((it) => it.kind === kind).length;
  if (count(TABLE) + count(MEMORY) + count(GLOBAL)) throw new Error("split: imports of others");
  if (sections.start) throw new Error("split: a start function");
  const types = of("type", (it) => it.slice(() => {
    if (it.byte() !== 0x60) throw new Error("split: a type that is no function's");
    it.list((one) => one.byte());
    it.list((one) => one.byte());
  }));
  const global = (it) => {
    const type = [...it.take(2)];
    const from = it.at;
    // A constant: nothing in it but one number of one kind, or a reference to nothing.
    while (it.byte() !== 0x0b);
    return { type, value: it.bytes.subarray(from, it.at) };
  };
  return {
    sections,
    imports,
    functions: imports.length,
    types,
    typeOf: [
      ...imports.map((it) => new Reader(it.type).number()),
      ...of("function", (it) => it.number()),
    ],
    tables: of("table", (it) => ({ type: it.byte(), ...limits(it) })),
    globals: of("global", global),
    exports: of("export", (it) => ({ own: it.name(), kind: it.byte(), index: it.number() })),
    elements: of("element", element),
    bodies: of("code", (it) => it.take(it.number())),
  };
}

/** An active segment of table 0: its place, and the functions in it. */
function element(reader) {
  if (reader.number() !== 0) throw new Error("split: a segment that is not plain");
  const place = reader.slice((it) => {
    if (it.byte() !== 0x41) throw new Error("split: a place that is no number");
    it.skipNumber();
    it.byte();
  });
  return { place, functions: reader.list((it) => it.number()) };
}

/** Which doors there are, what the second module takes from the first, and under which names. */
function planned(whole, moved) {
  const doors = new Set();
  const [functions, globals] = [new Set(), new Set()];
  const body = (it) => whole.bodies[it - whole.functions];
  for (let it = whole.functions; it < whole.typeOf.length; it += 1) {
    const inside = moved.has(it);
    rewritten(body(it), (kind, index) => {
      if (kind === "global") {
        if (inside) globals.add(index);
      } else if (inside && !moved.has(index)) functions.add(index);
      else if (!inside && moved.has(index)) doors.add(index);
      return index;
    });
  }
  for (const it of whole.elements.flatMap((one) => one.functions)) if (moved.has(it)) doors.add(it);
  for (const it of whole.exports) if (it.kind === FUNCTION && moved.has(it.index)) doors.add(it.index);
  const slot = new Map([...doors].map((it, place) => [it, whole.tables[0].min + place]));
  return { moved, slot, functions: [...functions], globals: [...globals] };
}

/** The new import comes last, so every function of the module's own is one further on. */
const shifted = (whole, index) => (index < whole.functions ? index : index + 1);

function first(whole, { moved, slot, functions, globals }) {
  const load = whole.functions;
  const nothing = [0x60, 0, 0];
  const bodies = whole.bodies.map((body, place) => {
    const it = place + whole.functions;
    if (slot.has(it)) return door(whole, whole.typeOf[it], slot.get(it), load);
    if (moved.has(it)) return Uint8Array.of(0, 0x00, 0x0b);
    return rewritten(body, (kind, index) => (kind === "global" ? index : shifted(whole, index)));
  });
  const exported = (own, kind, index) => [...name(own), kind, ...number(index)];
  const [table, ...tables] = whole.tables;
  const more = slot.size;
  const grown = {
    ...table, min: table.min + more, max: table.max === undefined ? undefined : table.max + more,
  };
  const kept = whole.exports.map(({ own, kind, index }) =>
    exported(own, kind, kind === FUNCTION ? shifted(whole, index) : index));
  return write({
    ...whole.sections,
    type: list([...whole.types, nothing]),
    import: list([
      ...whole.imports.map((it) => join([name(it.from), name(it.own), [it.kind], it.type])),
      [...name("rest"), ...name("load"), FUNCTION, ...number(whole.types.length)],
    ]),
    table: list([grown, ...tables].map((it) => [it.type, ...limitsBytes(it)])),
    export: list([
      ...kept,
      ...whole.tables.map((_, it) => exported(`t${it}`, TABLE, it)),
      exported("m", MEMORY, 0),
      ...globals.map((it) => exported(`g${it}`, GLOBAL, it)),
      ...functions.map((it) => exported(`f${it}`, FUNCTION, shifted(whole, it))),
    ]),
    element: list(whole.elements.map((it) =>
      join([[0], it.place, list(it.functions.map((one) => number(shifted(whole, one))))]))),
    code: list(bodies.map((it) => join([number(it.length), it]))),
  });
}

/** Calls what stands in a slot; where nothing does, what should is loaded first. */
function door(whole, type, slot, load) {
  const reader = new Reader(whole.types[type], 1);
  const parameters = reader.number();
  const place = signed(slot);
  return join([
    [0, 0x41, ...place, 0x25, 0, 0xd1, 0x04, 0x40, 0x10, ...number(load), 0x0b],
    ...Array.from({ length: parameters }, (_, it) => [0x20, ...number(it)]),
    [0x41, ...place, 0x11, ...number(type), 0, 0x0b],
  ]);
}

function second(whole, { moved, slot, functions, globals }) {
  const own = [...moved];
  const place = new Map([...functions, ...own].map((it, index) => [it, index]));
  const globalPlace = new Map(globals.map((it, index) => [it, index]));
  const from = (own, kind, type) => [...name("first"), ...name(own), kind, ...type];
  const memory = new Reader(whole.sections.memory);
  memory.number();
  const bodies = own.map((it) => rewritten(whole.bodies[it - whole.functions], (kind, index) =>
    (kind === "global" ? globalPlace : place).get(index)));
  const grown = (it, size) => limitsBytes({ flags: 0, min: it.min + size });
  return write({
    type: list(whole.types),
    import: list([
      ...whole.tables.map((it, index) =>
        from(`t${index}`, TABLE, [it.type, ...grown(it, index === 0 ? slot.size : 0)])),
      from("m", MEMORY, limitsBytes(limits(memory))),
      ...globals.map((it) => from(`g${it}`, GLOBAL, whole.globals[it].type)),
      ...functions.map((it) => from(`f${it}`, FUNCTION, number(whole.typeOf[it]))),
    ]),
    function: list(own.map((it) => number(whole.typeOf[it]))),
    element: list([join([
      [0, 0x41, ...signed(whole.tables[0].min), 0x0b],
      list([...slot.keys()].map((it) => number(place.get(it)))),
    ])]),
    code: list(bodies.map((it) => join([number(it.length), it]))),
  });
}
