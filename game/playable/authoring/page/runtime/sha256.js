// SHA-256 (FIPS 180-4) of a text, as a whole number. The browser's own is not there for a page opened from a file.
"use strict";

const K = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const bits = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32) >>> 0; // the first 32 of the fraction
  return { first: primes.slice(0, 8).map((p) => bits(Math.sqrt(p))), rounds: primes.map((p) => bits(Math.cbrt(p))) };
})();

function sha256(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const length = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let shift = 56; shift >= 0; shift -= 8) bytes.push(Number((BigInt(length) >> BigInt(shift)) & 255n));
  const turned = (x, n) => (x >>> n) | (x << (32 - n));
  let h = [...K.first];
  for (let at = 0; at < bytes.length; at += 64) {
    const w = new Int32Array(64);
    for (let i = 0; i < 16; i++) {
      const b = at + i * 4;
      w[i] = (bytes[b] << 24) | (bytes[b + 1] << 16) | (bytes[b + 2] << 8) | bytes[b + 3];
    }
    for (let i = 16; i < 64; i++) {
      const low = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const high = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + low + w[i - 7] + high) | 0;
    }
    let [a, b, c, d, e, f, g, last] = h;
    for (let i = 0; i < 64; i++) {
      const one = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const up = (last + one + ((e & f) ^ (~e & g)) + K.rounds[i] + w[i]) | 0;
      const two = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const down = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [last, g, f, e, d, c, b, a] = [g, f, e, (d + up) | 0, c, b, a, (up + down) | 0];
    }
    h = [a, b, c, d, e, f, g, last].map((x, i) => (x + h[i]) | 0);
  }
  return h.reduce((sum, x) => (sum << 32n) | BigInt(x >>> 0), 0n);
}
