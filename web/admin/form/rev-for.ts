/**
 * The revision that a change is sent with: the newest, unless somebody else changed since what `own` changes
 * as well. What they changed besides (such as a till that sold the last portion, or what the server learns by
 * itself) is in nobody's way, and must not cost anybody what they typed.
 * @param own what is sent: only fields that differ from those of `base`
 * @param base what the change was made of
 * @param newest what there is now
 */
export function revFor<T extends { rev: number }>(own: object, base: T, newest: T): number {
  return clashes(own, base, newest) ? base.rev : newest.rev;
}

/** An object is changed field by field, a list only as a whole. */
function clashes(own: unknown, base: unknown, newest: unknown): boolean {
  if (!isRecord(own)) return JSON.stringify(base ?? null) !== JSON.stringify(newest ?? null);
  return Object.keys(own).some((name) =>
    clashes(own[name], partOf(base, name), partOf(newest, name)),
  );
}

function partOf(of: unknown, name: string): unknown {
  return isRecord(of) ? of[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
