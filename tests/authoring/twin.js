// Plays in the page's own runtime what Python has played, and says where the two first differ. Reads from its input, as
// JSON, a list of [program, [[seed, moves, moments], …]]; prints `agree N`, the moments compared, or the difference.
"use strict";

const fs = require("fs");

const span = ({ text, emphasis, strong, term }) => [text, emphasis, strong, term];

function moment(view, { blocks, line }) {
  const prose = (text) => blocks(text).map((b) => [b.kind, b.spans.map(span), b.depth, b.marker, b.form || null, b.opens]);
  const words = (text) => line(text).map(span);
  const changes = (list) => list.map((c) => [c.id, c.before, c.value, c.word, words(c.because), c.cites, c.outside]);
  const reasons = (list) => list.map((r) => [words(r.because), r.cites, r.outside]);
  const { followed } = view;
  return {
    node: view.scene.id,
    state: view.snapshot.s,
    head: [view.title, view.date, view.place, view.chapter],
    passages: view.passages.map((p) => [p.node, p.title, p.date, p.place, prose(p.text), p.cites, reasons(p.reasons), changes(p.changes)]),
    followed: followed && [followed.choice, words(followed.label), prose(followed.text)],
    changes: changes(followed?.changes ?? []),
    offers: view.offers.map((o) => [o.ref, words(o.label), o.open ? [] : words(o.locked)]),
    hearings: view.hearings.map((x) => [x.ref, x.name, x.role, x.heard, prose(x.text)]),
    left: view.hearLeft,
    board: view.board.map((p) => [p.heading, p.meters.map((m) => [m.id, m.name, m.value, m.word, m.span, m.last])]),
    ending: view.ending?.name ?? null,
    stuck: view.stuck,
  };
}

const sorted = (_, value) =>
  value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;

function compare([program, plays]) {
  const parts = new Function(`${program}\nreturn { Machine, Session, Stuck, blocks, line, STORY, FUNCTIONS };`)();
  const machine = new parts.Machine(parts.STORY, parts.FUNCTIONS);
  let compared = 0;
  for (const [seed, moves, moments] of plays) {
    const session = new parts.Session(machine, seed);
    for (const [n, expected] of moments.entries()) {
      if (n > 0) {
        const [kind, ref] = moves[n - 1];
        if (!(kind === "hear" ? session.hear(ref) : session.choose(ref))) throw new Error(`${seed}: refused ${ref}`);
      }
      const ours = JSON.stringify(moment(session.view, parts), sorted);
      const theirs = JSON.stringify(expected, sorted);
      const at = [...ours].findIndex((c, i) => c !== theirs[i]);
      if (ours !== theirs) throw new Error(`seed ${seed}, move ${n}: page\n${ours.slice(at - 80)}\nPython\n${theirs.slice(at - 80)}`);
      compared += 1;
    }
    const again = parts.Session.replay(machine, seed, session.steps);
    if (again.held !== session.steps.length) throw new Error(`seed ${seed}: its own steps do not replay`);
  }
  return compared;
}

const compared = JSON.parse(fs.readFileSync(0, "utf8")).map(compare);
console.log(`agree ${compared.reduce((a, b) => a + b, 0)}`);
