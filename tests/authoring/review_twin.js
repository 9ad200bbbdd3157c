// Says in the page's own runtime why playthroughs ended so, and where that first differs from what Python says. Reads from
// its input, as JSON, a list of [program, [[seed, short, steps, said], …]]; prints `agree N`, the playthroughs compared.
"use strict";

const fs = require("fs");

/** A short game takes by itself what was taken in it. */
function replayedShort(Session, machine, played, goOn) {
  const { asks } = machine.story.short;
  const session = new Session(machine, played.seed);
  session.isShort = true;
  goOn(session);
  for (const ref of played.road.filter((one) => asks.includes(one.split(".")[0]))) {
    session.choose(ref);
    goOn(session);
  }
  if (String(session.road) !== String(played.road)) throw new Error(`seed ${played.seed}: ${session.road} for ${played.road}`);
}

function compare([program, plays]) {
  const { Machine, Session, goOn, halfPage, leansOn, twoByTwo, STORY, FUNCTIONS } = new Function(`${program}\nreturn { Machine, Session, goOn, halfPage, leansOn, twoByTwo, STORY, FUNCTIONS };`)();
  const machine = new Machine(STORY, FUNCTIONS);
  for (const [seed, short, steps, said] of plays) {
    const { session, held } = Session.replay(machine, seed, steps.map(([kind, ref]) => ({ kind, ref })));
    if (held !== steps.length) throw new Error(`seed ${seed}: the steps do not replay`);
    session.isShort = short;
    if (short) replayedShort(Session, machine, session, goOn);
    const half = halfPage(session);
    const pairs = half.found.turns.length || !said[2].length ? [] : twoByTwo(half);
    const ours_ = [half.why, half.butFor, pairs, leansOn(session, half) ?? []];
    const [ours, theirs] = [JSON.stringify(ours_, null, 1), JSON.stringify(said, null, 1)];
    if (ours !== theirs) throw new Error(`seed ${seed}: page\n${ours}\nPython\n${theirs}`);
  }
  return plays.length;
}

console.log(`agree ${JSON.parse(fs.readFileSync(0, "utf8")).map(compare).reduce((a, b) => a + b, 0)}`);
