let turn = 0;
let counting = false;

/**
 * In which turn of the event loop this is. To be asked while uWebSockets hands over what came in: all
 * that is handed over in one turn had arrived when the turn began, so what was found out in the turn that
 * a request arrived in, or later, is as new as the request.
 */
export function turnNow(): number {
  if (!counting) {
    counting = true;
    setImmediate(next);
  }
  return turn;
}

/** Runs when the loop has handed over everything, and before it looks for more. */
function next(): void {
  turn++;
  counting = false;
}
