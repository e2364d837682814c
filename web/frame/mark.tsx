/** The ticket of kotd; public/icon.svg is the same with a ground. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path
        d="M6 3h20v26l-3.33-2.5L19.33 29 16 26.5 12.67 29l-3.34-2.5L6 29z"
        fill="currentColor"
      />
      <path
        d="M11 11h10M11 16.5h5"
        stroke="var(--mark-ink)"
        stroke-width="2.4"
        stroke-linecap="round"
      />
      <path
        d="M14.5 20.5l2.8 2.7 5.2-6"
        fill="none"
        stroke="#f2b33d"
        stroke-width="2.8"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
