/** The list with one member moved to another place; the same list where there is nothing to move. */
export function arranged<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const moved = list[from];
  if (moved === undefined || to < 0 || to >= list.length || from === to) return list;
  const rest = [...list.slice(0, from), ...list.slice(from + 1)];
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}
