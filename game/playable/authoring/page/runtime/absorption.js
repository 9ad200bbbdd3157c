// Where a chain of states ends up, exactly: by elimination, in fractions, ring by ring. The twin of
// `review/counterfactuals/absorption.py`.
"use strict";

const STUCK = "stuck"; // among the endings: what cannot go on, or goes on for ever

/** Add shares of endings, `through` times each. */
function add(into, shares, through = WHOLE) {
  for (const [ending, share] of shares) into.set(ending, plus(into.get(ending) ?? NONE, times(through, share)));
  return into;
}

/** The shares of what is known that each row comes to; what goes round for ever is stuck. Rings are solved by elimination. */
function absorbed(rows) {
  const found = [];
  const mixed = (row) => {
    const shares = new Map();
    for (const [to, share] of row) add(shares, to === STUCK ? [[STUCK, WHOLE]] : found[to], share);
    return shares;
  };
  for (const ring of rings(rows.map(({ row }) => [...row.keys()].filter((to) => to !== STUCK)))) {
    const [first] = ring;
    if (ring.length === 1 && rows[first].known) found[first] = rows[first].known;
    else if (ring.length === 1 && !rows[first].row.has(first)) found[first] = mixed(rows[first].row);
    else {
      const within = new Set(ring);
      const inside = new Map(ring.map((n) => [n, new Map([...rows[n].row].filter(([to]) => within.has(to)))]));
      const out = new Map(ring.map((n) => [n, mixed([...rows[n].row].filter(([to]) => !within.has(to)))]));
      ring.forEach((n, place) => {
        const own = inside.get(n);
        const again = own.get(n) ?? NONE;
        own.delete(n);
        if (!order(again, WHOLE)) out.set(n, new Map([[STUCK, WHOLE]]));
        else if (again[0]) {
          const left = minus(WHOLE, again);
          for (const [to, share] of own) own.set(to, over(share, left));
          out.set(n, new Map([...out.get(n)].map(([ending, share]) => [ending, over(share, left)])));
        }
        for (const one of ring.slice(place + 1)) {
          const other = inside.get(one);
          const through = other.get(n);
          if (!through) continue;
          other.delete(n);
          for (const [to, share] of own) other.set(to, plus(other.get(to) ?? NONE, times(through, share)));
          add(out.get(one), out.get(n), through);
        }
      });
      for (const n of [...ring].reverse()) found[n] = add(out.get(n), mixed(inside.get(n)));
    }
  }
  return found;
}

/** Strongly connected components of a graph, what they lead to before them (Tarjan, 1972, without recursion). */
function rings(to) {
  const found = [];
  const [index, low, on, stack] = [[], [], [], []];
  let count = 0;
  for (let root = 0; root < to.length; root += 1) {
    if (index[root] !== undefined) continue;
    const calls = [[root, 0]];
    while (calls.length) {
      const call = calls[calls.length - 1];
      const [n] = call;
      if (call[1] === 0) {
        index[n] = low[n] = count++;
        stack.push(n);
        on[n] = true;
      }
      if (call[1] < to[n].length) {
        const next = to[n][call[1]++];
        if (index[next] === undefined) calls.push([next, 0]);
        else if (on[next]) low[n] = Math.min(low[n], index[next]);
        continue;
      }
      calls.pop();
      if (calls.length) low[calls[calls.length - 1][0]] = Math.min(low[calls[calls.length - 1][0]], low[n]);
      if (low[n] === index[n]) {
        const ring = stack.splice(stack.indexOf(n));
        for (const one of ring) on[one] = false;
        found.push(ring.sort((a, b) => a - b));
      }
    }
  }
  return found;
}
