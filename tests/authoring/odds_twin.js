// Weighs the decisions of playthroughs in the page's own runtime. Reads from its input, as JSON, a list of
// [program, [[seed, steps], …]]; prints, as JSON, what the odds and the doors were at each decision.
"use strict";

const fs = require("fs");

function weigh([program, plays]) {
  const { Machine, Session, Outlook, decisionOdds, STORY, FUNCTIONS } = new Function(`${program}\nreturn { Machine, Session, Outlook, decisionOdds, STORY, FUNCTIONS };`)();
  const machine = new Machine(STORY, FUNCTIONS);
  const outlook = new Outlook(machine);
  const named = (names, list) => Object.fromEntries(names.map((name, i) => [name, list[i]]));
  const told = ({ odds, best, worst, open }) => ({
    odds: named(outlook.endings, odds),
    best: named(outlook.tones, best),
    worst: named(outlook.tones, worst),
    open: outlook.endings.filter((_, i) => open[i]),
  });
  return plays.map(([seed, steps]) => {
    const { session } = Session.replay(machine, seed, steps.map(([kind, ref]) => ({ kind, ref })));
    return decisionOdds(session, outlook).map((one) => one && { before: told(one.before), moves: Object.fromEntries([...one.moves].map(([ref, value]) => [ref, told(value)])) });
  });
}

console.log(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map(weigh)));
