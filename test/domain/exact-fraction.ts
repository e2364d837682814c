/**
 * An independent, slow way to the same tax: schoolbook fractions, reduced by nothing and rounded by
 * looking at the remainder. Shares no code and no formula with src/domain.
 */
export interface Fraction {
  over: bigint;
  under: bigint;
}

export function fraction(over: number | bigint, under: number | bigint = 1): Fraction {
  return { over: BigInt(over), under: BigInt(under) };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

export function dividedBy(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under, under: a.under * b.over };
}

/** To the nearest whole; of two equally near the upper one. Not below zero. */
export function roundedHalfUp({ over, under }: Fraction): bigint {
  const whole = over / under;
  const below = over - whole * under;
  const above = under - below;
  return below === 0n || below < above ? whole : whole + 1n;
}

/** One of `parts` equal parts of the tax on an amount, in words of design 6.3. */
export function oraclePart(
  amount: number,
  rate: number,
  inclusive: boolean,
  parts: number,
): bigint {
  const share = dividedBy(fraction(rate, 10_000), fraction(parts));
  const ofOne = inclusive ? dividedBy(share, plus(fraction(1), fraction(rate, 10_000))) : share;
  return roundedHalfUp(times(fraction(amount), ofOne));
}
