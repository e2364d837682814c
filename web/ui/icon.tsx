/** Drawn on 24 by 24 with a stroke of 2, ends round: one hand for all. */
const PATHS = {
  archive: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
  arrow: 'M4 12h16M14 6l6 6-6 6',
  audit: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 11.5l2.2 2.2 4-4.2',
  back: 'M15 5l-7 7 7 7',
  bag: 'M5 8h14l-1 13H6zM9 8V7a3 3 0 0 1 6 0v1',
  ban: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4',
  'bell-off': 'M6.3 9.5A6 6 0 0 0 6 11v5l-1.5 2H16M18 14.5V11a6 6 0 0 0-9-5.2M10 21h4M4 4l16 16',
  bike: 'M6 19.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM18 19.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 16.5l3.5-7H15l3 7M9.5 9.5L13 16.5M14 6h2.5',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4',
  card: 'M3 6h18v12H3zM3 10h18M7 14.5h3',
  cash: 'M3 7h18v10H3zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM6 12h.01M18 12h.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  chevron: 'M6 9l6 6 6-6',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 1.8',
  close: 'M6 6l12 12M18 6L6 18',
  course: 'M4 18h16M6 18a6 6 0 0 1 12 0M12 12V9.5M10.5 9.5h3',
  device: 'M6 3h12v18H6zM11 18h2',
  down: 'M12 5v14M6 13l6 6 6-6',
  download: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5',
  erase: 'M9 6h11v12H9l-6-6zM12 10l4 4M16 10l-4 4',
  expand: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  flame:
    'M12 3c.8 4 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2.8 1.6-4 2.2-6 1.5 1 2 2 2 3.4 1.7-2 2-5 1.3-8.4z',
  forward: 'M9 5l7 7-7 7',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 9.5h17M3.5 14.5h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  hand: 'M9 11V5.5a1.5 1.5 0 0 1 3 0V11M12 10.5V4.5a1.5 1.5 0 0 1 3 0v6M15 10.5V6.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6c-3 0-4.5-1.5-6-4.5l-1.7-3.3a1.5 1.5 0 0 1 2.6-1.4L9 14.5V9',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 16.5h.01',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8h.01',
  key: 'M14.5 9.5a4.5 4.5 0 1 1-4-4.47 4.5 4.5 0 0 1 4 4.47zM13 13l7 7M17 17l2-2',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  kitchen: 'M6 3v7a2 2 0 0 0 2 2v9M4 3v5M8 3v5M10 3v7a2 2 0 0 1-2 2M17 21v-7h-3c0-6 1-10 3-11z',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  list: 'M4 6h.01M4 12h.01M4 18h.01M8.5 6H20M8.5 12H20M8.5 18H20',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  menu: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8.5h6',
  merge: 'M5 5c0 6 7 4 7 9v6M19 5c0 6-7 4-7 9M9 17l3 3 3-3',
  minus: 'M5 12h14',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
  more: 'M5 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4zM12 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4zM19 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4z',
  note: 'M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12h5',
  office: 'M4 20V9M10 20V4M16 20v-8M21 20H3',
  offline:
    'M4 4l16 16M8.5 8.7A9 9 0 0 0 4 11M12 7.5c3 0 5.8 1.2 8 3.5M7.5 14.5a6 6 0 0 1 4.5-2M12 18.5h.01',
  outbox: 'M4 14v6h16v-6M12 15V4M7.5 8.5L12 4l4.5 4.5',
  outlet: 'M5 11v9h14v-9M3 11l2.5-7h13L21 11zM10 20v-5h4v5',
  people:
    'M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 20c.8-3.6 3.4-5 6.5-5s5.7 1.4 6.5 5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 15.5c1.8.7 3 2.1 3.5 4.5',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  plus: 'M12 5v14M5 12h14',
  print: 'M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z',
  pulse: 'M3 12h4l3-7 4 14 3-7h4',
  refresh: 'M20 12a8 8 0 1 1-2.5-5.8M20 3.5V8h-4.5',
  ring: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20',
  send: 'M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M13 4.5v5h4v-5zM7 14.5v5h4v-5z',
  sum: 'M18 7V4H6l6.5 8L6 20h12v-3',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  table: 'M3 8h18M5 8v12M19 8v12M8 4h8',
  text: 'M3 19L8.5 5 14 19M5 14.5h7M17.5 12v7M14.5 12h6',
  till: 'M5 4h14v17l-2.3-1.5L14.3 21 12 19.5 9.7 21l-2.4-1.5L5 21zM9 9h6M9 13h6',
  undo: 'M9 5L4 10l5 5M4 10h10.5a5.5 5.5 0 0 1 0 11H11',
  up: 'M12 19V5M6 11l6-6 6 6',
  upload: 'M12 16V4.5M7 9l5-5 5 5M4 20h16',
  warning: 'M12 4L2.5 20h19zM12 10v4M12 17h.01',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, or in a button with a `label`: those who listen are not told of it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
