// What a player can know: the moments that look the same as theirs, each with its probability; and how the odds stood at
// each decision, averaged over them. The twin of `review/road/` and
// `review/odds/decisions.py`.
"use strict";

const ALIKE = 2_000; // moments that look the same; past them nothing is said

/** All that a player is shown at a moment. Ids are no part of it, for nobody sees them. */
function appearance(view) {
  const changes = (list) => list.map(({ id, last, ...shown }) => shown);
  const { followed, frame } = view;
  return JSON.stringify([
    view.turn, frame.stayed, view.chapter, view.title, view.date, view.place,
    view.passages.map(({ node, ...told }) => ({ ...told, changes: changes(told.changes) })),
    followed && [followed.label, followed.text, changes(followed.changes)],
    view.board.map(({ heading, meters }) => [heading, meters.map(({ id, ...shown }) => shown)]),
    view.hearings.map(({ name, role, heard, text }) => [name, role, heard, text]),
    view.hearLeft,
    view.offers.map(({ label, open, locked }) => [label, open ? "" : locked]),
    view.ending && [view.ending.name, view.ending.tone],
  ]);
}

/** Each decision of a session as it was met: {view, belief, taken}; belief is null where too many moments look the same. */
function retraced(session) {
  const { machine, seed, steps } = session;
  const pins = (n) => {
    const next = steps.findIndex(({ kind }, i) => i >= n && kind !== "chance");
    return steps.slice(n, next < 0 ? undefined : next).map(({ ref }) => ref);
  };
  const again = new Session(machine, seed, pins(0));
  let known = lookingLike(again.view, everyWay(machine, (draw) => entered(machine, machine.story.start, started(machine), draw)));
  const found = [];
  steps.forEach(({ kind, ref }, n) => {
    const { view } = again;
    if (kind === "choose") {
      found.push({ view, belief: known, taken: ref });
      const place = view.offers.findIndex((offer) => offer.ref === ref);
      again.choose(ref, pins(n + 1));
      known = known && lookingLike(again.view, led(machine, known, place));
    } else if (kind === "hear") {
      const place = view.hearings.findIndex((one) => one.ref === ref);
      again.hear(ref);
      known = known && lookingLike(again.view, known.map(({ view: one, share }) => [heardIn(machine, one.frame, one.hearings[place].ref), share]));
    }
  });
  return found;
}

function lookingLike(seen, frames) {
  if (frames.length > ALIKE) return null;
  const looks = appearance(seen);
  const views = frames.map(([frame, share]) => ({ view: new View(seen.machine, frame, seen.turn), share }));
  const kept = views.filter(({ view }) => appearance(view) === looks);
  const total = kept.reduce((sum, { share }) => plus(sum, share), NONE);
  return kept.map(({ view, share }) => ({ view, share: over(share, total) }));
}

/** Where a choice leads; moments in the same state lead to the same, and are taken together. */
function led(machine, belief, place) {
  const together_ = new Map();
  for (const { view, share } of belief) {
    const key = JSON.stringify([view.frame.at, view.frame.s, Object.keys(view.frame.heard).sort()]);
    together_.set(key, { view, share: plus(together_.get(key)?.share ?? NONE, share) });
  }
  return [...together_.values()].flatMap(({ view, share }) => {
    const option = machine.options.get(view.offers[place].ref);
    return everyWay(machine, (draw) => chosenIn(machine, view.frame, option, draw)).map(([frame, part]) => [frame, times(share, part)]);
  });
}

const started = (machine) => {
  const s = machine.story.initial.slice();
  return { asked: s.slice(), settled: s.slice(), chosen: null, s };
};

function entered(machine, target, moment, draw) {
  const page = [];
  const at = machine.runOn(target, moment.s, draw, (one) => page.push(one));
  return { ...moment, at, page, stayed: false, heard: {} };
}

function chosenIn(machine, frame, option, draw) {
  const s = frame.s.slice();
  machine.apply(option.ops, s);
  const moment = { asked: frame.s, settled: s.slice(), chosen: option, s };
  const target = machine.leave(machine.scenes[frame.at], option, s);
  if (target === null) return { ...moment, at: frame.at, heard: frame.heard, page: frame.page, stayed: true };
  return entered(machine, target, moment, draw);
}

function heardIn(machine, frame, ref) {
  const s = frame.s.slice();
  const slot = machine.story.heard[ref];
  if (slot !== undefined) s[slot] = 1;
  return { ...frame, s, heard: { ...frame.heard, [ref]: frame.s } };
}

/** How the odds stood at each decision: before it, after each move; and what was open, the best and the worst. */
function weighed(session, outlook) {
  return retraced(session).map(({ view, belief, taken }) => {
    if (!belief) return null;
    const offers = view.offers.map(({ ref, open }, place) => ({ ref, open, place })).filter(({ open }) => open);
    const place = offers.find(({ ref }) => ref === taken).place;
    const before = outlook.empty();
    const moves = new Map(offers.map(({ ref }) => [ref, outlook.empty()]));
    const put = (into, from, share) => ["odds", "best", "worst"].forEach((part) => from[part].forEach((one, i) => (into[part][i] += one * share)));
    for (const { view: one, share } of belief) {
      const after = outlook.after(one.frame);
      put(before, outlook.at(one.frame), decimal(share));
      for (const { ref, place: at } of offers) put(moves.get(ref), after.get(one.offers[at].ref), decimal(share));
    }
    before.open = outlook.at(view.frame).open;
    moves.get(taken).open = outlook.after(view.frame).get(view.offers[place].ref).open;
    return { before, moves, taken, after: moves.get(taken) };
  });
}
