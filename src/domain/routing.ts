import { KotdError } from './errors.js';
import type { MenuItem } from './shapes/menu.js';
import type { Line } from './shapes/order.js';
import type { Outlet, RoutingRule } from './shapes/organization.js';

/**
 * The stations that must hear of a line: the item's of now, then those its modifiers had when they were
 * chosen (the menu may since have given them other ids, or dropped them), each redirected by the
 * first rule of the outlet that fits. Rules are applied once, so they cannot run in a circle.
 * `section` is that of the order's table, `clockTime` (HH:MM) what the outlet's wall shows.
 * @throws no_route when there is none: a line that nobody cooks must stop the send, not vanish from it
 */
export function stationsFor(
  line: Line,
  item: MenuItem | undefined,
  outlet: Outlet,
  section: string | null,
  clockTime: string,
): string[] {
  const rules = outlet.routing.filter(
    (rule) => fitsSection(rule, section) && fitsTime(rule, clockTime, outlet.dayStartsAt),
  );
  const redirected = plainStations(line, item).map(
    (stationId) => rules.find(({ from }) => from === stationId)?.to ?? stationId,
  );
  if (redirected.length === 0) {
    throw new KotdError('no_route', {
      detail: `No station cooks ${line.name}`,
      extra: { itemId: line.itemId, lineId: line.id },
    });
  }
  return [...new Set(redirected)];
}

function plainStations(line: Line, item: MenuItem | undefined): string[] {
  if (!item) return [];
  return [...item.stationIds, ...line.modifiers.flatMap(({ stationIds = [] }) => stationIds)];
}

function fitsSection(rule: RoutingRule, section: string | null): boolean {
  return rule.section === undefined || rule.section === section;
}

/**
 * From `after` up to but not including `before`. Where one is missing the business day's edge stands for
 * it: "after 22:00" still holds at 01:00 in a house whose day starts at 04:00.
 */
function fitsTime({ after, before }: RoutingRule, clockTime: string, dayStartsAt: string): boolean {
  const from = after ?? dayStartsAt;
  const until = before ?? dayStartsAt;
  if (from === until) return true;
  if (from < until) return from <= clockTime && clockTime < until;
  return from <= clockTime || clockTime < until;
}
