// What can be said after the ending: why it ended so, but for what, and of each decision both sides.
"use strict";

/** Why it ended so and but for what, in sentences, as `review/document/sections.py` has it: {why, butFor}. */
function halfPage(session) {
  const course = new Course(session);
  const tone = toneOf(session.machine);
  const found = turnsOf(course, tone);
  const causes = new Why(course, session).reasons(found.turns);
  const told = new Sentences(session, course, causes);
  const said = causes.map(({ because }) => because);
  const ways = session.view.reasons.filter(({ because }) => because && !said.includes(because)).map((reason) => reasonOf(reason, session.machine.story));
  const turned = { ...found, turns: ranked(found.turns, causes, course, tone) };
  return { course, found, told, why: [...ways, ...told.why()], butFor: found.changes.length ? [...(told.isShort ? [SHORT] : []), ...told.turned(turned)] : [] };
}

/** The claims without which the road ends otherwise, in sentences; null where no change of it leans on any. */
function leansOn(session, { course, told }) {
  const found = doubts(session);
  const carry = found.filter(({ endings }) => !endings || endings.size !== 1 || !endings.has(course.end));
  return found.length ? carry.map((one) => told.doubted(one)) : null;
}

/** But for which two decisions it would have ended otherwise, where no single one turned it. */
function twoByTwo({ course, found, told }) {
  const turns = pairsOf(course, toneOf(course.machine));
  return turns.length ? told.turned({ ...found, turns }) : [NO_TWO];
}

const toneOf = (machine) => Object.fromEntries(machine.scenes.flatMap(({ id, ending }) => (ending ? [[id, ending.tone]] : [])));

/** Why something changed, or play came here; and on what that leans. */
function reasonOf({ because, cites, outside }, story) {
  const said = because ? sentence(plain(line(because))) : "";
  if (cites.length) return `${said} (${cites.map((id) => inShort(id, story.claims[id])).join("; ")})`.trim();
  return outside ? `${said} (outside ${story.called}: ${outside})`.trim() : said;
}

const BOUND = "The best is for a player who knew everything, even what was never told: an upper bound.";
const UNIFORM = "Odds are at random from here: of a player who from there on takes any open choice as soon as another, and who knows no more than you had been told.";
const MANY = "There are no odds on this page: the story has more situations than a browser should work out. The game in a terminal has them.";
const NO_TWO = "No decision turned the road, and no two did: none of them leads to another kind of ending.";
const ALONE = "No claim carries it alone: without any one of them the same steps end as they did.";

/** What takes a moment to work out, once it is opened. */
function later(heading, content) {
  const open = ({ target }) => target.childElementCount === 1 && target.append(content());
  return h("details", { toggle: open }, h("summary", {}, heading));
}

/** The odds of each tone before a decision, and after each move that was open. */
function table({ before, moves, taken }, outlook, told) {
  const byTone = ({ odds }) => outlook.tones.map((_, t) => odds.reduce((sum, one, i) => sum + (outlook.atLeast[t][i] && !outlook.atLeast[t + 1]?.[i] ? one : 0), 0));
  const row = (label, value, own) => h("tr", { class: own ? "own" : null }, h("th", { scope: "row" }, label, own ? " (your choice)" : ""), rounded(byTone(value)).map((share) => h("td", {}, share)));
  const others = [...moves].filter(([ref]) => ref !== taken);
  return h("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "Odds" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "At random from here"), outlook.tones.map((tone) => h("th", { scope: "col" }, tone)))),
    h("tbody", {}, row("Before you chose", before), row(told.label(taken), moves.get(taken), true), others.map(([ref, value]) => row(told.label(ref), value)))));
}

/** What was marked, by the player's own word. */
function marks(session, list) {
  const { story } = session.machine;
  const made = story.variables.flatMap((variable, slot) => {
    const value = session.snapshot.s[slot];
    const word = variable.words[value - (variable.span?.[0] ?? 0)] || String(value);
    return variable.panel === "Marks" && value !== story.initial[slot] ? [`${variable.name}: ${sentence(word)}`] : [];
  });
  return made.length ? [h("h2", {}, "What you marked"), list(made)] : null;
}

/** The review as a part of the page. */
function review(session, screen) {
  const { machine } = session;
  const half = halfPage(session);
  const { found, told, why, butFor } = half;
  const last = machine.final(session.snapshot.at, session.snapshot.s);
  const says = (text) => (text === undefined ? null : proseOf(machine.tell(text, last), (term) => screen.sheets.term(term)));
  const by = makers(session);
  const outlook = machine.story.weighs ? (screen.outlook ??= new Outlook(machine)) : null;
  const odds = outlook && decisionOdds(session, outlook);
  const list = (some) => h("ul", {}, some.map((one) => h("li", {}, one)));
  const items = (heading, some, after = null) => (some.length ? [h("h2", {}, heading), list(some), after] : null);
  const sides = [[machine.story.view, "essay"], ["The strongest objection", "objection"], ["What was reported", "history"]];
  return h("section", { class: "review" },
    items("Why it ended so", why),
    items("But for what", butFor, h("p", { class: "aside" }, KEPT)),
    odds ? items("Doors", [...told.doors(odds, outlook)], h("p", { class: "aside" }, BOUND)) : null,
    marks(session, list),
    found.turns.length || found.changes.some(({ endings }) => !endings) ? null : later("Two decisions changed together", () => list(twoByTwo(half))),
    Object.keys(machine.story.claims).length ? later("What it leans on", () => {
      const leans = leansOn(session, half);
      return leans?.length ? list(leans) : h("p", {}, leans ? ALONE : "No change on this road leans on a claim.");
    }) : null,
    h("h2", {}, "Decision by decision"),
    h("p", { class: "aside" }, odds ? UNIFORM : MANY),
    session.views.slice(0, -1).map((view, turn) => h("details", {},
      h("summary", {}, `${turn + 1}. ${view.title || "…"}: ${plain(line(machine.tell(session.snapshots[turn + 1].chosen.label, view.snapshot.s)))}${by[turn] ? `, ${takenBy(by[turn])}` : ""}`),
      h("ul", {}, found.changes.filter(({ decisions }) => decisions[0] === turn + 1).map(({ instead, endings }) => h("li", {}, `“${told.label(instead[0])}” ends in ${endings ? told.ends(endings) : "more ways than can be followed"}.`))),
      odds?.[turn] ? table(odds[turn], outlook, told) : null,
      sides.map(([heading, part]) => (view.scene.debrief?.[part] === undefined ? null : [h("h3", {}, heading), says(view.scene.debrief[part])])))));
}
