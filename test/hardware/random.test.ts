import { Random } from '../../hardware/random';

function take(seed: number, count: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.nextUint32());
}

/** xoshiro128** as its authors publish it (prng.di.unimi.it), in 64-bit arithmetic. */
function* reference(state: bigint[]): Generator<number> {
  const MASK = 0xffff_ffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & MASK;
  for (;;) {
    yield Number((rotate((state[1] * 5n) & MASK, 7n) * 9n) & MASK);
    const shifted = (state[1] << 9n) & MASK;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11n);
  }
}

/** The seeding: a Weyl sequence of the golden ratio, mixed by multiply and shift. */
function seeded(seed: number): bigint[] {
  const MASK = 0xffff_ffffn;
  let state = BigInt(seed) & MASK;
  return Array.from({ length: 4 }, () => {
    state = (state + 0x9e37_79b9n) & MASK;
    let z = state ^ (state >> 16n);
    z = (z * 0x21f0_aaadn) & MASK;
    z ^= z >> 15n;
    z = (z * 0x735a_2d97n) & MASK;
    return z ^ (z >> 15n);
  });
}

test.each([0, 1, 42, 0x7fff_ffff, 0xffff_ffff])(
  'seed %i gives the sequence of xoshiro128**',
  (seed) => {
    const want = reference(seeded(seed));
    expect(take(seed, 100)).toEqual(Array.from({ length: 100 }, () => want.next().value));
  },
);

test('the same seed gives the same numbers, another seed others', () => {
  expect(take(7, 20)).toEqual(take(7, 20));
  expect(take(7, 20)).not.toEqual(take(8, 20));
});

test.each([1, 2, 6, 1500, 0x1_0000_0000])(
  'below(%i) stays below and reaches both halves',
  (limit) => {
    const random = new Random(3);
    const values = Array.from({ length: 500 }, () => random.below(limit));
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < limit)).toBe(
      true,
    );
    if (limit > 1) {
      expect(values.some((value) => value < limit / 2)).toBe(true);
      expect(values.some((value) => value >= limit / 2)).toBe(true);
    }
  },
);
