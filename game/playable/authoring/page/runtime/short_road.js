// The short game: the player decides where the story asks, and a policy of the story takes all other choices. The twin of
// `engine/short_road.py`.
"use strict";

const LOT = "by lot";
const IN_A_ROW = 1000; // choices; a policy that has gone round for so long is left to the player

/** Take every choice up to the next that is asked for, or an ending. */
function goOn(session) {
  const { short } = session.machine.story;
  for (let made = 0; made < IN_A_ROW && !short.asks.includes(session.view.scene.id); made += 1) {
    const ref = policyTakes(session, short.takes);
    if (!ref) return;
    try {
      session.choose(ref);
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      return;
    }
  }
}

function policyTakes(session, takes) {
  const { machine, snapshot, road } = session;
  const scene = machine.scenes[snapshot.at];
  const open = (scene.options ?? []).filter((option) => machine.holds(option.when, snapshot.s)).map(({ ref }) => ref);
  const listed_ = takes.find((ref) => open.includes(ref));
  if (listed_ || !open.length) return listed_;
  const before = road.filter((ref) => ref.startsWith(`${scene.id}.`)).length;
  return open[fallen(session.seed, `short/${scene.id}`, before, open.map(() => 1n))];
}

/** Who made each choice: null, the player; or the short game's policy; or LOT, where that was silent. */
function makers({ machine, road, isShort }) {
  const { short } = machine.story;
  return road.map((ref) => (!short || !isShort || short.asks.includes(ref.split(".")[0]) ? null : short.takes.includes(ref) ? short.plays : LOT));
}

/** Take back the last choice; in a short game all up to the last that was asked for. False where there was none. */
function goBack(session) {
  if (!session.isShort) return session.undo();
  const last = makers(session).lastIndexOf(null);
  if (last < 0) return false;
  while (session.road.length > last) session.undo();
  return true;
}

/** What was taken for the player since the last decision of their own, in words. */
function takenFor(session) {
  const from = makers(session).lastIndexOf(null) + 1;
  const views = session.views.slice(from);
  return session.isShort ? views.slice(1).map((view, n) => `Taken for you: ${views[n].title}: ${plain(line(view.followed.label))}`) : [];
}
