// How the odds stood at each decision, averaged over what the player could not tell apart. The twin of
// `review/odds/decisions.py`.
"use strict";

/** How the odds stood at each decision: before it, after each move; and what was open, the best and the worst. */
function decisionOdds(session, outlook) {
  return retraced(session).map(({ view, belief, taken }) => {
    if (!belief) return null;
    const offers = view.offers.map(({ ref, open }, place) => ({ ref, open, place })).filter(({ open }) => open);
    const place = offers.find(({ ref }) => ref === taken).place;
    const before = outlook.empty();
    const moves = new Map(offers.map(({ ref }) => [ref, outlook.empty()]));
    const put = (into, from, share) => ["odds", "best", "worst"].forEach((part) => from[part].forEach((one, i) => (into[part][i] += one * share)));
    for (const { view: one, share } of belief) {
      const after = outlook.after(one.snapshot);
      put(before, outlook.at(one.snapshot), decimal(share));
      for (const { ref, place: at } of offers) put(moves.get(ref), after.get(one.offers[at].ref), decimal(share));
    }
    before.open = outlook.at(view.snapshot).open;
    moves.get(taken).open = outlook.after(view.snapshot).get(view.offers[place].ref).open;
    return { before, moves, taken, after: moves.get(taken) };
  });
}
