// What can be said after the ending: of each decision, where every other choice would have led, all else kept.
//
// Later scenes take the choice that was made there, at the same visit, where it is open, and every open one alike where it
// is not; a draw falls as it fell at the same draw of its node where it can, and by its weights where it cannot.
"use strict";

const MOST = 20_000; // moments followed for one change; what needs more is not told

/** Of each decision, from 1: {turn, view, instead: [{ref, endings}]}, endings as shares by node id; null past MOST. */
function butFor(session) {
  const made = session.frames.slice(1).map((frame) => frame.chosen.ref);
  const nodes = session.frames.slice(0, -1).map((frame) => session.machine.scenes[frame.at].id);
  const recorded = { chosen: numbered(made, nodes), drawn: numbered(session.steps.filter(({ kind }) => kind === "chance").map(({ ref }) => ref)) };
  return session.views.slice(0, made.length).map((view, turn) => ({
    turn,
    view,
    instead: view.offers
      .filter((offer) => offer.open && offer.ref !== made[turn])
      .map((offer) => ({ ref: offer.ref, label: offer.label, endings: follow(session, turn, offer.ref, recorded) })),
  }));
}

/** Things in order, by their node and how often it came before. */
function numbered(refs, nodes = refs.map((ref) => ref.split(".")[0])) {
  const times = {};
  return Object.fromEntries(refs.map((ref, n) => [`${nodes[n]}/${(times[nodes[n]] = (times[nodes[n]] ?? 0) + 1)}`, ref]));
}

function follow(session, turn, ref, recorded) {
  const { machine } = session;
  const frame = session.frames[turn];
  const past = session.steps.slice(0, session.frames[turn + 1].steps).filter(({ kind }) => kind !== "hear");
  const times = {};
  for (const step of past) bump(times, `${step.kind}/${step.ref.split(".")[0]}`);
  const endings = {};
  let ahead = new Map();
  const add = (to, key, share, found) => to.set(key, { share: (to.get(key)?.share ?? 0) + share, ...found });
  const land = (to, share, at, s, counts) => add(to, JSON.stringify([at, s, Object.entries(counts).sort()]), share, { at, s, counts });

  /** Make a choice and follow every way that the draws after it can fall. */
  const make = (to, share, at, s, counts, option) => {
    const scene = machine.scenes[at];
    const next = s.slice();
    machine.apply(option.ops, next);
    const target = machine.leave(scene, option, next);
    const counted = { ...counts };
    bump(counted, `choose/${scene.id}`);
    if (target === null) return land(to, share, at, next, counted);
    return fall(to, share, target, next, counted, []);
  };

  /** Run on with the draws in `fixed`; at one more, once for each way that it can fall. */
  const fall = (to, share, target, s, counts, fixed) => {
    const run = s.slice();
    const counted = { ...counts };
    let n = 0;
    let ways = null;
    const draw = (scene, now) => {
      const before = bump(counted, `chance/${scene.id}`);
      if (n < fixed.length) return fixed[n++];
      const weights = machine.weights(scene, now);
      const fell = scene.outcomes.findIndex((one) => one.ref === recorded.drawn[`${scene.id}/${before}`]);
      if (fell >= 0 && weights[fell] > 0n) {
        n += 1;
        fixed.push(fell);
        return fell;
      }
      ways = weights.map(Number);
      throw ways;
    };
    try {
      land(to, share, machine.runOn(target, run, draw), run, counted);
    } catch (stopped) {
      if (stopped instanceof Stuck) bump(endings, "stuck", share);
      else if (stopped !== ways) throw stopped;
      else {
        const all = ways.reduce((a, b) => a + b, 0);
        ways.forEach((weight, i) => weight && fall(to, (share * weight) / all, target, s, counts, [...fixed, i]));
      }
    }
  };

  let left = MOST;
  make(ahead, 1, frame.at, frame.s, times, machine.options.get(ref));
  while (ahead.size) {
    const to = new Map();
    for (const { share, at, s, counts } of ahead.values()) {
      if (!(left -= 1)) return null;
      const scene = machine.scenes[at];
      if (scene.ending) {
        bump(endings, scene.id, share);
        continue;
      }
      const open = scene.options.filter((option) => machine.holds(option.when, s));
      const again = recorded.chosen[`${scene.id}/${(counts[`choose/${scene.id}`] ?? 0) + 1}`];
      const kept = open.filter((option) => option.ref === again);
      const taken = kept.length ? kept : open;
      if (!taken.length) bump(endings, "stuck", share);
      for (const option of taken) make(to, share / taken.length, at, s, counts, option);
    }
    ahead = to;
  }
  return endings;
}

const bump = (counts, key, by = 1) => (counts[key] = (counts[key] ?? 0) + by);

/** The review as a part of the page: where the road turned, then each decision with both sides of it. */
function review(session, screen) {
  const { machine } = session;
  const ended = machine.scenes[session.frame.at];
  const toneOf = (id) => machine.scenes.find((scene) => scene.id === id)?.ending?.tone ?? "stuck";
  const rows = butFor(session);
  const share = (part) => (part > 0.999 ? "" : ` (${part < 0.01 ? "under 1" : Math.round(part * 100)}%)`);
  const inWords = (endings) => endings === null ? "too many ways to count"
    : Object.entries(endings).sort((a, b) => b[1] - a[1]).map(([id, part]) => `${id === "stuck" ? "no way on" : screen.name(id)}${share(part)}`).join(", ");
  const turns = rows.flatMap((row) => row.instead.filter(({ endings }) => endings && Object.entries(endings).some(([id, part]) => part > 0.5 && toneOf(id) !== ended.ending.tone)).map((one) => ({ ...row, ...one })));
  const says = (told) => (told === undefined ? null : proseOf(machine.tell(told, session.frame.s), (term) => screen.sheets.term(term)));
  return h("section", { class: "review" },
    h("h2", {}, "Where the road turned"),
    turns.length
      ? h("ul", {}, turns.map(({ view, label, endings }) => h("li", {}, `${view.title}: “${plain(line(label))}” instead, all else kept, ends in ${inWords(endings)}.`)))
      : h("p", {}, "No single decision, changed with all else kept, comes to another kind of ending."),
    h("h2", {}, "Decision by decision"),
    rows.map(({ turn, view, instead }) => h("details", {}, h("summary", {}, `${turn + 1}. ${view.title || "…"}: ${plain(line(machine.tell(session.frames[turn + 1].chosen.label, view.frame.s)))}`),
      instead.length ? h("ul", {}, instead.map(({ label, endings }) => h("li", {}, `“${plain(line(label))}” ends in ${inWords(endings)}.`))) : null,
      [[machine.story.view, "essay"], ["The strongest objection", "objection"], ["What was reported", "history"]].map(([heading, part]) => view.scene.debrief?.[part] !== undefined ? [h("h3", {}, heading), says(view.scene.debrief[part])] : null))));
}
