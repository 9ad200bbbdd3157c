// Says in the page's own runtime why playthroughs ended so, and where that first differs from what Python says. Reads from
// its input, as JSON, a list of [program, [[seed, steps, said], …]]; prints `agree N`, the playthroughs compared.
"use strict";

const fs = require("fs");

function compare([program, plays]) {
  const { Machine, Session, halfPage, STORY, FUNCTIONS } = new Function(`${program}\nreturn { Machine, Session, halfPage, STORY, FUNCTIONS };`)();
  const machine = new Machine(STORY, FUNCTIONS);
  for (const [seed, steps, said] of plays) {
    const { session, held } = Session.replay(machine, seed, steps.map(([kind, ref]) => ({ kind, ref })));
    if (held !== steps.length) throw new Error(`seed ${seed}: the steps do not replay`);
    const { why, butFor } = halfPage(session);
    const [ours, theirs] = [JSON.stringify([why, butFor], null, 1), JSON.stringify(said, null, 1)];
    if (ours !== theirs) throw new Error(`seed ${seed}: page\n${ours}\nPython\n${theirs}`);
  }
  return plays.length;
}

console.log(`agree ${JSON.parse(fs.readFileSync(0, "utf8")).map(compare).reduce((a, b) => a + b, 0)}`);
