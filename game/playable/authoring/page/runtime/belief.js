// What a player can know: the moments that look the same as theirs, each with its probability. The twin of
// `review/road/belief.py` and `moments.py`.
"use strict";

const ALIKE = 2_000; // moments that look the same; past them nothing is said

/** All that a player is shown at a moment. Ids are no part of it, for nobody sees them. */
function appearance(view) {
  const changes = (list) => list.map(({ id, last, ...shown }) => shown);
  const { followed, snapshot } = view;
  return JSON.stringify([
    view.turn, snapshot.stayed, view.chapter, view.title, view.date, view.place,
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
      known = known && lookingLike(again.view, known.map(({ view: one, share }) => [heardIn(machine, one.snapshot, one.hearings[place].ref), share]));
    }
  });
  return found;
}

function lookingLike(seen, snapshots) {
  if (snapshots.length > ALIKE) return null;
  const looks = appearance(seen);
  const views = snapshots.map(([snapshot, share]) => ({ view: new View(seen.machine, snapshot, seen.turn), share }));
  const kept = views.filter(({ view }) => appearance(view) === looks);
  const total = kept.reduce((sum, { share }) => plus(sum, share), NONE);
  return kept.map(({ view, share }) => ({ view, share: over(share, total) }));
}

/** Where a choice leads; moments in the same state lead to the same, and are taken together. */
function led(machine, belief, place) {
  const together_ = new Map();
  for (const { view, share } of belief) {
    const key = JSON.stringify([view.snapshot.at, view.snapshot.s, Object.keys(view.snapshot.heard).sort()]);
    together_.set(key, { view, share: plus(together_.get(key)?.share ?? NONE, share) });
  }
  return [...together_.values()].flatMap(({ view, share }) => {
    const option = machine.options.get(view.offers[place].ref);
    return everyWay(machine, (draw) => chosenIn(machine, view.snapshot, option, draw)).map(([snapshot, part]) => [snapshot, times(share, part)]);
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

function chosenIn(machine, snapshot, option, draw) {
  const s = snapshot.s.slice();
  machine.apply(option.ops, s);
  const moment = { asked: snapshot.s, settled: s.slice(), chosen: option, s };
  const target = machine.leave(machine.scenes[snapshot.at], option, s);
  if (target === null) return { ...moment, at: snapshot.at, heard: snapshot.heard, page: snapshot.page, stayed: true };
  return entered(machine, target, moment, draw);
}

function heardIn(machine, snapshot, ref) {
  const s = snapshot.s.slice();
  const slot = machine.story.heard[ref];
  if (slot !== undefined) s[slot] = 1;
  return { ...snapshot, s, heard: { ...snapshot.heard, [ref]: snapshot.s } };
}
