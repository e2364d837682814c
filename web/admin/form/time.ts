/**
 * What somebody typed as a time of day, as HH:MM of 24 hours: "4", "430", "4.30" and "04:30" are
 * what they look like.
 * @returns null where it is none
 */
export function timeOf(text: string): string | null {
  const typed = text.trim().replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
  const [, hours = '', minutes = '00'] =
    /^(\d{1,2})[:.]?(\d{2})?$/.exec(typed) ?? /^(\d)(\d{2})$/.exec(typed) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${hours.padStart(2, '0')}:${minutes}`;
}
