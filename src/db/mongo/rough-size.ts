/** Items of a long list that are looked at; the others are taken to be like them. */
const SAMPLE = 8;
/** Bytes of a number, or of what stands around a field or an item. */
const BESIDES = 8;

/** Bytes that a value takes, roughly, at a small part of the cost of encoding it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') return BESIDES + value.length;
  if (typeof value !== 'object' || value === null) return BESIDES;
  if (Array.isArray(value)) {
    const step = Math.max(1, Math.floor(value.length / SAMPLE));
    let size = BESIDES;
    for (let i = 0; i < value.length; i += step) size += step * roughSize(value[i]);
    return size;
  }
  let size = BESIDES;
  for (const [name, part] of Object.entries(value)) size += name.length + roughSize(part);
  return size;
}
