// Unpacks LZMA ("alone" format, size in its header). It must not know what is packed.
//
// Static hosts compress with gzip at best, and no browser unpacks anything better by itself. For
// the program that is a fifth of the whole download, so it is worth these lines. They follow the
// format's public specification; scripts/pack.mjs checks with each build that they give back what
// was packed.

/** Where each model's probabilities begin in the one array that holds them all. */
const MATCH = 0;
const REP = MATCH + 192;
const REP0 = REP + 12;
const REP1 = REP0 + 12;
const REP2 = REP1 + 12;
const REP0_LONG = REP2 + 12;
const SLOT = REP0_LONG + 192;
const SPECIAL = SLOT + 256;
const ALIGN = SPECIAL + 115;
const LENGTH = ALIGN + 16;
const REP_LENGTH = LENGTH + 514;
const LITERAL = REP_LENGTH + 514;

/** Bytes in, bytes out; what is damaged gives other bytes or an exception, never an endless loop. */
export function unlzma(source) {
  const [properties] = source;
  const lc = properties % 9;
  const lp = Math.floor(properties / 9) % 5;
  const pb = Math.floor(properties / 45);
  const header = new DataView(source.buffer, source.byteOffset);
  const size = header.getUint32(5, true);
  const made = new Uint8Array(size);
  const chances = new Uint16Array(LITERAL + (0x300 << (lc + lp))).fill(1024);
  let code = header.getUint32(14);
  let range = 0xffffffff;
  let at = 18;

  const fill = () => {
    if (range < 0x1000000) {
      range *= 256;
      code = code * 256 + source[at];
      at += 1;
    }
  };
  const bit = (model) => {
    const chance = chances[model];
    const bound = (range >>> 11) * chance;
    if (code < bound) {
      range = bound;
      chances[model] = chance + ((2048 - chance) >> 5);
      fill();
      return 0;
    }
    range -= bound;
    code -= bound;
    chances[model] = chance - (chance >> 5);
    fill();
    return 1;
  };
  const tree = (model, bits) => {
    let node = 1;
    for (let it = 0; it < bits; it += 1) node = (node << 1) | bit(model + node);
    return node - (1 << bits);
  };
  const reversed = (model, bits) => {
    let [node, sum] = [1, 0];
    for (let it = 0; it < bits; it += 1) {
      const next = bit(model + node);
      node = (node << 1) | next;
      sum |= next << it;
    }
    return sum;
  };
  const even = (bits) => {
    let sum = 0;
    for (let it = 0; it < bits; it += 1) {
      range = Math.floor(range / 2);
      const one = code >= range;
      if (one) code -= range;
      sum = sum * 2 + Number(one);
      fill();
    }
    return sum;
  };
  const lengthOf = (model, place) => {
    if (!bit(model)) return tree(model + 2 + place * 8, 3);
    if (!bit(model + 1)) return 8 + tree(model + 130 + place * 8, 3);
    return 16 + tree(model + 258, 8);
  };
  const distanceOf = (length) => {
    const slot = tree(SLOT + Math.min(length, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const distance = (2 + (slot & 1)) * 2 ** bits;
    if (slot < 14) return distance + reversed(SPECIAL + distance - slot, bits);
    return distance + even(bits - 4) * 16 + reversed(ALIGN, 4);
  };

  let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];
  let [state, end] = [0, 0];
  const literal = () => {
    const before = end ? made[end - 1] : 0;
    const place = ((end & ((1 << lp) - 1)) << lc) + (before >> (8 - lc));
    const model = LITERAL + 0x300 * place;
    let symbol = 1;
    if (state >= 7) {
      let match = made[end - rep0 - 1];
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const found = bit(model + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | found;
        if (found !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(model + symbol);
    made[end] = symbol;
    end += 1;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };
  const repeated = () => {
    let distance = rep1;
    if (bit(REP1 + state)) {
      distance = rep2;
      if (bit(REP2 + state)) {
        distance = rep3;
        rep3 = rep2;
      }
      rep2 = rep1;
    }
    rep1 = rep0;
    rep0 = distance;
  };

  while (end < size && at <= source.length + 5) {
    const place = end & ((1 << pb) - 1);
    if (!bit(MATCH + (state << 4) + place)) {
      literal();
      continue;
    }
    let length;
    if (bit(REP + state)) {
      if (bit(REP0 + state)) {
        repeated();
      } else if (!bit(REP0_LONG + (state << 4) + place)) {
        state = state < 7 ? 9 : 11;
        made[end] = made[end - rep0 - 1];
        end += 1;
        continue;
      }
      length = lengthOf(REP_LENGTH, place);
      state = state < 7 ? 8 : 11;
    } else {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      length = lengthOf(LENGTH, place);
      state = state < 7 ? 7 : 10;
      rep0 = distanceOf(length);
    }
    const to = Math.min(size, end + length + 2);
    for (; end < to; end += 1) made[end] = made[end - rep0 - 1];
  }
  return made;
}
