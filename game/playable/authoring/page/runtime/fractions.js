// Exact fractions, [numerator, denominator] in BigInt: what `fractions.Fraction` is in Python.
"use strict";

const NONE = [0n, 1n];
const WHOLE = [1n, 1n];
const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};
const ratio = (n, d) => {
  const by = gcd(n, d) || 1n;
  return [n / by, d / by];
};
const plus = ([a, b], [c, d]) => (b === d ? ratio(a + c, b) : ratio(a * d + c * b, b * d));
const times = ([a, b], [c, d]) => (b === d && a === b ? [c, d] : ratio(a * c, b * d));
const minus = (a, [c, d]) => plus(a, [-c, d]);
const over = (a, [c, d]) => times(a, [d, c]);
const above = ([a, b], [c, d]) => a * d > c * b;
const order = (a, b) => (above(a, b) ? 1 : above(b, a) ? -1 : 0);
const decimal = ([n, d]) => (d < 1n << 53n ? Number(n) / Number(d) : Number((n << 64n) / d) / 2 ** 64);
